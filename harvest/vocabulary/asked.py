"""Whether others would ask with the same words: which sentences of a question become phrases of a page.

Policy. A phrase makes its page turn up in searches, so a wrong one costs more than a missing one: what speaks
of the person ("I can't remember"), of what was tried, of the conversation, or says that something works, is
left out. Tried and rejected: holding questions, too, to the heading's topic (as many good ones went as bad).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.vocabulary import cues
from harvest.vocabulary.telling import asks, fails, is_code, near, points_away, specific

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

EARLY: Final = 3
"""What is said in the first so many sentences is about the problem."""
LIKELY: Final = -1.0
"""Log-odds of naming the problem from which a symptom is one wherever it stands."""
VERY_LIKELY: Final = -1.0
"""From which it need not ask, fail or wish in words that are known."""
SAYS_MUCH: Final = 5
"""Words that name something, of a sentence that can point away."""
IN_ANSWER: Final = 2
"""Words that a question shares with the answer if the page answers it."""
_CLAUSES: Final = re.compile(r"[,;:]\s+|\s+[-–—]+\s+|\s+(?:but|and)\s+|\s*\(|\)\s*")
_SUBJECT: Final = re.compile(
    r"(?:i|we|my|our|the|what|which|no|nothing|all|every|some|most|cannot|can['’]?t|unable|how|why|where|is|are|does|do|can|"
    r"[A-Z][\w.-]+)\s",
)
"""How a clause begins that is a sentence by itself."""
_MESSAGE: Final = re.compile(
    r"\b(?:errors?|messages?|says|said|saying|warnings?|get|gives?|shows?|reads|with)\b[^\"“]{0,30}[\"“]([^\"”]{8,120})[\"”]",
    re.IGNORECASE,
)
"""What a machine said, in quotation marks."""
SHORTEST: Final = 30
LONGEST: Final = 100
"""Characters of the beginning of a sentence that can be a phrase."""
REST: Final = 3
"""A last part of fewer words belongs to what stands before it: "or come in"."""
_GOES_ON: Final = re.compile(
    r",?\s(?=(?:so that|which|because|in order|without|although|when|while|if|since|after|before|but|and|or|"
    r"for|with|on|in|from|as)\b)",
    re.IGNORECASE,
)
_FRAME: Final = re.compile(
    r"^(?:(?:then|next|now|so|today|suddenly|recently|also)[ ,]+)?(?:i|we)(?:['’]m| am| was|['’]ve| have)?"
    r"(?: just| also| now| then| recently| currently)* "
    r"(?:wonder(?:ing|ed)? (?:if|whether) (?:there (?:is|was|are) )?"
    r"|(?:saw|see|noticed?|reali[sz]ed?|found|find)(?: out)? that "
    r"|(?:got|have|had|having|get) [\w ]{0,30}(?:issue|problem)s? (?:that|where|meaning that|in that|: ?) ?)",
    re.IGNORECASE,
)
"""What announces that something was seen: "I noticed that "."""
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

_NOBODY_S: Final = (cues.ABOUT_THE_POST, cues.BY_A_MACHINE, cues.LEFT_OPEN, cues.TOLD)
"""What nobody else would say, wherever it stands."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about, in words that name something."""

    heading: AbstractSet[str]
    title: AbstractSet[str]
    answer: AbstractSet[str]
    english: bool


def parts(sentence: str) -> list[str]:
    """What of a long sentence may be a phrase: what a machine said in it, clauses, its beginning."""
    message = _MESSAGE.search(sentence)
    told = _FRAME.sub("", sentence)
    clauses = [clause for clause in _CLAUSES.split(told) if clause != sentence and _SUBJECT.match(clause)]
    ends = [
        end for end in _GOES_ON.finditer(told, SHORTEST, LONGEST) if len(told[end.end() :].split()) >= REST
    ]
    begun = [told[: end.start()] for end in ends][::-1]
    found = [part for part in (*clauses, *begun) if asks(part) or (fails(part) and not points_away(part))]
    return [message.group(1), *found] if message else found


def clauses(sentence: str) -> list[str]:
    """The sentence, and what of it stands between dashes, commas and brackets and is a sentence by itself."""
    return [
        sentence,
        *(each for each in _CLAUSES.split(sentence) if each != sentence and _SUBJECT.match(each)),
    ]


def is_asked(phrase: str, part: str, place: int, topic: Topic, odds: float) -> bool:
    """Whether somebody else would type `phrase`, out of a `part` of the sentence at `place`.

    A question, if the page answers it; a symptom, if it is of the topic, named early, or likely (`odds`) to
    be the problem: others are what else was seen or tried.
    """
    if not topic.english:
        return is_asked_abroad(phrase)
    if not _stands_alone(phrase) or part.rstrip().endswith((":", ",")) or "‹" in phrase:
        return False
    about = topic.heading | topic.title
    if asks(phrase):
        return not topic.title or near(about, phrase) or len(specific(phrase) & topic.answer) >= IN_ANSWER
    cut_up = place > 0 and part[:1].islower()
    if (cut_up and odds < LIKELY) or cues.WORKS.search(phrase) or cues.NO_SUBJECT.match(phrase):
        return False
    wished = cues.WISHES.match(part) is not None
    if not (fails(phrase) or wished):
        return odds >= VERY_LIKELY and near(about, phrase) and len(specific(phrase)) > IN_ANSWER
    early = place < EARLY or len(topic.heading) < 2
    return early or near(about, phrase) or odds >= LIKELY or cues.REPORTS.search(phrase) is not None


def is_asked_abroad(phrase: str) -> bool:
    """The same where the words are not known: a question of many words is more than "What can I do?"."""
    return (
        phrase.endswith("?")
        and len(specific(phrase)) >= ABROAD
        and not (is_code(phrase) or cues.PLEA_ABROAD.search(phrase))
    )


def _stands_alone(text: str) -> bool:
    """Whether it needs nothing before or after it, and tells no story."""
    told = len(specific(text))
    story = any(pattern.match(text) for pattern in _NOT_THE_PROBLEM)
    if told < 2 or (story and not (told > 2 and cues.TELLS.match(text) and fails(text))):
        return False
    if any(pattern.search(text) for pattern in _NOBODY_S):
        return False
    pairs = all(text.count(opens) == text.count(closes) for opens, closes in ("()", "“”"))
    if is_code(text) or text.count('"') % 2 or not pairs:
        return False
    hung = cues.POINTS.search(text)
    if points_away(text) and not asks(text) and told < SAYS_MUCH:
        return False
    # "Thunderbird stops, and it hangs" has named it before
    return hung is None or told >= 4 or len(specific(text[: hung.start()])) >= 2
