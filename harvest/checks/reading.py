"""A page as its readers read it, with the line of every word: what the checks of words look at.

The Markdown is read by the same rules as a post's (CommonMark with tables, raw HTML is text), over the whole
page, because a link may be defined in another passage than the one that uses it. So whatever markup hides (a
character reference, emphasis in the middle of a word) is gone before anybody looks for words.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from harvest import nodes
from harvest.pages.body import without_marks
from harvest.pages.parse import split, with_unix_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.token import Token

    from harvest.checks.knowledge import Sheet

_PARSER: Final = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


class Place(StrEnum):
    """What a run is part of."""

    PROSE = "prose"
    ITEM = "item"
    """Of a list: most steps are."""
    CELL = "cell"
    HEADING = "heading"
    CODE = "code"
    QUOTE = "quote"
    """Somebody else's words, lists and code in them included."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a run leads to, or a picture that it shows."""

    href: str
    line: int
    """1-based, in the file."""
    at: int
    """Where it begins in the run's text."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that no block's border interrupts: a paragraph, a heading, a cell, code."""

    text: str
    """As it is shown; the title of a link stands in brackets before it. A hard break, or a line end in
    code, is a line feed; a line end within a paragraph is a space."""
    starts: tuple[int, ...]
    """Where in `text` each of its lines in the file begins; the first is 0."""
    line: int
    """Of its first character, 1-based, in the file."""
    place: Place
    heading: str
    """Of its section (`## …`); "" in the lead."""
    links: tuple[Link, ...] = ()
    codes: tuple[tuple[int, int], ...] = ()
    """Which stretches of `text` are code among prose."""

    def line_at(self, offset: int) -> int:
        """The file's line of a character of `text`."""
        return self.line + bisect_right(self.starts, offset) - 1

    def told_as(self, change: Callable[[str], str]) -> Run:
        """The same with every line's text changed, which may change its length; without links and codes."""
        pieces = [change(self.text[a:b]) for a, b in pairwise((*self.starts, len(self.text)))]
        starts = tuple(accumulate(map(len, pieces[:-1]), initial=0))
        return replace(self, text="".join(pieces), starts=starts, links=(), codes=())


@dataclass(frozen=True, slots=True)
class Value:
    """One text of the front matter."""

    field: str
    text: str
    line: int
    """1-based, in the file."""


def values(page: Sheet, *fields: str) -> Iterator[Value]:
    """The texts of these fields, each item of a list by itself, in the order of the file."""
    front, _, _ = split(with_unix_lines(page.text))
    root = nodes.compose(front)
    for name, _, node in nodes.entries(root) if root is not None else ():
        if name in fields and not nodes.is_null(node):
            for item in (node,) if not isinstance(node.value, list) else nodes.items(node):
                yield Value(name, nodes.text(item), nodes.line_of(item) + 1)


def runs(page: Sheet) -> tuple[Run, ...]:
    """The runs of the body, in order."""
    _, body, first = split(with_unix_lines(page.text))
    reader = _Reader(first)
    taken = map(reader.take, _PARSER.parse(without_marks(body), {}))
    return tuple(run for run in taken if run is not None)


class _Reader:
    """Takes the blocks one by one and knows where it is."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._section = ""
        self._within: list[str] = []
        self._row = 0

    def take(self, token: Token) -> Run | None:
        if token.map is not None:
            self._row = token.map[0]
        if token.type in {"fence", "code_block"}:
            return self._code(token)
        if token.type == "inline":
            run = _Inline(self._first + self._row).read(token, self._place(), self._section)
            if self._within[-1:] == ["h2"] and len(self._within) == 1:
                self._section = run.text
                run = replace(run, heading=run.text)
            return run if run.text.strip() or run.links else None
        if token.nesting > 0:
            self._within.append(token.tag)
        elif token.nesting < 0:
            self._within.pop()
        return None

    def _code(self, token: Token) -> Run | None:
        if not token.content.strip():
            return None
        lengths = (len(line) + 1 for line in token.content.split("\n")[:-1])
        first = self._first + self._row + (token.type == "fence")
        place = Place.QUOTE if "blockquote" in self._within else Place.CODE
        return Run(token.content, tuple(accumulate(lengths, initial=0)), first, place, self._section)

    def _place(self) -> Place:
        if "blockquote" in self._within:
            return Place.QUOTE
        inner = self._within[-1]
        if inner in {"td", "th"}:
            return Place.CELL
        if inner != "p":
            return Place.HEADING
        return Place.ITEM if "li" in self._within else Place.PROSE


class _Inline:
    """Reads one paragraph."""

    def __init__(self, line: int) -> None:
        self._line = line
        self._pieces: list[str] = []
        self._length = 0
        self._starts = [0]
        self._links: list[Link] = []
        self._codes: list[tuple[int, int]] = []

    def read(self, token: Token, place: Place, heading: str) -> Run:
        at = 0  # in the source: how far the line ends have been followed
        for child in token.children or ():
            match child.type:
                case "softbreak" | "hardbreak":
                    at = token.content.find("\n", at) + 1
                    self._add(" " if child.type == "softbreak" else "\n")
                    self._starts.append(self._length)
                case "code_inline":
                    typed, at = _typed_code(token.content, child, at)
                    start = self._length
                    self._add_lines(typed)
                    self._codes.append((start, self._length))
                case "image":
                    self._link(child, "src")
                    self._add_lines(child.content)
                case "link_open":
                    self._link(child, "href")
                case _:
                    self._add(child.content)
        text = "".join(self._pieces)
        return Run(
            text, tuple(self._starts), self._line, place, heading, tuple(self._links), tuple(self._codes)
        )

    def _link(self, child: Token, attribute: str) -> None:
        href = str(child.attrGet(attribute) or "")
        self._links.append(Link(href, self._line + len(self._starts) - 1, self._length))
        if title := child.attrGet("title"):  # shown to who points at it
            self._add(f"({title}) ".replace("\n", " "))

    def _add_lines(self, text: str) -> None:
        first, *rest = text.split("\n")
        self._add(first)
        for line in rest:
            self._add(" ")
            self._starts.append(self._length)
            self._add(line)

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def _typed_code(source: str, code: Token, at: int) -> tuple[str, int]:
    """Code as it was typed, over how many lines it may be, and where in the source it ends."""
    start = source.find(code.markup, at)
    end = source.find(code.markup, start + len(code.markup))
    typed = source[start + len(code.markup) : end]
    if start < 0 or end < 0 or typed.replace("\n", " ").strip() != code.content.strip():
        return code.content, at
    return typed, end + len(code.markup)
