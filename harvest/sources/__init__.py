"""Archive formats: files that somebody exported, read as posts.

A format of several files is a folder. What formats share stands beside them: `fields` (the border: what a row
may hold), `files`, `jsonstream`, `csvrows`, `xmlrows`, `webxml`, `mending`. Live services are in `live`.

To add one: a module with a class that is a `Format`, its instance in `FORMATS`, its name in
`harvest/config/formats.py` and in `docs/handbook/configuration.md`, a row in `docs/handbook/sources.md`, and
a sample in `tests/end_to_end/archives.py`. A test fails for each of these that is missing.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from harvest.errors import SourceError
from harvest.sources.bluesky import FORMAT as BLUESKY
from harvest.sources.discourse import FORMAT as DISCOURSE
from harvest.sources.files import head_of, text_only
from harvest.sources.github_discussions import FORMAT as GITHUB_DISCUSSIONS
from harvest.sources.jsonl import FORMAT as JSONL
from harvest.sources.kitsune import FORMAT as KITSUNE
from harvest.sources.mailbox import FORMAT as MAILBOX
from harvest.sources.mastodon import FORMAT as MASTODON
from harvest.sources.options import Format, Report, SourceOptions
from harvest.sources.qapage import FORMAT as QAPAGE
from harvest.sources.stackexchange import FORMAT as STACKEXCHANGE
from harvest.sources.twcs import FORMAT as TWCS
from harvest.sources.x_api import FORMAT as X

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["FORMATS", "Format", "Report", "SourceOptions", "expand", "format_named", "guess"]

FORMATS: Final[tuple[Format, ...]] = (
    X,
    TWCS,
    DISCOURSE,
    STACKEXCHANGE,
    KITSUNE,
    GITHUB_DISCUSSIONS,
    MASTODON,
    BLUESKY,
    MAILBOX,
    QAPAGE,
    JSONL,
)
"""In the order in which they are asked whether a file is theirs; no two claim the same file."""


def format_named(name: str) -> Format:
    """Return the format of that name. Raises `SourceError` with the known names."""
    for known in FORMATS:
        if known.name == name:
            return known
    raise SourceError(f"there is no format {name!r}", todo=f"use one of {', '.join(f.name for f in FORMATS)}")


def guess(path: Path) -> Format:
    """Return the format that recognises the beginning of the file. Raises `SourceError`."""
    found = _recognised(path)
    if found is None:
        text_only(head_of(path), path)
        raise SourceError(
            "its first 64 kB and its name look like none of the known formats",
            where=path,
            todo=f"name the format with --from: {', '.join(f.name for f in FORMATS)}",
        )
    return found


def expand(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files to read: a folder stands for the files in it that some format recognises, sorted.

    In a folder, hidden files, sidecars and anything else are left out; a file that was named is always in.
    Raises `SourceError` for a path that does not exist and for a folder with nothing to read.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            if not path.exists():
                raise SourceError("there is no such file or folder", where=path, todo="check the spelling")
            found[path] = None
            continue
        inside = [file for file in _files(path) if _recognised_quietly(file)]
        if not inside:
            raise SourceError(
                "nothing in this folder is in a known format",
                where=path,
                todo=f"name the file, and its format with --from: {', '.join(f.name for f in FORMATS)}",
            )
        found |= dict.fromkeys(inside)
    return tuple(found)


def _files(folder: Path) -> list[Path]:
    """Every visible regular file below the folder, in one fixed order; links to folders are not followed."""
    files: list[Path] = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [folder.__class__(root, name) for name in names if not name.startswith(".")]
    return sorted(file for file in files if file.is_file())


def _recognised(path: Path) -> Format | None:
    head = head_of(path)
    return next((known for known in FORMATS if known.recognises(path, head)), None)


def _recognised_quietly(path: Path) -> Format | None:
    try:
        return _recognised(path)
    except SourceError:  # empty, unreadable or damaged: not one to pick up unasked
        return None
