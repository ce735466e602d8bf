r"""Characters that cannot be, mended on the way, because strict parsers end the whole file at the first one.

- JSON: `"\ud83d"` alone is half a character, what a cut-off emoji leaves behind.
- XML: `&#x1A;` and raw control characters, which old forum software exports and no XML may hold.

Either becomes U+FFFD, and every post behind it is still there.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

    Mend = Callable[[bytes, bool], tuple[bytes, bytes]]
    """From bytes and whether they are the last to: them mended, and the end that cannot be told yet."""

_ESCAPES: Final = re.compile(
    rb"(?:\\[^u]"  # another escape: two backslashes are no beginning of one
    rb"|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a whole pair
    rb"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"  # half a pair
    rb"|\\u)",
    re.DOTALL,
)
_JSON_HOLD: Final = 11
"""A pair of escapes is twelve bytes: so many at the end of a piece may be the beginning of one."""
_IMPOSSIBLE: Final = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]"
    rb"|&#(?:[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]|[dD][89a-fA-F][0-9a-fA-F]{2}|[fF]{3}[eEfF])"
    rb"|0*(?:[0-8]|1[124-9]|2[0-9]|3[01]));"
)
_XML_HOLD: Final = 16
"""A reference is seldom longer than this."""


class Mended(io.RawIOBase):
    """A stream in which `mend` has been at work. Reads as the stream beneath does, in flat memory."""

    def __init__(self, stream: io.BufferedIOBase, mend: Mend) -> None:
        self._stream = stream
        self._mend = mend
        self._ready = b""
        self._held = b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer with mended bytes; 0 at the end."""
        view = memoryview(buffer).cast("B")
        while not self._ready:
            piece = self._stream.read(max(len(view), 65536))
            if not piece and not self._held:
                return 0
            self._ready, self._held = self._mend(self._held + piece, not piece)
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


def mended_json(stream: io.BufferedIOBase) -> io.BufferedReader:
    """A stream of JSON in UTF-8 without half characters."""
    return io.BufferedReader(Mended(stream, _json))


def mended_xml(stream: io.BufferedIOBase) -> io.BufferedReader:
    """A stream of XML in an encoding that extends ASCII, without characters that XML forbids."""
    return io.BufferedReader(Mended(stream, _xml))


def _json(data: bytes, last: bool) -> tuple[bytes, bytes]:
    if b"\\" not in data:
        return data, b""
    until = len(data) if last else len(data) - _JSON_HOLD
    done: list[bytes] = []
    at = 0
    for match in _ESCAPES.finditer(data):
        if match.start() >= until:
            break
        done.append(data[at : match.start()])
        done.append(rb"\ufffd" if match[1] else match[0])
        at = match.end()
    cut = max(at, until)
    return b"".join(done) + data[at:cut], data[cut:]


def _xml(data: bytes, last: bool) -> tuple[bytes, bytes]:
    start = -1 if last else data.rfind(b"&", max(0, len(data) - _XML_HOLD))
    whole, held = (data, b"") if start < 0 or b";" in data[start:] else (data[:start], data[start:])
    return _IMPOSSIBLE.sub(b"&#xFFFD;", whole), held
