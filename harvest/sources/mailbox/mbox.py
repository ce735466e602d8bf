"""Files with many messages: where one ends and the next begins.

Every variant of mbox parts messages by a line that begins with `From `, after a blank line. Such lines in a
text are escaped with `>` by some programs, by others not at all: only a line with a time and a year, before a
line that can be a header, parts messages (RFC 4155). `Content-Length` is not believed: few keep it true.
"""

from __future__ import annotations

import gzip
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

Stream = io.BufferedReader | gzip.GzipFile
"""Bytes of an open file, also of a packed one."""

MOST_BYTES: Final = 32 << 20
"""Of one message. Longer ones, with their attachments, are left out: they would not fit in memory."""

_LONGEST_LINE: Final = 1 << 16
_FROM: Final = re.compile(rb"From [^\r\n]{0,300}?\d:\d\d[^\r\n]{0,100}\r?\n?")
_YEAR: Final = re.compile(rb"\b(?:19|20)\d\d\b")
_HEADER: Final = re.compile(rb"[!-9;-~]{1,100}[ \t]?:|>From ")
_ESCAPED: Final = re.compile(rb">+From ")
_BLANK: Final = (b"\n", b"\r\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """One message of a file."""

    data: bytes
    """As it was sent, its escaped lines unescaped; empty where it has more than `MOST_BYTES`."""
    envelope: str
    """What stands after `From `: an address and when the message was delivered."""
    line: int
    """1-based number of its first line in the file."""
    start: int
    """Where it begins, in bytes."""
    end: int
    """Where the next one begins, or the file ends."""
    next_line: int
    """The number of the line there."""
    size: int
    """Bytes of the message."""


def is_mbox(head: bytes) -> bool:
    """Whether a file that begins so holds messages in a row."""
    first, _, rest = head.lstrip(b"\r\n").partition(b"\n")
    return _parts(first + b"\n", rest)


def pieces(stream: Stream, offset: int = 0, line: int = 1) -> Iterator[Piece]:
    """Yield every message from here on, in flat memory. `offset`, `line`: where the stream stands."""
    message: _Open | None = None
    fresh, blank = True, True  # at the beginning of a line; after a blank one
    ahead = stream.readline(_LONGEST_LINE)
    while ahead:
        this, ahead = ahead, stream.readline(_LONGEST_LINE)
        if blank and fresh and this[:5] == b"From " and _parts(this, ahead):
            if message is not None:
                yield message.closed(offset, line)
            message = _Open(this[5:].decode("ascii", "replace").strip(), line, offset)
        elif message is not None:
            message.add(this[1:] if fresh and this[:1] == b">" and _ESCAPED.match(this) else this)
        blank = fresh and this in _BLANK
        fresh = this[-1:] == b"\n"
        offset += len(this)
        line += fresh
    if message is not None:
        yield message.closed(offset, line)


def _parts(line: bytes, following: bytes) -> bool:
    return bool(_FROM.fullmatch(line) and _YEAR.search(line) and _HEADER.match(following))


class _Open:
    """The message that is being read."""

    def __init__(self, envelope: str, line: int, start: int) -> None:
        self._envelope, self._line, self._start = envelope, line, start
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, line: bytes) -> None:
        self._size += len(line)
        if self._size <= MOST_BYTES:
            self._lines.append(line)
        else:
            self._lines.clear()

    def closed(self, end: int, next_line: int) -> Piece:
        data = b"".join(self._lines)
        return Piece(data, self._envelope, self._line, self._start, end, next_line, self._size)
