"""Everything that can go wrong in a way a person can mend.

    HarvestError                 one line: what, where, what to do
    ├── ConfigError              mkdocs.yml: every mistake at once, each with its line
    ├── SourceError              a file that cannot be read as what it claims to be
    ├── FetchError               a live service does not give what it is asked for
    ├── LakeError                the lake cannot be read or written
    ├── PageError                an answer page that cannot be read or written
    ├── BuildError               the site cannot be built
    ├── GitError                 the repository, a branch or a push
    ├── ForgeError               the host of the repository does not do what it is asked
    └── SendError                a reply that was not, or may not have been, posted

The subject of an error (file, line, post id) is an attribute, so that the command line can
say it the same way everywhere. A bug is any other exception.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class HarvestError(Exception):
    """A mistake or a failure that the person at the keyboard can do something about.

    `what` is a sentence without the place; `todo` says what to do about it.
    """

    def __init__(self, what: str, *, where: Path | str = "", line: int = 0, todo: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = str(where)
        self.line = line
        """1-based; 0 where there is no line."""
        self.todo = todo

    def __str__(self) -> str:
        """`where:line: what: todo`, on one line."""
        place = f"{self.where}:{self.line}" if self.where and self.line else self.where
        parts = [part for part in (place, self.what) if part]
        text = ": ".join(parts) + (f" ({self.todo})" if self.todo else "")
        return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong in a configuration file."""

    line: int
    """1-based line in the file."""
    what: str
    """The mistake and what to write instead."""


class ConfigError(HarvestError):
    """The `harvest` block of mkdocs.yml (or a vocabulary file) has mistakes; `mistakes` has them all."""

    def __init__(self, where: Path | str, mistakes: tuple[Mistake, ...]) -> None:
        count = len(mistakes)
        super().__init__(f"{count} mistake{'s' if count != 1 else ''} in the configuration", where=where)
        self.mistakes = mistakes

    def __reduce__(self) -> tuple[type[ConfigError], tuple[str, tuple[Mistake, ...]]]:
        """So that it can come back from a worker process."""
        return type(self), (self.where, self.mistakes)

    def __str__(self) -> str:
        """One line per mistake."""
        return "\n".join(f"{self.where}:{m.line}: {m.what}" for m in self.mistakes)


class SourceError(HarvestError):
    """A file is missing, empty, truncated, in the wrong encoding, or not in the format it was read as."""


class FetchError(HarvestError):
    """A live service cannot be reached, refuses, or answers nonsense. `where` is without secrets."""


class LakeError(HarvestError):
    """The lake's folder cannot be written, is full, or holds a file that is not one of ours."""


class PageError(HarvestError):
    """A page cannot be parsed or written."""


class BuildError(HarvestError):
    """The site cannot be built."""


class GitError(HarvestError):
    """Git says no: no repository, no such branch, a push that was rejected."""


class ForgeError(HarvestError):
    """The forge cannot be reached, or refuses. `where` is the address, without secrets.

    `wait`: seconds until it may be asked again, where it says so; 0 where it does not.
    """

    def __init__(self, what: str, *, where: str = "", todo: str = "", wait: float = 0) -> None:
        super().__init__(what, where=where, todo=todo)
        self.wait = wait


class SendError(HarvestError):
    """A reply was refused; or, where `unknown`, nobody can say whether it was posted."""

    def __init__(self, what: str, *, where: str = "", todo: str = "", unknown: bool = False) -> None:
        super().__init__(what, where=where, todo=todo)
        self.unknown = unknown


@contextmanager
def naming(path: Path) -> Iterator[Path]:
    """`path`, which an OSError within then names. That of a full disk names no file of its own."""
    try:
        yield path
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
