"""Writing an index beside the one that is there, so that a crash leaves one of the two, whole.

The files of a build have a folder of their own, written under another name and renamed; texts are named by
what
is in them; the manifest is renamed into its place when all that it names is there. Only then does the old
build go. Whoever writes to the same folder at the same time (a theme's own search) is not disturbed.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from harvest.search.export.build import Export

FOLDER: Final = "search"
"""Below the root of the site."""
MANIFEST: Final = "manifest.bin"
TEXTS: Final = "texts"
_ENDING: Final = ".bin"
_MARK: Final = ".harvest"
"""A file in a build's folder: only folders with it are ever removed."""


def publish(export: Export, site: Path) -> None:
    """Write the index into `site`/search. Raises OSError; what was there is then still whole."""
    root = site / FOLDER
    root.mkdir(parents=True, exist_ok=True)
    build = root / export.build
    if not build.exists():
        _build(export, build)
    texts = root / TEXTS
    texts.mkdir(exist_ok=True)
    for name, data in export.texts.items():
        if not (texts / f"{name}{_ENDING}").exists():
            _replace(texts / f"{name}{_ENDING}", data)
    _replace(root / MANIFEST, export.manifest)
    _clear(root, build, export.texts)


def _build(export: Export, build: Path) -> None:
    beside = build.with_name(f".{build.name}.{os.getpid()}.tmp")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    try:
        for name, data in export.files.items():
            (beside / f"{name}{_ENDING}").write_bytes(data)
        (beside / _MARK).write_bytes(b"")
        beside.rename(build)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _replace(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _clear(root: Path, build: Path, texts: Mapping[str, bytes]) -> None:
    """Remove older builds, and what a crash left behind."""
    for folder in root.iterdir():
        if folder != build and ((folder / _MARK).exists() or folder.name.endswith(".tmp")):
            shutil.rmtree(folder, ignore_errors=True)
    for path in (root / TEXTS).iterdir():
        if path.name.removesuffix(_ENDING) not in texts:
            path.unlink(missing_ok=True)
