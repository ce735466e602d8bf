"""What somebody is told who asked for pages on GitHub (`asked`): Markdown for a comment. Pure.

Nothing in it calls anybody by name but who asked, and nothing that was typed is markup in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.pages.markdown import escape
from harvest.proposing.asked import COMMAND, MOST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvest.proposing.asked import Asking

_QUIET_AT: Final = "@\u200b"
"""GitHub tells nobody that they were mentioned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What has become of one conversation."""

    thread: str
    """As it was asked for: an address or a reference that `asked` let through."""
    what: str
    """In a few words of ours."""
    url: str = ""
    """The request, as the forge names it; "" for none."""


def answer(asking: Asking, told: Iterable[Told]) -> str:
    """One line for each conversation, in the order in which they were asked for."""
    if not asking.threads:
        return (
            f"I found no address of a conversation. Please write it behind `{COMMAND}`, on the same line or "
            "on the lines below it.\n"
        )
    lines = [f"@{asking.account}, this is what has become of it:", "", *map(_line, told)]
    if asking.beyond:
        lines += ["", f"{MOST} are looked at at a time: please ask again for the other {asking.beyond}."]
    return "\n".join(lines) + "\n"


def refusal(asking: Asking) -> str:
    """Who asked may not write to the repository."""
    return (
        f"@{asking.account}, only people who may write to this repository can promote a conversation. "
        f"Somebody of them can say `{COMMAND}` here.\n"
    )


def _line(told: Told) -> str:
    what = escape(" ".join(told.what.split())).replace("@", _QUIET_AT)
    return f"- `{told.thread}`: {what}" + (f" {told.url}" if told.url else "")
