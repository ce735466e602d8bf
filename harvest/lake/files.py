"""The lake's files on disk: names, durable writes, the two locks, and errors a person can act on.

What is promised rests on three steps in this order: write under a temporary name in the same file
system and fsync the file; rename; fsync the folder. A reader sees the whole file or none.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
from contextlib import ExitStack, contextmanager, suppress
from itertools import count
from typing import IO, TYPE_CHECKING, Final

import duckdb
import pyarrow as pa

from harvest.errors import LakeError
from harvest.model import ID_PATTERN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

BUFFER: Final = 1 << 20
"""Bytes gathered before a write. Never 0: an unbuffered file may write less than it was given."""

LONGEST_NAME: Final = 150
"""Characters of a folder name; file systems stop at 255 bytes."""

ADVICE: Final = {
    errno.ENOSPC: "make room and run it again; nothing was half-written",
    errno.EDQUOT: "make room and run it again; nothing was half-written",
    errno.EFBIG: "make room and run it again; nothing was half-written",
    errno.EACCES: "make the folder writable or choose another",
    errno.EPERM: "make the folder writable or choose another",
    errno.EROFS: "make the folder writable or choose another",
    errno.ENOTDIR: "the lake must be a folder: move that file away or choose another",
    errno.EEXIST: "the lake must be a folder: move that file away or choose another",
}


def folder_name(source: str) -> str:
    """A folder name for a source, safe on any file system; different for different sources.

    Capitals, dots and everything unusual become %XX, so that names do not meet where case is ignored.
    Raises LakeError for what is no identifier.
    """
    if not ID_PATTERN.fullmatch(source):
        raise LakeError(
            f"{source[:80]!r} cannot be the name of a source",
            todo="use letters, digits and . _ : / -, at most 128, beginning with a letter or digit",
        )
    name = "".join(c if c.islower() or c.isdigit() or c in "-_" else f"%{ord(c):02X}" for c in source)
    if len(name) > LONGEST_NAME:
        digest = hashlib.blake2b(source.encode(), digest_size=16).hexdigest()
        return f"{name[:100].rstrip('%')}%-{digest}"
    return name


@contextmanager
def told(root: Path) -> Iterator[None]:
    """Turns what the system and the libraries raise into one LakeError; wrap only the lake's own steps."""
    try:
        yield
    except OSError as error:
        # pyarrow raises damaged files as a bare OSError without a number
        what = error.strerror or _first_line(error)
        todo = ADVICE.get(error.errno or 0, "see that the folder can be read and written, then run it again")
        raise LakeError(what, where=error.filename or root, todo=todo) from error
    except (duckdb.OperationalError, pa.ArrowException) as error:
        todo = "make room on the disk or free memory, then run it again"
        raise LakeError(_first_line(error), where=root, todo=todo) from error


def _first_line(error: Exception) -> str:
    """What a library says first; what follows may quote the data."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]


def make_folder(folder: Path) -> None:
    """Creates the folder and its parents durably."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        sync_folder(new.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, temporary: Path, fill: Callable[[IO[bytes]], None]) -> None:
    """Writes `path` whole or not at all: `fill` writes into `temporary`, on the same file system."""
    with temporary.open("wb", buffering=BUFFER) as file:
        fill(file)
        file.flush()
        os.fsync(file.fileno())
    make_folder(path.parent)
    temporary.replace(path)
    sync_folder(path.parent)


@contextmanager
def only_writer(root: Path) -> Iterator[None]:
    """Holds the lake's write lock. The kernel drops it when the process ends, however it ends."""
    with told(root):
        make_folder(root)
        lock = os.open(root / "write.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LakeError(
                "another harvest is writing to this lake",
                where=root,
                todo="wait until it is done, then run it again",
            ) from error
        yield
    finally:
        os.close(lock)


@contextmanager
def scratch(root: Path, *, clean: bool = False) -> Iterator[Path]:
    """A temporary folder inside the lake, gone at exit.

    Everybody who works in one holds `scratch.lock` shared. `clean` first removes what killed runs left
    behind, if the lock can be had alone: then nobody is at work in there.
    """
    home = root / "scratch"
    with ExitStack() as exits:
        with told(root):
            make_folder(home)
            lock = os.open(root / "scratch.lock", os.O_RDWR | os.O_CREAT, 0o600)
            exits.callback(os.close, lock)
            if clean:
                _empty(home, lock)
            fcntl.flock(lock, fcntl.LOCK_SH)
            folder = _first_free(home)
        exits.callback(shutil.rmtree, folder, ignore_errors=True)
        yield folder


def _first_free(home: Path) -> Path:
    """A new folder, for this user's eyes: raw conversations go into it."""
    for number in count(1):
        with suppress(FileExistsError):
            folder = home / str(number)
            folder.mkdir(mode=0o700)
            return folder
    raise AssertionError


def _empty(home: Path, lock: int) -> None:
    """Removes leftovers, unless somebody is at work."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    for leftover in home.iterdir():
        shutil.rmtree(leftover)
