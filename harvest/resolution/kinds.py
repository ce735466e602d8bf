"""What kind of answer some turns are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.model import Kind
from harvest.resolution.cues import Act

if TYPE_CHECKING:
    from harvest.resolution.acts import Reading


def kind(answer: tuple[Reading, ...], question: Reading) -> Kind | None:
    """What kind of answer these turns are; None when there is none.

    The first says what it is about; one that was confirmed by doing something is a fix or a how-to.
    """
    if not answer:
        return None
    text = answer[0]
    instructs = any(reading.does(Act.INSTRUCTS) for reading in answer)
    if text.does(Act.REFERS):
        return Kind.ELSEWHERE
    if text.does(Act.DECLINES) and (not instructs or text.does(Act.PLAIN_NO)):
        return Kind.NOT_POSSIBLE
    if text.does(Act.PLAIN_NO):
        return Kind.NOT_POSSIBLE
    if text.does(Act.WORKAROUND):
        return Kind.WORKAROUND
    if text.does(Act.KNOWN) and not instructs:
        return Kind.KNOWN_PROBLEM
    return Kind.HOW_TO if question.does(Act.HOW_TO) and not question.does(Act.STILL_STUCK) else Kind.FIX
