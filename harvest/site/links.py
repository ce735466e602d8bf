"""Which addresses may become links. Everything that is not plainly harmless is not one.

Browsers drop tabs, line breaks and control characters from an address before they look at its
scheme, so the question is not which schemes are bad but which addresses are good.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

_ABSOLUTE: Final = re.compile(
    r"(?:https?://|mailto:)[^\s\x00-\x20\x7f-\x9f\"'<>\\^`{|}\u200b-\u200f\u202a-\u202e\u2066-\u2069]+"
)
_WITHIN: Final = re.compile(r"(?!//)[\w./#%?=&+~-]+")


def absolute(href: str) -> str:
    """`href` when it is a harmless http, https or mailto address, else ""."""
    if not _ABSOLUTE.fullmatch(href):
        return ""
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return ""
    if parts.scheme == "mailto":
        return href
    return href if host and parts.username is None and parts.password is None else ""


def within(href: str) -> str:
    """`href` when it is an address inside this site (relative, or an anchor), else ""."""
    return href if _WITHIN.fullmatch(href) else ""
