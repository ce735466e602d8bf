"""Files that are there whole or not at all, also after a power cut."""

from __future__ import annotations

import contextlib
import errno
import os
from typing import TYPE_CHECKING

from harvest.errors import HarvestError

if TYPE_CHECKING:
    from pathlib import Path


def put(path: Path, text: str, error: type[HarvestError] = HarvestError) -> None:
    """Put a file in the place of another: a reader, a crash or a full disk sees the old one or the new one.

    Folders above it are made. Raises `error` where it cannot be written; then the old file stands.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with temporary.open("xb") as file:  # exclusive: follows no link that somebody put there
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        sync(path.parent)
    except OSError as failure:
        full = failure.errno == errno.ENOSPC
        todo = "make room on the disk and run it again" if full else "check the folder and run it again"
        raise error(f"cannot be written: {failure.strerror}", where=path, todo=todo) from None


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
