"""The body of an answer page: sections of passages, each passage closed by a mark that says where it is from.

    > in the customer's own words
    <!-- from: forum:1 -->

    ## What worked

    1. Descale it.
    <!-- from: forum:3, forum:4 -->

A *mark* is a line that begins with `<!--`; a *heading* is a line that begins with `##` and a space; both
only at the very beginning of a line and outside code fences that begin there too. Everything else is
the text of a passage. A *legal* passage text is one that can be read back: not empty, no blank line at its
start, no white space at its end, no line that is a mark or a heading, every code fence closed, no carriage
return and no half of a surrogate pair. A legal heading is one line, stripped and not empty.
Text without a mark (before a heading or at the end) is a person's, and gets `<!-- staff -->` when rendered.
"""

from __future__ import annotations

import re
from typing import Final

from harvest.model import Passage, Section
from harvest.nodes import LineError

STAFF: Final = "<!-- staff -->"

_ID: Final = r"[A-Za-z0-9](?:[A-Za-z0-9._:/]|-(?!-))*"
_IDS: Final = re.compile(rf"{_ID}(?:, ?{_ID})*")
_MARK: Final = re.compile(rf"<!--[ \t]*(?:staff|from:[ \t]*({_IDS.pattern}))[ \t]*-->[ \t]*")
_HEADING: Final = re.compile(r"##(?:[ \t]+(.*?))?[ \t]*")
_FENCE: Final = re.compile(r"(`{3,})[^`]*|(~{3,}).*")


def read_body(body: str) -> tuple[Section, ...]:
    """The sections of a body (Unix line ends); raises LineError with the line within the body."""
    reader = _Reader()
    for number, line in enumerate(body.split("\n"), start=1):
        reader.take(number, line)
    return reader.finish()


def write_body(sections: tuple[Section, ...]) -> str:
    """The reverse; raises ValueError for what could not be read back (see the module's text)."""
    chunks: list[str] = []
    for position, section in enumerate(sections):
        if section.heading:
            _check_heading(section.heading)
            chunks.append(f"## {section.heading}\n")
        elif position or not section.passages:
            raise ValueError("only the lead of a page, which is not empty, has no heading")
        for passage in section.passages:
            _check_passage(passage)
            mark = f"<!-- from: {', '.join(passage.origin)} -->" if passage.origin else STAFF
            chunks.append(f"{passage.text}\n{mark}\n")
    return "\n".join(chunks)


def _check_heading(heading: str) -> None:
    if read_back(f"## {heading}\n") != (Section(heading, ()),):
        raise ValueError("a heading must be one line, stripped and not empty")


def _check_passage(passage: Passage) -> None:
    alone = (Section("", (Passage(passage.text),)),)
    if not passage.text or read_back(f"{passage.text}\n{STAFF}\n") != alone:
        raise ValueError("a passage holds a mark, a heading, an open code fence or space around it")
    if any(not re.fullmatch(_ID, post) for post in passage.origin):
        raise ValueError("a passage comes from a post whose id cannot stand in a mark")


def read_back(body: str) -> tuple[Section, ...] | None:
    """What a body would be read as; None where it could not be read or kept in a file."""
    if "\r" in body or any("\ud800" <= character <= "\udfff" for character in body):
        return None
    try:
        return read_body(body)
    except LineError:
        return None


def without_marks(body: str) -> str:
    """A body that can be read, with an empty line for every mark: all other lines keep their numbers."""
    reader, lines = _Reader(), []
    for number, line in enumerate(body.split("\n"), start=1):
        lines.append("" if not reader.in_fence and line.startswith("<!--") else line)
        reader.take(number, line)
    return "\n".join(lines)


class _Reader:
    """Takes the lines one by one. What it has read so far of the section and the passage it is in."""

    def __init__(self) -> None:
        self._sections: list[Section] = []
        self._heading = ""
        self._passages: list[Passage] = []
        self._lines: list[str] = []
        self._fence = ""
        self._fence_line = 0

    @property
    def in_fence(self) -> bool:
        return bool(self._fence)

    def take(self, number: int, line: str) -> None:
        if self._fence:
            self._lines.append(line)
            if _closes(line, self._fence):
                self._fence = ""
        elif line.startswith("<!--"):
            self._mark(number, line)
        elif heading := _HEADING.fullmatch(line):
            if not heading[1]:
                raise LineError(number, "a heading without words")
            self._end_section()
            self._heading = heading[1]
        else:
            if fence := _FENCE.fullmatch(line):
                self._fence, self._fence_line = fence[1] or fence[2], number
            self._lines.append(line)

    def finish(self) -> tuple[Section, ...]:
        if self._fence:
            raise LineError(self._fence_line, f"this code fence is never closed: end it with {self._fence}")
        self._end_section()
        return tuple(self._sections)

    def _mark(self, number: int, line: str) -> None:
        mark = _MARK.fullmatch(line)
        if not mark:
            raise LineError(number, f"not a mark: write `{STAFF}` or `<!-- from: source:post -->`")
        origin = tuple(re.split(", ?", mark[1])) if mark[1] else ()
        if not self._end_passage(origin):
            raise LineError(number, "this mark closes nothing: a mark stands right after its passage")

    def _end_passage(self, origin: tuple[str, ...]) -> bool:
        """Whether there was one."""
        while self._lines and not self._lines[0].strip(" \t"):
            del self._lines[0]
        text = "\n".join(self._lines).rstrip(" \t\n")
        self._lines = []
        if text:
            self._passages.append(Passage(text, origin))
        return bool(text)

    def _end_section(self) -> None:
        self._end_passage(())
        if self._heading or self._passages:
            self._sections.append(Section(self._heading, tuple(self._passages)))
        self._heading, self._passages = "", []


def _closes(line: str, fence: str) -> bool:
    return bool(re.fullmatch(rf" {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*", line))
