"""File names for pages, out of whatever customers wrote."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_LENGTH: Final = 60
"""Characters. Long enough to say what the page is about, short enough to be read in an address bar."""

RESERVED: Final = frozenset(
    ["index", "readme", "con", "prn", "aux", "nul"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in range(10)]
)
"""Names a site builder takes for a folder's own page, and names Windows cannot have as files."""

_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "ħ": "h"}
)  # the Latin letters that Unicode does not take apart into a letter and an accent


def slug(title: str, ref: str = "", taken: Collection[str] = ()) -> str:
    """1 to 60 ASCII letters (lower case), digits and single hyphens between them; deterministic.

    Where letters of the title are lost (another script) or the name is reserved, a short hash of the title
    joins it. Where the name is in `taken`, a hash of `ref` (a thread's reference) does, and not a counter, so
    that a page's name does not depend on how many others came before it.
    """
    lowered = unicodedata.normalize("NFKD", title).casefold().translate(_LETTERS)  # № holds a capital
    letters = "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))
    name = _cut("-".join(re.findall(r"[a-z0-9]+", re.sub(r"['’ʼ]", "", letters))), MAX_LENGTH)
    lost = any(c.isalnum() and not c.isascii() for c in letters)
    if lost or not name or name in RESERVED:
        name = _with_hash(name, title, 8)
    if name not in taken:
        return name
    for attempt in range(len(taken) + 1):
        other = _with_hash(name, f"{ref or title}{attempt or ''}", 6)
        if other not in taken:
            return other
    raise AssertionError("one more name than there are names taken")


def _with_hash(name: str, of: str, digits: int) -> str:
    mark = hashlib.sha256(of.encode("utf-8", "surrogatepass")).hexdigest()[:digits]
    return f"{_cut(name, MAX_LENGTH - digits - 1)}-{mark}" if name else f"page-{mark}"


def _cut(name: str, length: int) -> str:
    """At a hyphen where there is one in the second half, else in the middle of a word."""
    if len(name) <= length:
        return name
    at = name.rfind("-", length // 2, length + 1)
    return name[: at if at > 0 else length].strip("-")
