"""How much a sentence tells of the problem: the choice of a title, in points.

Policy. A question beats a symptom, a symptom beats a heading, early beats late, short beats long. What leans
on the sentence before it ("And it does this"), what tells the story so far ("I tried", "I am using"), what
speaks of the post itself ("see the screenshot") and what a machine wrote makes no title. What a mistake
costs: see `titles`. Measured with `harvest backtest titles`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.vocabulary import cues
from harvest.vocabulary.words import WORD, meaningful

if TYPE_CHECKING:
    from collections.abc import Collection

BEST_WORDS: Final = (4, 15)
"""A title is best between these numbers of words."""
PLACES: Final = 6
"""From the sixth sentence on, later is no worse."""
NAMES_TOPIC: Final = 3
"""A heading with a question mark and so many words that name something asks, without a verb too."""
BEGINNING: Final = 4
"""Letters by which words are near each other."""
_VAGUE = frozenset(
    """
    advice answer app application assistance bug e-mail e-mails email emails error errors fault general help
    info information issues latest mail message messages new newest odd old problems program programme query
    questions setting settings setup software solution solved strange stupid support system trouble
    troubles update updates urgent version weird
    """.split()  # noqa: SIM905 — easier to read and to mend than a wall of quotes
)
"""Words that name no problem by themselves, besides those that no two questions can be told apart by."""


def specific(text: str) -> set[str]:
    """The words of `text` that name something; numbers do not."""
    return {word for word in meaningful(text) if word not in _VAGUE and not word[0].isdigit()}


def says_enough(text: str) -> bool:
    """Whether a heading can be a title as it is: it asks, or names what is wrong or wanted."""
    words = len(WORD.findall(text))
    if words < BEST_WORDS[0] - 1 or cues.ABOUT_THE_POST.search(text):
        return False
    if cues.RANTS.search(text) and not fails(text):
        return False
    told = len(specific(text))
    if text.endswith("?") and told >= NAMES_TOPIC:
        return True
    if asks_or_fails(text):
        return told >= (1 if cues.FAILS_PLAINLY.search(text) or text.endswith("?") else 2)
    return told >= 4 and words >= BEST_WORDS[0] + 2


def near(named: Collection[str], text: str) -> bool:
    """Whether `text` has a word that begins as one of `named` does: "threaded" beside "threads"."""
    begun = {word[:BEGINNING] for word in named}
    return any(word[:BEGINNING] in begun for word in specific(text))


def names_task(text: str) -> bool:
    """Whether a heading names what somebody wants to do: "Moving albums to the frame"."""
    return cues.TASK.match(text) is not None and len(specific(text)) >= 2


def fails(text: str) -> bool:
    """Whether it says that something does not work."""
    return cues.FAILS.search(text) is not None


def points_away(text: str) -> bool:
    """Whether it speaks of something that only what stands before it names."""
    return cues.HANGS.search(text) is not None


def tells_story(text: str) -> bool:
    """Whether it tells what somebody did, and neither asks nor says what fails."""
    return cues.PAST.match(text) is not None and not (asks(text) or fails(text))


def is_code(text: str) -> bool:
    """Whether it looks like a line of a program."""
    return cues.CODE.search(text) is not None


def asks(text: str) -> bool:
    """Whether it is a question."""
    if cues.ASKS_FIRST.match(text):
        return True
    return "?" in text and cues.QUESTION.search(text, 0, text.rindex("?")) is not None


def asks_or_fails(text: str) -> bool:
    """Whether it asks for something or names a symptom."""
    return asks(text) or bool(cues.SYMPTOM.search(text))


def points(text: str, place: int, heading: Collection[str] = ()) -> float:
    """The more, the better a title. `place`: its number in the post; `heading`: what the heading names."""
    low, high = BEST_WORDS
    words, told = len(WORD.findall(text)), specific(text)
    score = 1.5 * min(len(told), 5) + (5.0 if asks(text) else 4.0 * bool(cues.SYMPTOM.search(text)))
    score += 2.0 * min(3, len(told.intersection(heading)))
    score -= 0.5 * max(0, words - high) + 2.0 * max(0, low - words) + min(place, PLACES)
    score -= 3.0 * bool(cues.STORY.match(text)) + 3.0 * bool(cues.LEANS.match(text))
    score -= 3.0 * bool(cues.WORKS.search(text))
    if place:
        score -= 3.0 * bool(cues.DRIFTS.match(text) or cues.IN_MIND.match(text)) + 4.0 * text[:1].islower()
    score -= 5.0 * bool(cues.ABOUT_THE_POST.search(text)) + 2.0 * bool(cues.POINTS_AWAY.search(text))
    score -= 6.0 * bool(cues.RANTS.search(text))
    return score - 5.0 * (is_code(text) or bool(cues.BY_A_MACHINE.search(text)))
