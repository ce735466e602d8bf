"""What an engine makes of the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from benchmarks.search.corpus import Made

if TYPE_CHECKING:
    from benchmarks.running import Measured


@dataclass(frozen=True, slots=True)
class Built:
    """A site that can be searched."""

    version: str
    site: Path
    files: int
    """How many files the search has."""
    build: Measured
    """Of the command that wrote the index; of the whole site where that is one command."""
    whole: bool = False
    """Whether it loads all of its index whatever is asked, so that one query tells as much as many."""
    headers: str = ""
    """Lines of a `server` block of nginx."""


class NotThereError(Exception):
    """The engine cannot be installed; the message says why."""


Build: TypeAlias = Callable[[Path, Sequence[Made], Path], Built]
"""From the knowledge base's folder, its pages, and the folder in which what is installed is kept.

Raises NotThereError.
"""


def files_in(*folders: Path) -> int:
    """How many files lie in the folders and below."""
    return sum(path.is_file() for folder in folders for path in folder.rglob("*"))
