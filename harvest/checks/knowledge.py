"""What checks look at: the pages of a knowledge base, before and after a change, and what is around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harvest.config import CreditRule
from harvest.model import State
from harvest.pages.parse import parse
from harvest.vocabulary_file import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from harvest.model import Answer, Passage, Waiver


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

    @property
    def over(self) -> bool:
        """Whether it is no answer any more: retired, or taken down."""
        return self.answer.state in {State.RETIRED, State.TAKEN_DOWN}

    def line_of(self, field_name: str, text: str = "") -> int:
        """Where a field of the front matter stands; the first line of the file where it does not.

        `text`: the line within the field that holds it, where one does.
        """
        found = 0
        for number, line in enumerate(self.text.splitlines(), start=1):
            if line.startswith(f"{field_name}:"):
                found = number
            elif found and line[:1] not in {" ", "-", ""}:
                break
            if found and text and text in line:
                return number
            if number > 1 and line.rstrip() == "---":
                break
        return found or 1

    @property
    def body_line(self) -> int:
        """The 1-based line on which the body begins."""
        lines = self.text.splitlines()
        ends = (number for number, line in enumerate(lines[1:], start=2) if line.rstrip(" \t") == "---")
        return next(ends, 0) + 1

    def passages(self) -> tuple[Placed, ...]:
        """Every passage of the body, in order, with its line."""
        lines = self.text.splitlines()
        found, at = [], self.body_line - 1
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
class Broken:
    """A page, or one thing in it, that cannot be read."""

    path: str
    line: int
    """0 where it is about the whole file."""
    what: str
    todo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfound:
    """A golden query that does not find its page, or has lost it."""

    line: int
    """In `docs/queries.yml`."""
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Everything a check may look at. Checks touch no files, network or clock: it is all here."""

    pages: tuple[Sheet, ...]
    """All pages that can be read, by path."""
    broken: tuple[Broken, ...] = ()
    """What is wrong with the others."""
    before: tuple[Sheet, ...] | None = None
    """All pages as they were before the change; None where nobody asked for a comparison."""
    only: frozenset[str] | None = None
    """The pages that somebody wants to know about; None: all."""
    written: Mapping[str, str] = field(default_factory=dict)
    """The other pages of the site, those that people write: text by path."""
    files: frozenset[str] = frozenset()
    """Every file of the docs folder, relative to it, for links and images."""
    generated: frozenset[str] = frozenset()
    """Pages that the site has and the docs folder has not: topics, the search."""
    publish: frozenset[State] = frozenset(State) - {State.RETIRED}
    """The states of the pages that customers see."""
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(()))
    vocabulary_before: Vocabulary = field(default_factory=lambda: Vocabulary(()))
    """The same before the change."""
    keep: tuple[str, ...] = ()
    """What is the company's own and never personal: its contacts, its name."""
    licences: Mapping[str, str] = field(default_factory=dict)
    """The licence that is configured for a source, by its name; those without are not in it."""
    credit: Callable[[str, str], CreditRule] = field(default=lambda _source, _licence: CreditRule.PUBLIC)
    """How who wrote it is named, by source and licence."""
    waive: tuple[Waiver, ...] = ()
    """Checks that no page need pass."""
    configuration: str = "../mkdocs.yml"
    """Where those stand, relative to the docs folder."""
    site_url: str = ""
    today: date
    find: Callable[[str], tuple[str, ...]] = field(default=lambda _: ())
    """Paths of the pages that the search finds for some words, best first."""
    find_before: Callable[[str], tuple[str, ...]] | None = None
    unfound: tuple[Unfound, ...] = ()
    """Golden queries that fail; with a comparison, those that the change has lost."""
    dead_links: Mapping[str, str] | None = None
    """External addresses that do not answer, and why; None where nobody asked (`--links`)."""

    @property
    def changed(self) -> tuple[Sheet, ...]:
        """The pages to look at: those that somebody names, else those that the change touched, else all."""
        if self.only is not None:
            return tuple(page for page in self.pages if page.path in self.only)
        if self.before is None:
            return self.pages
        old = {page.path: page.text for page in self.before}
        return tuple(page for page in self.pages if old.get(page.path) != page.text)
