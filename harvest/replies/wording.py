"""What is said, and how long it may be."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from harvest.model import Kind, Outcome

if TYPE_CHECKING:
    from harvest.config import Replies

RESOLVED: Final = (
    "Hello! What helped here is now a page, so that the next person finds it: {page} "
    "Thank you for asking, and to everybody who helped. If something in it is wrong, please say so here."
)
ANSWERED: Final = (
    "Hello! What was suggested here is now a page: {page} "
    "Nobody has told us yet whether it works. If you tried it, please say here how it went."
)
ASKED: Final = (
    "Hello! Others had this, too, and there is a page now with what helped them: {page} "
    "If it does not help you, please say so here."
)

INFORMED: Final = (
    "Hello! What there is to say about this is now a page, and we keep it up to date: {page} "
    "If something in it is wrong, please say so here."
)
SOLVED: Final = (Kind.FIX, Kind.HOW_TO, Kind.WORKAROUND)

X_CHARACTERS: Final = 280
X_LINK: Final = 23
"""What a link counts for, however long it is (developer.x.com, Counting characters)."""
_LINK: Final = re.compile(r"https?://\S+")
_LIGHT: Final = ((0, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""The characters that count for one; any other counts for two (twitter-text, configuration 3)."""


def said(outcome: Outcome, kind: Kind, address: str, own: Replies) -> str:
    """The reply for a conversation that ended so, with the address of its page.

    A page that solves nothing ("no, because") is never announced as what helped.
    """
    if kind not in SOLVED:
        return INFORMED.replace("{page}", address)
    template = {
        Outcome.RESOLVED: own.resolved or RESOLVED,
        Outcome.ANSWERED: own.answered or ANSWERED,
    }.get(outcome, own.asked or ASKED)
    return template.replace("{page}", address)


def x_length(text: str) -> int:
    """How long X says that a text is."""
    plain = unicodedata.normalize("NFC", _LINK.sub("", text))
    links = len(_LINK.findall(text)) * X_LINK
    return links + sum(
        1 if any(first <= ord(character) <= last for first, last in _LIGHT) else 2 for character in plain
    )
