"""Whether others would ask with the same words: which sentences of a question become phrases of a page.

Policy. A phrase makes its page turn up in searches, so a wrong one costs more than a missing one: what speaks
of the person ("I can't remember"), of what was tried, of the conversation, or says that something works, is
left out. Tried and rejected: holding questions, too, to the heading's topic (as many good ones went as bad).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.vocabulary import cues
from harvest.vocabulary.telling import asks, fails, is_code, near, specific

if TYPE_CHECKING:
    from collections.abc import Collection

EARLY: Final = 3
"""What is said in the first so many sentences is about the problem."""
ABROAD: Final = 6
"""Words of three letters and more that a question in another language has at least."""
_NOT_THE_PROBLEM: Final = (
    cues.LEANS,
    cues.DRIFTS,
    cues.STORY,
    cues.ATTEMPT,
    cues.IN_MIND,
    cues.SAYS_NOTHING,
)
"""Beginnings of sentences that nobody else would say."""


def is_asked(phrase: str, sentence: str, place: int, topic: Collection[str]) -> bool:
    """Whether somebody else would type `phrase`, out of the `sentence` at `place`.

    A question, yes; a symptom, if it is of the heading's `topic` or named early: later ones are what else was
    seen or tried.
    """
    if not _stands_alone(phrase) or sentence.rstrip().endswith((":", ",")):
        return False
    if asks(phrase):
        return True
    cut_up = place > 0 and sentence[:1].islower()
    if cut_up or cues.WORKS.search(phrase) or cues.NO_SUBJECT.match(phrase):
        return False
    if not (fails(phrase) or cues.WISHES.match(phrase)):
        return False
    return place < EARLY or len(topic) < 2 or near(topic, phrase) or cues.REPORTS.search(phrase) is not None


def is_asked_abroad(phrase: str) -> bool:
    """The same where the words are not known: a question of many words is more than "What can I do?"."""
    return phrase.endswith("?") and len(specific(phrase)) >= ABROAD and not is_code(phrase)


def _stands_alone(text: str) -> bool:
    """Whether it needs nothing before or after it, and tells no story."""
    told = len(specific(text))
    if told < 2 or any(pattern.match(text) for pattern in _NOT_THE_PROBLEM):
        return False
    if any(pattern.search(text) for pattern in (cues.ABOUT_THE_POST, cues.BY_A_MACHINE, cues.LEFT_OPEN)):
        return False
    if is_code(text) or text.count('"') % 2:
        return False
    hung = cues.POINTS.search(text)
    # "Thunderbird stops, and it hangs" has named it before
    return hung is None or told >= 4 or len(specific(text[: hung.start()])) >= 2
