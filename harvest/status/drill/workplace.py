"""A temporary folder for a drill, and the end of those of drills that were killed."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX: Final = "harvest-drill-"
LOCK: Final = ".running"
"""Locked while the drill runs; the kernel unlocks it for who is killed. A folder without it is to be kept."""


@contextmanager
def workplace(*, keep: bool) -> Iterator[Path]:
    """A new folder, gone afterwards unless it is to be kept."""
    _sweep()
    work = Path(tempfile.mkdtemp(prefix=PREFIX))
    with (work / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield work
        finally:
            if keep:
                (work / LOCK).unlink(missing_ok=True)
            else:
                shutil.rmtree(work, ignore_errors=True)


def _sweep() -> None:
    """Remove folders of drills that did not come to their end."""
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{LOCK}"):
        with suppress(OSError), lock.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # else: it runs
            shutil.rmtree(lock.parent, ignore_errors=True)
