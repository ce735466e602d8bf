"""What every archive format is given, and what it must offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harvest.model import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """What the person who imports says about an archive, because its files do not."""

    name: str
    """The source's name in the lake."""
    url: str = ""
    """Base address of the community (`https://forum.example.org`), for formats that do not say where their
    posts live; or a template with `{id}` in the place of the conversation's (or post's) id."""
    licence: str = ""
    """SPDX id or words, where the format does not say."""


class Report(Protocol):
    """Where a format tells what it left out. Reasons name ids and fields, never the text of a post."""

    def bad(self, line: int, reason: str) -> None:
        """Send a row to quarantine.

        `line` is 1-based in the file: the first line of the row. In a JSON array or an XML dump it is the
        number of the item or row, and the reason says so ("item 12: …").
        """

    def skipped(self, reason: str) -> None:
        """Count something that is no error and no post: a retweet, a small action, a staff whisper."""


class Format(Protocol):
    """One archive format. One instance per module, listed in `harvest.sources.FORMATS`."""

    @property
    def name(self) -> str:
        """What `--from` calls it."""

    @property
    def about(self) -> str:
        """One line for `--help` and the docs."""

    def recognises(self, path: Path, head: bytes) -> bool:
        """Tell from the first 64 kB (of the first CSV in a zip archive) whether the file is in this format.

        False for files that only accompany others (`Users.xml`, `users_*.json`).
        """

    def read(self, path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
        """Yield the posts of one file, in the file's order as far as the format allows, in flat memory.

        A bad row is reported and left out. Raises `SourceError` when the file as a whole cannot be
        trusted: what was yielded before then must be dropped.
        """
