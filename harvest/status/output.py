"""A built site on the disk, put there as a whole: readers see the old one or the new one, never half of one.

It is built beside the folder and the two change places in one step (`renameat2` on Linux; elsewhere, or where
the file system cannot, two renames with a moment between them). Nothing of somebody else's is deleted: a
folder with a file that is not ours is refused. `.harvest-status` in it names what is ours.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import shutil
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from harvest.disk import sync
from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MARKER: Final = ".harvest-status"
_HEAD: Final = "# Made by `harvest status build`. These files are replaced as a whole:\n"
_TODO: Final = {
    errno.ENOSPC: "make room on the disk and run it again",
    errno.EBUSY: "it is where a disk begins: name a folder below it",
    errno.EXDEV: "it is where a disk begins: name a folder below it",
}
_AT_FDCWD: Final = -100
_EXCHANGE: Final = 2


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` hold these files (by path below it) and nothing else.

    Raises HarvestError where it holds something that is not ours or cannot be written; then it is as it was.
    """
    folder = Path(os.path.abspath(folder.resolve()))  # noqa: PTH100 — of a folder that is not there yet
    if not folder.name:
        raise HarvestError("is no folder for a site", where=folder, todo="name one that is empty")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder.parent):
            _check(folder)
            new = folder.with_name(f".{folder.name}.harvest-new")
            old = folder.with_name(f".{folder.name}.harvest-old")
            _recover(folder, old)
            _remove(new)
            _remove(old)
            try:
                _write(new, files)
                _swap(new, folder, old)
            finally:
                with contextlib.suppress(OSError):
                    _remove(new)
            _remove(old)
    except OSError as error:
        todo = _TODO.get(error.errno or 0, "")
        raise HarvestError(f"cannot be written: {error.strerror}", where=folder, todo=todo) from None


@contextlib.contextmanager
def _alone(parent: Path) -> Iterator[None]:
    """While nobody else builds into a folder there."""
    descriptor = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _check(folder: Path) -> None:
    """Raises HarvestError for a folder that is neither empty nor ours."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise HarvestError("is a file", where=folder, todo="name a folder")
    ours = _ours(folder) | {MARKER}  # also half of one: the disk was full when it was written
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (path.is_file() or path.is_symlink()) and name not in ours:
            raise HarvestError(
                f"holds {name}, which is not of a built status site",
                where=folder,
                todo="move that away, or build into an empty folder",
            )


def _ours(folder: Path) -> frozenset[str]:
    """The paths that the marker names; none without it."""
    try:
        lines = (folder / MARKER).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset((*lines[1:], MARKER)) if lines and f"{lines[0]}\n" == _HEAD else frozenset()


def _recover(folder: Path, old: Path) -> None:
    """After a crash between two renames, the old site goes back to its place."""
    if not folder.exists() and _ours(old):
        old.rename(folder)


def _remove(folder: Path) -> None:
    """What an earlier run left. Its marker is written first, so that this can know it."""
    if folder.exists():
        _check(folder)
        shutil.rmtree(folder)


def _write(new: Path, files: Mapping[str, bytes]) -> None:
    """All files, each on the disk before it counts."""
    marker = _HEAD + "".join(f"{path}\n" for path in files)
    new.mkdir()
    written = []
    for path, content in {MARKER: marker.encode("utf-8"), **files}.items():
        if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise AssertionError(path)
        file = new / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        written.append(file)
    for file in written:
        sync(file)
    for each in (*(path for path in new.rglob("*") if path.is_dir()), new):
        sync(each)


def _swap(new: Path, folder: Path, old: Path) -> None:
    """`new` takes the place of `folder`; what was there is then `old`."""
    if not folder.exists():
        new.rename(folder)
    elif _exchange(new, folder):
        new.rename(old)
    else:
        folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            old.rename(folder)
            raise
    sync(folder.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; False where the system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)
    return bool(done == 0)
