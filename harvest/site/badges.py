"""What a page says about its own trust, in plain words.

Policy: only a fix, a how-to or a workaround that somebody affected confirmed is shown as solved. A
page that looks solved and is not costs every reader the time to find out; one that looks unsure and
is right costs a moment. So everything else says what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.model import Kind, State

if TYPE_CHECKING:
    from harvest.model import Answer


@dataclass(frozen=True, slots=True)
class Badge:
    """A few words at the top of a page."""

    text: str
    tone: str
    """`solved`, `open` or `fact`: chooses the colour, and never says more than the words do."""
    icon: str
    """The name of an icon that ships with the theme."""


_SOLVED: Final = {
    Kind.FIX: "Confirmed by someone who had this",
    Kind.HOW_TO: "Confirmed by someone who asked",
    Kind.WORKAROUND: "A way around it, confirmed by someone who had this",
}
_HONEST: Final = {
    Kind.NOT_POSSIBLE: Badge("Not possible – and why", "fact", "material/close-circle-outline"),
    Kind.KNOWN_PROBLEM: Badge("Known problem", "open", "material/alert-circle-outline"),
    Kind.ELSEWHERE: Badge("Not ours to fix – and who can", "fact", "material/arrow-top-right"),
}
_NOTES: Final = {
    State.DRAFT: "Draft: nobody has reviewed this page yet.",
    State.STALE: "This answer is due for a check. It may be out of date.",
}


def badge(kind: Kind, *, confirmed: bool) -> Badge:
    """How sure a page is."""
    if kind in _HONEST:
        return _HONEST[kind]
    if confirmed:
        return Badge(_SOLVED[kind], "solved", "material/check-circle")
    return Badge("Not confirmed yet", "open", "material/help-circle-outline")


def note(answer: Answer) -> str:
    """What a reader must know before reading; "" for nothing."""
    return _NOTES.get(answer.state, "")


def asked_by(askers: int) -> str:
    """How many people had it, in words."""
    return "Asked by one person" if askers == 1 else f"Asked by {askers:,} people"
