"""What kind of answer some turns are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.model import Kind
from harvest.resolution.cues import PATTERNS, Act

if TYPE_CHECKING:
    from harvest.resolution.acts import Reading


EARLY: Final = 3
"""A no stands in the first sentences so many; further down it is about something on the way."""


def kind(answer: tuple[Reading, ...], question: Reading) -> Kind | None:
    """What kind of answer these turns are; None when there is none.

    The first says what it is about. Only a fix, a how-to and a workaround are ever shown as solved, so that a
    no that is taken for one of them misleads; the other way round a page is only less inviting.
    """
    if not answer:
        return None
    text = answer[0]
    says_no = text.does(Act.PLAIN_NO) or _early(text, Act.DECLINES)
    instructs = any(reading.does(Act.INSTRUCTS) for reading in answer)
    if _early(text, Act.REFERS) or (text.does(Act.REFERS) and not instructs):
        return Kind.ELSEWHERE
    if says_no:
        return Kind.NOT_POSSIBLE
    if text.does(Act.WORKAROUND):
        return Kind.WORKAROUND
    if text.does(Act.KNOWN) and not instructs:
        return Kind.KNOWN_PROBLEM
    return Kind.HOW_TO if question.does(Act.HOW_TO) and not question.does(Act.STILL_STUCK) else Kind.FIX


def _early(text: Reading, act: Act) -> bool:
    return any(PATTERNS[act].search(sentence) for sentence in text.said[:EARLY])
