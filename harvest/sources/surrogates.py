r"""Half a character in a JSON escape, mended on the way: `"\ud83d"` alone is what a cut-off emoji leaves.

Strict parsers end the whole file there, and with it every post behind it. The escape becomes U+FFFD instead.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_ESCAPES: Final = re.compile(
    rb"(?:\\[^u]"  # another escape: two backslashes are no beginning of one
    rb"|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a whole pair
    rb"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})"  # half a pair
    rb"|\\u)",
    re.DOTALL,
)
_HOLD: Final = 11
"""A pair of escapes is twelve bytes: so many at the end of a piece may be the beginning of one."""


class Mended(io.RawIOBase):
    """A stream of JSON in which half characters are U+FFFD. Reads as the stream beneath does."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream = stream
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
            self._ready, self._held = _mend(self._held + piece, last=not piece)
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


def _mend(data: bytes, *, last: bool) -> tuple[bytes, bytes]:
    """`data` mended, and the end of it that cannot be told yet."""
    if b"\\" not in data:
        return data, b""
    until = len(data) if last else len(data) - _HOLD
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
