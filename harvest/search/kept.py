"""What was read of pages, in one file, kept between builds. It may go or break: then it is made again.

The first line names the format and what it was made with, the last is the digest of all before it, so that
half a file, or one of another version, is none. Between them stand all entries in a line, in the order of
their numbers, and five lines for each text: hexadecimal numbers, JSON and levels. Nothing in it can run.

It is written beside and renamed. Of two builds at once the last to end leaves its file, whole; the other
loses the time that it had saved, and nothing else. What the last build did not use is not in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT: Final = "harvest pages 1"
WIDTH: Final = 5
"""Lines to a text."""
_DIGEST: Final = 2 * hashlib.sha256().digest_size
_CRASHED: Final = 3600
"""Seconds after which a file that is half written is nobody's."""


class Lines(NamedTuple):
    """What is kept of a text; see `reading`. None has an end of line in it."""

    digest: bytes
    """Of the text, in hexadecimal."""
    head: bytes = b""
    basis: bytes = b""
    numbers: bytes = b""
    levels: bytes = b""


class Kept(NamedTuple):
    """What a file says."""

    entries: list[bytes]
    """By number."""
    texts: dict[bytes, Lines]
    """By digest."""


def load(path: Path, version: str) -> Kept:
    """Nothing where there is no whole file of this version."""
    try:
        data = path.read_bytes()
    except OSError:
        return Kept([], {})
    digest = hashlib.sha256(memoryview(data)[:-_DIGEST]).hexdigest().encode()
    if data[-_DIGEST:] != digest or not data.startswith(_first_line(version)):
        return Kept([], {})
    _, entries, *lines = data.split(b"\n")
    del data
    columns = [lines[at:-1:WIDTH] for at in range(WIDTH)]
    texts = map(Lines._make, zip(*columns, strict=True))
    return Kept(entries.split(), dict(zip(columns[0], texts, strict=True)))


def save(path: Path, version: str, kept: Kept) -> None:
    """Keep this and nothing else. Where the disk does not take it, nothing is kept, and nothing is said."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as file:
                digest = hashlib.sha256()
                for line in _lines(version, kept):
                    digest.update(line)
                    file.write(line)
                file.write(digest.hexdigest().encode())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        _clear(path)


def _lines(version: str, kept: Kept) -> Iterator[bytes]:
    yield _first_line(version)
    yield b" ".join(kept.entries) + b"\n"
    for each in kept.texts.values():
        yield b"\n".join((*each, b""))


def _first_line(version: str) -> bytes:
    return f"{FORMAT} {version}\n".encode()


def _clear(path: Path) -> None:
    """Remove what a crash left behind."""
    for each in path.parent.glob(f".{path.name}.*.tmp"):
        if time.time() - each.stat().st_mtime > _CRASHED:
            each.unlink(missing_ok=True)
