"""Mailboxes on this machine that mail is delivered into: mbox files, Maildirs, folders of messages.

Nothing is asked of the network. What has not changed is not opened: an mbox file is read on from where the
last run stopped, as long as it has only grown; of folders, files that came (or were renamed) since are read.
What mail programs do meanwhile is respected: a file that is locked is left for the next run, and so is the
last message of an mbox until nobody has written to the file for a while, as it may be half there.

A message that is deleted or moved away stays in the lake: people tidy up their mailboxes.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harvest.errors import FetchError, SourceError
from harvest.sources.files import HEAD
from harvest.sources.live.mailbox.boxes import added
from harvest.sources.live.mailbox.marks import BATCH, Marks, recent, status_of
from harvest.sources.live.refusal import LaterError
from harvest.sources.mailbox import is_message, set_aside, unpacked
from harvest.sources.mailbox.mbox import MOST_BYTES, is_mbox
from harvest.sources.mailbox.post import read_message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from harvest.model import Post
    from harvest.sources.live.service import Ask, Step

GRAIN: Final = 50_000_000
"""Nanoseconds in which two files may get the same time from the system."""


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
            yield from _told(added(ask, folder / name, f"{key}/{name}", marks), folder / name, broken)
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
            yield from _told(added(ask, path, f"{key}/{name}", marks), path, broken)
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
    return recent(ask, read_message(data, ask.options, ask.report))


def _told(steps: Iterator[Step], path: Path, broken: list[SourceError]) -> Iterator[Step]:
    """The steps of a file; what is wrong with it is told at the end, and does not keep the others."""
    try:
        yield from steps
    except SourceError as error:
        _note(error, path, broken)


def _note(error: SourceError, path: Path, broken: list[SourceError]) -> None:
    if path.exists():  # else it was renamed meanwhile, and is read under its new name
        broken.append(error)


def _came(path: Path) -> int:
    """When a file got where it is, under its name, or was last written to; long ago where it is gone."""
    found = status_of(path)
    return found.st_ctime_ns if found and found.st_size else -GRAIN
