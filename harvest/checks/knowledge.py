"""What checks look at: the pages of a knowledge base, before and after a change, and what is around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harvest.pages.parse import parse
from harvest.vocabulary_file import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from harvest.model import Answer, Passage


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage and where it stands."""

    heading: str
    """Of its section; "" in the lead."""
    passage: Passage
    line: int
    """Of its first line, 1-based, in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One answer page as it stands in its file."""

    path: str
    """Relative to the docs folder."""
    text: str
    answer: Answer
    generated: str
    """The digest of the page as Harvest last wrote it; "" where Harvest did not."""
    edited: bool
    """Whether a person has had a hand in it."""

    def line_of(self, field_name: str) -> int:
        """Where a field of the front matter stands; the first line of the file where it does not."""
        for number, line in enumerate(self.text.splitlines(), start=1):
            if line.startswith(f"{field_name}:"):
                return number
            if number > 1 and line.rstrip() == "---":
                break
        return 1

    def passages(self) -> tuple[Placed, ...]:
        """Every passage of the body, in order, with its line."""
        lines = self.text.splitlines()
        found, at = [], 0
        for section in self.answer.sections:
            for passage in section.passages:
                first = passage.text.split("\n", 1)[0]
                at = next((n for n in range(at, len(lines)) if lines[n].rstrip() == first.rstrip()), at)
                found.append(Placed(section.heading, passage, at + 1))
                at += passage.text.count("\n") + 1
        return tuple(found)


def sheet(path: str, text: str) -> Sheet:
    """Read one page. Raises PageError for one that cannot be read."""
    page = parse(text, path)
    return Sheet(path=path, text=text, answer=page.answer, generated=page.generated, edited=page.edited)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Everything a check may look at. Checks touch no files, network or clock: it is all here."""

    pages: tuple[Sheet, ...]
    """All pages, by path."""
    before: tuple[Sheet, ...] | None = None
    """All pages as they were before the change; None where nobody asked for a comparison."""
    files: frozenset[str] = frozenset()
    """Every file of the docs folder, relative to it, for links and images."""
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(()))
    keep: tuple[str, ...] = ()
    """What is the company's own and never personal: its contacts, its name."""
    site_url: str = ""
    today: date
    find: Callable[[str], tuple[str, ...]] = field(default=lambda _: ())
    """Paths of the pages that the search finds for some words, best first."""
    find_before: Callable[[str], tuple[str, ...]] | None = None
    dead_links: Mapping[str, str] | None = None
    """External addresses that do not answer, and why; None where nobody asked (`--links`)."""

    @property
    def changed(self) -> tuple[Sheet, ...]:
        """The pages to look at: those that the change touched, else all."""
        if self.before is None:
            return self.pages
        old = {page.path: page.text for page in self.before}
        return tuple(page for page in self.pages if old.get(page.path) != page.text)
