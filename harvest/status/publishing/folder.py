"""A folder of this machine, or one that is mounted: `TO` is a link to one of the versions in `TO.versions/`.

A new version is written beside the others and synced; then the link is replaced by a rename, which happens in
one step. A server that has TO for its root answers every request from one version; nothing of it changes
while it is read.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
from typing import TYPE_CHECKING, Final

from harvest.disk import sync
from harvest.errors import HarvestError
from harvest.status.publishing.job import KEEP, MARKED, MARKER, foreign
from harvest.status.publishing.manifest import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from harvest.status.model import Target
    from harvest.status.publishing.job import Job

BESIDE: Final = ".versions"
NEW: Final = ".new-"


def publish(target: Target, job: Job) -> str:
    """Put the bundle there; what was done. HarvestError where it was not: then the old version is served."""
    root = job.path(target.to)
    store = root.with_name(root.name + BESIDE)
    try:
        if not root.parent.is_dir():
            todo = "make it, or mount what it is on"
            raise HarvestError(f"there is no folder {root.parent}", todo=todo)
        _check_ours(root, store)
        if job.dry:
            job.check(_manifest(root))
            return f"would become {job.version}"
        store.mkdir(exist_ok=True)
        store.chmod(0o755)
        (store / MARKER).write_bytes(MARKED)
        with _alone(store):
            job.check(_manifest(root))
            _sweep(store)
            _write(store / f"{NEW}{job.version}", job.bundle.files)
            (store / f"{NEW}{job.version}").rename(store / job.version)
            _swap(root, store, job.version)
            _prune(store, job.version)
    except OSError as error:
        with contextlib.suppress(OSError):
            shutil.rmtree(store / f"{NEW}{job.version}", ignore_errors=True)
        todo = "make room there and run it again" if error.errno in {errno.ENOSPC, errno.EDQUOT} else ""
        raise HarvestError(f"{root} cannot be written: {error.strerror}", todo=todo) from None
    return f"is version {job.version}"


def _check_ours(root: Path, store: Path) -> None:
    if store.exists() and not (store / MARKER).is_file() and any(store.iterdir()):
        raise foreign(str(store))
    if root.is_symlink():
        if root.parent / root.readlink().parent != store:
            raise foreign(str(root))
    elif root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise foreign(str(root))


def _manifest(root: Path) -> bytes | None:
    try:
        return (root / NAME).read_bytes()
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def _alone(store: Path) -> Iterator[None]:
    """While nobody else publishes there: the second waits for the first."""
    with (store / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sweep(store: Path) -> None:
    """What a publication that was killed has left. Nobody else is at work: we hold the lock."""
    for path in store.glob(f"{NEW}*"):
        if path.is_symlink() or path.is_file():
            path.unlink()
        else:
            shutil.rmtree(path)


def _write(new: Path, files: Mapping[str, bytes]) -> None:
    """Readable for the server whatever the umask; on the disk before it counts."""
    new.mkdir()
    for path, data in files.items():
        file = new / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("xb") as opened:
            opened.write(data)
            opened.flush()
            os.fchmod(opened.fileno(), 0o644)
            os.fsync(opened.fileno())
    for folder in (*(each for each in new.rglob("*") if each.is_dir()), new):
        folder.chmod(0o755)
        sync(folder)


def _swap(root: Path, store: Path, version: str) -> None:
    link = store / f"{NEW}link"
    link.symlink_to(f"{store.name}/{version}")
    if root.is_dir() and not root.is_symlink():
        root.rmdir()  # it is empty: nobody reads there
    link.replace(root)
    sync(root.parent)


def _prune(store: Path, version: str) -> None:
    """The newest stay, and the one that is served."""
    known = sorted(path.name for path in store.iterdir() if not path.name.startswith("."))
    for name in sorted(set(known) - {*known[-KEEP:], version}):
        shutil.rmtree(store / name)
