"""Who wrote a message: an account that shows no address, and a name that is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.model import Author
from harvest.privacy import address_key
from harvest.sources.fields import BadRow, line_of_text

if TYPE_CHECKING:
    from harvest.sources.mailbox.headers import Headers

_VIA: Final = re.compile(r"\s+(?:via|über|durch|par)\s+.{1,100}$", re.IGNORECASE)
"""What lists add to a name when they send in their own address, because of DMARC."""
_ADDRESS: Final = re.compile(r"\S@\S|\S\s(?:at|\(a\)|\[at\])\s\S+(?:\.|\sdot\s)\S", re.IGNORECASE)
_ROLES: Final = frozenset(
    {
        "support", "help", "helpdesk", "info", "service", "contact", "hello", "team", "feedback", "care",
        "office", "sales", "billing",
    }
)  # fmt: skip
"""Addresses that are nobody's own: they may stand as a name."""


def author_of(headers: Headers) -> Author:
    """Who wrote it. The key is made from the address, which nobody can read in it.

    Raises `BadRow` where nobody did.
    """
    people = [(name, address) for name, address in headers.addresses("from") if "@" in address]
    if not people:
        raise BadRow("no From with an address")
    name, address = people[0]
    shown = _VIA.sub("", name)
    if shown != name:  # the address is the list's: who wrote it may stand elsewhere
        lists = {one for _, one in headers.addresses("to", "cc", "list-post", "sender")} | {address}
        own = [
            one
            for _, one in headers.addresses("x-original-from", "reply-to")
            if one not in lists and "@" in one
        ]
        address = own[0] if own else f"{shown.casefold()} {address}"
    return Author(key=address_key(address), name=_name(shown, address))


def _name(shown: str, address: str) -> str:
    """A name that may be published; "" where there is none."""
    name = line_of_text(shown, "From").strip("'\" ")
    if name and not _ADDRESS.search(name):
        return name
    local = address.partition("@")[0]
    return local.capitalize() if local in _ROLES else ""
