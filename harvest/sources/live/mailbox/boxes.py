"""Mbox files that mail is delivered into: what was added since the last run.

One that has only grown is read on from where the last run stopped. Its last message may be half there until
nobody has written to the file for a while.
"""

from __future__ import annotations

import errno
import fcntl
import gzip
import hashlib
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from harvest.errors import SourceError
from harvest.sources.live.mailbox.marks import BATCH, Box, recent, status_of
from harvest.sources.mailbox import read_piece, unpacked
from harvest.sources.mailbox.mbox import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harvest.model import Post
    from harvest.sources.live.mailbox.marks import Marks
    from harvest.sources.live.service import Ask, Step
    from harvest.sources.mailbox.mbox import Piece, Stream

REST: Final = timedelta(minutes=5)
"""The last message of an mbox is whole when nobody has written to the file for so long."""
BEFORE: Final = 4096
"""So many bytes before the place where reading goes on must be what they were."""


def added(ask: Ask, path: Path, key: str, marks: Marks) -> Iterator[Step]:
    """What was added to an mbox file. Raises `SourceError`."""
    before = marks.boxes.setdefault(key, Box())
    now = status_of(path)
    if now is None or (before.rests and (now.st_size, now.st_mtime_ns) == (before.size, before.modified)):
        return
    if not now.st_size:
        marks.boxes[key] = Box(0, now.st_mtime_ns, rests=True)
        yield marks.step([])
        return
    ask.reading(str(path))
    with _alone(path) as alone:
        if not alone:
            ask.report.skipped("mailbox in use: left for the next run")
            yield marks.step([])
            return
        with unpacked(path) as stream:
            yield from _read_on(ask, path, stream, key, marks)


def _read_on(ask: Ask, path: Path, stream: Stream, key: str, marks: Marks) -> Iterator[Step]:
    """The messages of an open file, from where the last run stopped."""
    now = path.stat()
    packed = isinstance(stream, gzip.GzipFile)  # such a one does not grow, and is slow to go back in
    offset, line = _place(stream, marks.boxes[key])
    posts: list[Post] = []
    held: Piece | None = None
    for number, piece in enumerate(pieces(stream, offset, line), start=1):
        if held is not None:
            posts += _posts(ask, held)
        held = piece
        if number % BATCH == 0:
            if not packed:
                digest = _digest(stream, piece.start)
                marks.boxes[key] = Box(offset=piece.start, line=piece.line, before=digest)
            yield marks.step(posts)
            posts = []
    after = path.stat()
    whole = (now.st_size, now.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    rested = whole and ask.web.now().timestamp() - now.st_mtime >= REST.total_seconds()
    if held is not None:
        posts += _posts(ask, held) if rested else []
        offset, line = (held.end, held.next_line) if rested else (held.start, held.line)
    digest = "" if packed else _digest(stream, offset)
    marks.boxes[key] = Box(now.st_size, now.st_mtime_ns, offset, line, digest, rested)
    yield marks.step(posts)


def _posts(ask: Ask, piece: Piece) -> list[Post]:
    post = recent(ask, read_piece(piece, ask.options, ask.report))
    return [post] if post else []


def _place(stream: Stream, box: Box) -> tuple[int, int]:
    """Where reading goes on; at the beginning, where the file is not what it was up to there."""
    if box.before and _digest(stream, box.offset) == box.before:
        stream.seek(box.offset)
        return box.offset, box.line
    stream.seek(0)
    return 0, 1


def _digest(stream: Stream, offset: int) -> str:
    """Of what stands before `offset`; "" where the file is shorter. The stream stays where it is."""
    here, begin = stream.tell(), max(0, offset - BEFORE)
    stream.seek(begin)
    data = stream.read(offset - begin)
    stream.seek(here)
    return hashlib.blake2b(data, digest_size=8).hexdigest() if len(data) == offset - begin else ""


@contextmanager
def _alone(path: Path) -> Iterator[bool]:
    """Whether nobody else is writing to an mbox file; as long as this lasts, nobody who asks does."""
    if path.with_name(f"{path.name}.lock").exists():
        yield False
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise SourceError(
            f"cannot be opened ({error.strerror})", where=path, todo="check who may read it"
        ) from None
    with file:
        try:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in {errno.EACCES, errno.EAGAIN}:
                yield False
                return
        yield True
