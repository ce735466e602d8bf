"""The headers of a message as people really send them: broken, 8-bit, folded, encoded word by word.

The standard library's structured headers raise on what is malformed; here nothing raises, and what cannot
be read is read as far as it can be.
"""

from __future__ import annotations

import binascii
import codecs
import hashlib
import re
from base64 import b32encode
from email.quoprimime import header_decode
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from harvest.sources.fields import EARLIEST, LATEST

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from email.message import Message

LONGEST: Final = 8_000
"""Characters that are read of one header: a `References` of a hundred messages has as many."""
MOST: Final = 50
"""So many headers of one name are read; nobody looks at the fiftieth `Received`."""
LONGEST_ID: Final = 254
"""So much of a Message-ID counts, as in Mailman's archives."""

_WORD: Final = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_BETWEEN: Final = re.compile(r"(?<=\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_IN_BRACKETS: Final = re.compile(r"<([^<>]{1,1000})>")
_NO_TEXT: Final = frozenset(
    {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
)
"""Codecs that turn bytes into text and are no charset of mails; some are slow without bounds."""
_WIDER: Final = {"ascii": "utf-8", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
"""What is sent under a name is often more than the name says."""


class Headers:
    """What stands at the top of a message. Names are given in lower case."""

    def __init__(self, message: Message) -> None:
        """Raw values; decoded when asked for."""
        self._values: dict[str, list[str]] = {}
        self._people: dict[str, list[tuple[str, str]]] = {}
        for name, value in message.raw_items():
            values = self._values.setdefault(name.lower(), [])
            if len(values) < MOST:
                values.append(str(value)[:LONGEST])

    def raw(self, name: str) -> str:
        """The first of that name, on one line, not decoded; "" where there is none."""
        return next(iter(self.every(name)), "")

    def every(self, name: str) -> list[str]:
        """All of that name, each on one line, in the order in which they stand."""
        return [" ".join(_eight_bit(value).split()) for value in self._values.get(name, ())]

    def text(self, name: str) -> str:
        """The first of that name, decoded."""
        return words(self.raw(name))

    def says(self, name: str, *values: str) -> bool:
        """Whether it begins with one of these words, in any case."""
        return self.raw(name).lower().startswith(values)

    def __contains__(self, name: str) -> bool:
        """Whether there is such a header."""
        return name in self._values

    def addresses(self, *names: str) -> list[tuple[str, str]]:
        """Display name and address, in lower case, of everybody in these headers."""
        for name in names:
            if name not in self._people:
                self._people[name] = [one for value in self.every(name) for one in _people(value)]
        return [one for name in names for one in self._people[name]]


def words(value: str) -> str:
    """A header's text, its encoded words decoded (RFC 2047), on one line."""
    joined = _BETWEEN.sub("", value)
    pieces: list[str] = []
    at, kept, charset = 0, b"", ""
    for match in _WORD.finditer(joined):
        if match.start() > at or match[1].lower() != charset:  # a character may be cut between two words
            pieces.append(in_charset(kept, charset))
            pieces.append(joined[at : match.start()])
            kept, charset = b"", match[1].lower()
        kept += _unpacked(match[2], match[3])
        at = match.end()
    pieces += [in_charset(kept, charset), joined[at:]]
    return " ".join("".join(pieces).split())


def in_charset(data: bytes, charset: str) -> str:
    """Bytes as text; an unknown or a wrong charset is read as UTF-8, else as Windows does."""
    for name in (charset, "utf-8"):
        try:
            info = codecs.lookup(name)
            if info.name.replace("-", "_") in _NO_TEXT:
                continue
            return data.decode(_WIDER.get(info.name, info.name))
        except (
            LookupError,
            ValueError,
        ):  # a codec for bytes; a name with NUL; bytes that do not fit
            continue
    return data.decode("cp1252", "replace")


def when(value: str) -> datetime | None:
    """The time of a Date header, aware, in UTC; None for what is none, or not plausible."""
    try:
        found = parsedate_to_datetime(value[:200])
        found = found.replace(tzinfo=EARLIEST.tzinfo) if found.tzinfo is None else found
        found = found.astimezone(EARLIEST.tzinfo)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if EARLIEST <= found < LATEST else None


def message_ids(value: str) -> list[str]:
    """The ids in a Message-ID, In-Reply-To or References header, in their order."""
    found = [_clean(one) for one in _IN_BRACKETS.findall(value)]
    if not found and value.count("@") == 1 and "<" not in value:
        found = [_clean(value)] if " " not in value.strip() else []
    return [one for one in found if one]


def id_of(message_id: str) -> str:
    """The id of a message's post: Mailman's `X-Message-ID-Hash`, which is part of its permalinks too."""
    digest = hashlib.sha1(message_id.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
    return b32encode(digest).decode("ascii")


def _clean(message_id: str) -> str:
    return re.sub(r"[\s<>()]", "", message_id)[:LONGEST_ID]


def _eight_bit(value: str) -> str:
    """What the parser could not decode: UTF-8, as RFC 6532 has it, or what Windows writes."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return in_charset(value.encode("utf-8", "surrogateescape"), "utf-8")
    return value


def _unpacked(encoding: str, data: str) -> bytes:
    if encoding in "qQ":
        return header_decode(data).encode("latin-1", "replace")
    try:
        clean = re.sub(r"[^A-Za-z0-9+/]", "", data)
        return binascii.a2b_base64(clean[: len(clean) - (len(clean) % 4 == 1)] + "==")
    except binascii.Error:
        return b""


def _people(value: str) -> Iterable[tuple[str, str]]:
    if "@" not in value and " at " in value:  # as Mailman 2's archives write: ada at example.org (Ada)
        value = re.sub(r"^\s*([^\s<>()]+) at ([^\s<>()]+)", r"\1@\2", value)
    for name, address in getaddresses([value]):
        yield words(name), address.strip().lower()
