"""Writing an index beside the one that is there, so that a crash leaves one of the two, whole.

The files of a build have a folder of their own, written under another name and renamed; texts are named by
what is in them; the manifest is renamed into its place when all that it names is there. Only then does the
old build go, and what a crash left behind an hour ago. What others keep in the same folder is not touched.
Of two builds into one folder at once one waits until the other has written: it would take for old what the
other is about to name.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from harvest.errors import naming
from harvest.search.export.bits import deflate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from harvest.search.export.build import Export

FOLDER: Final = "search"
"""Below the root of the site."""
MANIFEST: Final = "manifest.bin"
TEXTS: Final = "texts"
_ENDING: Final = ".bin"
_MARK: Final = ".harvest"
"""A file in a build's folder: only folders with it are ever removed."""
_OUR_BUILD: Final = re.compile(r"[0-9a-f]{12}|\.[0-9a-f]{12}\.\d+\.tmp")
_OUR_TEXT: Final = re.compile(r"[0-9a-f]{16}\.bin|\.[0-9a-f]{16}\.bin\.\d+\.tmp")
_OUR_MANIFEST: Final = re.compile(r"\.manifest\.bin\.\d+\.tmp")
"""Names as they are given here, and by `_beside`: nothing else is ever removed."""
_CRASHED: Final = 3600
"""Seconds, by the clock of the disk: what is half written and so much older than the manifest is nobody's."""


def publish(export: Export, site: Path) -> None:
    """Write the index into `site`/search. Raises OSError; what was there is then still whole."""
    root = site / FOLDER
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        _publish(export, root)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Waits for others who write here, where the disk knows locks. A lock ends with its process."""
    lock = os.open(root, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _publish(export: Export, root: Path) -> None:
    build = root / export.build
    if not build.exists():
        _build(export, build)
    texts = root / TEXTS
    texts.mkdir(exist_ok=True)
    for name, data in export.texts.items():
        if not (texts / f"{name}{_ENDING}").exists():
            replace(texts / f"{name}{_ENDING}", deflate(data))
    replace(root / MANIFEST, export.manifest)
    _clear(root, build, export.texts)


def _build(export: Export, build: Path) -> None:
    beside = _beside(build)
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        (beside / _MARK).write_bytes(b"")
        for name, data in export.files.items():
            with naming(beside / f"{name}{_ENDING}") as path:
                path.write_bytes(data)
        beside.rename(build)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all. Raises OSError that names it."""
    beside = _beside(path)
    try:
        with naming(beside):
            beside.write_bytes(data)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _beside(path: Path) -> Path:
    """Where it is written before it is renamed."""
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _clear(root: Path, build: Path, texts: Mapping[str, bytes]) -> None:
    """Remove older builds and texts, and what a crash left behind."""
    now = (root / MANIFEST).stat().st_mtime
    for path in root.iterdir():
        if path == build or not _is_nobodys(path, now):
            continue
        if _OUR_BUILD.fullmatch(path.name) and (path / _MARK).is_file():
            shutil.rmtree(path, ignore_errors=True)
        elif _OUR_MANIFEST.fullmatch(path.name):
            path.unlink(missing_ok=True)
    for path in (root / TEXTS).iterdir():
        ours = _OUR_TEXT.fullmatch(path.name)
        if ours and path.name.removesuffix(_ENDING) not in texts and _is_nobodys(path, now):
            path.unlink(missing_ok=True)


def _is_nobodys(path: Path, now: float) -> bool:
    """Whether it is not, or no more, being written."""
    return not path.name.endswith(".tmp") or now - path.stat().st_mtime > _CRASHED
