"""Mailboxes on this machine that mail is delivered into: mbox files, Maildirs, folders of messages.

Nothing is asked of the network. What has not changed is not opened: an mbox file is read on from where the
last run stopped, as long as it has only grown; of folders, files that came (or were renamed) since are read.
What mail programs do meanwhile is respected: a file that is locked is left for the next run, and so is the
last message of an mbox until nobody has written to the file for a while, as it may be half there.

A message that is deleted or moved away stays in the lake: people tidy up their mailboxes.
"""

from __future__ import annotations

import asyncio
import errno
import fcntl
import gzip
import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harvest.errors import FetchError, SourceError
from harvest.sources.files import HEAD
from harvest.sources.live.refusal import LaterError
from harvest.sources.live.service import Step
from harvest.sources.mailbox import is_message, read_piece, set_aside, unpacked
from harvest.sources.mailbox.mbox import MOST_BYTES, is_mbox, pieces
from harvest.sources.mailbox.post import read_message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from harvest.model import Post
    from harvest.sources.live.service import Ask
    from harvest.sources.mailbox.mbox import Piece, Stream

BATCH: Final = 200
"""Messages of one step."""
REST: Final = timedelta(minutes=5)
"""The last message of an mbox is whole when nobody has written to the file for so long."""
GRAIN: Final = 50_000_000
"""Nanoseconds in which two files may get the same time from the system."""
BEFORE: Final = 4096
"""So many bytes before the place where reading goes on must be what they were."""
BOXES, FOLDERS = "mail:boxes", "mail:folders"
"""The cursors."""


@dataclass(frozen=True, slots=True)
class Box:
    """How far an mbox file was read."""

    size: int = -1
    modified: int = 0
    """Of the file when it was last read: bytes, nanoseconds."""
    offset: int = 0
    line: int = 1
    """Where reading goes on."""
    before: str = ""
    """Digest of what stood before that place."""
    rests: bool = False
    """Whether all of it was read."""


@dataclass(slots=True)
class Marks:
    """What was read of everything."""

    boxes: dict[str, Box] = field(default_factory=dict)
    folders: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    """By folder: when the newest file that was read got there, and the files of about that time."""

    @classmethod
    def of(cls, ask: Ask) -> Marks:
        """From the cursors. What is damaged counts as unread."""
        try:
            boxes = {name: Box(**box) for name, box in json.loads(ask.cursor(BOXES) or "{}").items()}
            said = json.loads(ask.cursor(FOLDERS) or "{}").items()
            return cls(boxes, {name: (int(mark), tuple(near)) for name, (mark, near) in said})
        except (ValueError, TypeError, AttributeError):
            return cls()

    def step(self, posts: list[Post]) -> Step:
        """What was read, and that it was."""
        boxes = {name: asdict(box) for name, box in self.boxes.items()}
        cursors = {BOXES: json.dumps(boxes), FOLDERS: json.dumps(self.folders)}
        return Step(posts=tuple(posts), cursors=cursors)


async def news(ask: Ask) -> AsyncIterator[Step]:
    """What was delivered since the last run. Raises FetchError, at the end, where a file cannot be read."""
    marks, broken = Marks.of(ask), list[SourceError]()
    for folder, names in _folders(ask):
        for step in _folder(ask, folder, names, marks, broken):
            yield step
            await asyncio.sleep(0)  # other sources are fetched at the same time
            if ask.web.now() >= ask.web.budget.until:
                raise LaterError("this run's time is spent", where=str(folder))
    if broken:
        first = broken[0]
        raise FetchError(first.what, where=first.where, todo=first.todo)


def _folders(ask: Ask) -> Iterator[tuple[Path, list[str]]]:
    """Every folder with files to read, and their names."""
    named: dict[Path, list[str]] = {}
    for pattern in ask.source.paths:
        found = sorted(ask.root.glob(pattern))
        if not found:
            raise FetchError(
                "no file is there", where=ask.root / pattern, todo=f"see `paths` of {ask.source.name}"
            )
        for path in found:
            if not path.is_dir():
                named.setdefault(path.parent, []).append(path.name)
                continue
            for root, below, names in os.walk(path):
                maildir = "cur" in below
                below[:] = sorted(one for one in below if one[0] != "." and not (maildir and one == "tmp"))
                named.setdefault(Path(root), []).extend(one for one in names if one[0] != ".")
    for folder, names in named.items():
        yield folder, sorted(set(names))


def _folder(
    ask: Ask, folder: Path, names: list[str], marks: Marks, broken: list[SourceError]
) -> Iterator[Step]:
    """Everything new in the files of one folder; posts in steps."""
    key = os.path.relpath(folder, ask.root)
    mark, near = marks.folders.get(key, (0, ()))
    fresh: list[tuple[int, str]] = []
    for name in names:
        if f"{key}/{name}" in marks.boxes:
            yield from _told(_box(ask, folder / name, f"{key}/{name}", marks), folder / name, broken)
        elif (came := _came(folder / name)) > mark - GRAIN and name not in near:
            fresh.append((came, name))
    posts: list[Post] = []
    taken = [(mark, name) for name in near]
    for came, name in sorted(fresh):
        path = folder / name
        try:
            post = _message(ask, path)
        except _IsBoxError:
            yield marks.step(posts)
            yield from _told(_box(ask, path, f"{key}/{name}", marks), path, broken)
            post, posts = None, []
        except SourceError as error:
            _note(error, path, broken)
            continue
        posts += [post] if post else []
        taken = [(when, one) for when, one in taken if when > came - GRAIN] + [(came, name)]
        marks.folders[key] = (came, tuple(one for _, one in taken))
        if len(posts) >= BATCH:
            yield marks.step(posts)
            posts = []
    if fresh:
        yield marks.step(posts)


class _IsBoxError(Exception):
    """The file has many messages."""


def _message(ask: Ask, path: Path) -> Post | None:
    """The message in a file of its own; None (reported) for none. Raises `_IsBoxError`, `SourceError`."""
    ask.reading(str(path))
    with unpacked(path) as stream:
        data = stream.read(HEAD)
        if is_mbox(data):
            raise _IsBoxError
        why = set_aside(path) or ("" if is_message(data) else "file that is no mail")
        if why:
            ask.report.skipped(why)
            return None
        data += stream.read(MOST_BYTES + 1 - len(data))
    if len(data) > MOST_BYTES:
        ask.report.bad(1, f"longer than {MOST_BYTES >> 20} MB")
        return None
    return _recent(ask, read_message(data, ask.options, ask.report))


def _box(ask: Ask, path: Path, key: str, marks: Marks) -> Iterator[Step]:
    """What was added to an mbox file. Raises `SourceError`."""
    before = marks.boxes.setdefault(key, Box())
    now = _status(path)
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
    post = _recent(ask, read_piece(piece, ask.options, ask.report))
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


def _recent(ask: Ask, post: Post | None) -> Post | None:
    return post if post is None or ask.since is None or post.created >= ask.since else None


def _told(steps: Iterator[Step], path: Path, broken: list[SourceError]) -> Iterator[Step]:
    """The steps of a file; what is wrong with it is told at the end, and does not keep the others."""
    try:
        yield from steps
    except SourceError as error:
        _note(error, path, broken)


def _note(error: SourceError, path: Path, broken: list[SourceError]) -> None:
    if path.exists():  # else it was renamed meanwhile, and is read under its new name
        broken.append(error)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _came(path: Path) -> int:
    """When a file got where it is, under its name, or was last written to; long ago where it is gone."""
    found = _status(path)
    return found.st_ctime_ns if found and found.st_size else -GRAIN


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
