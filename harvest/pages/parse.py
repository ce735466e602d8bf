"""The text of a page → the answer it is, and whether a person has had a hand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from harvest import nodes
from harvest.errors import PageError
from harvest.model import Answer
from harvest.pages.body import read_body
from harvest.pages.fields import FIELDS, GENERATED, examine
from harvest.pages.render import fingerprint

if TYPE_CHECKING:
    import yaml

    from harvest.model import Section

_SIGNATURE: Final = re.compile(rf"(.*\n)?{GENERATED}: (sha256:[0-9a-f]{{16}})\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it stands in its file."""

    answer: Answer
    generated: str
    """The digest of the page as Harvest last wrote it; "" where Harvest did not write it."""
    edited: bool
    """Whether the file is anything else than what Harvest wrote, line ends aside."""


def parse(text: str, where: str = "") -> Page:
    """Read a page. Raises PageError with `where` and the line for the first mistake.

    Two things that editors do unasked are no edit: Windows line ends throughout, and leaving out the last
    line end. Any other difference, front matter included, is one.
    """
    unix = with_unix_lines(text)
    front, body, body_line = split(unix, where)
    read = _examine(front, body, body_line)
    if read.mistakes:
        raise PageError(read.mistakes[0].what, where=where, line=read.mistakes[0].line)
    return Page(
        answer=Answer(**read.values, sections=read.sections),
        generated=read.generated,
        edited=not (_is_untouched(text, unix) and _is_signed(unix, front, body)),
    )


def mistakes(text: str, where: str = "") -> tuple[PageError, ...]:
    """Everything that is wrong with a page, in the order in which it is read; `parse` raises the first."""
    try:
        read = _examine(*split(with_unix_lines(text), where))
    except PageError as error:
        return (error,)
    return tuple(PageError(mistake.what, where=where, line=mistake.line) for mistake in read.mistakes)


def with_unix_lines(text: str) -> str:
    """The text of a file with one kind of line end, the last one there, and without a byte order mark."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return unix if unix.endswith("\n") else f"{unix}\n"


def _root(front: str) -> yaml.Node:
    root = nodes.compose(front)
    if root is None:
        raise nodes.LineError(1, "the front matter is empty: a page needs a title")
    return root


@dataclass(slots=True)
class _Read:
    """What was read of a page, and what could not be; lines are those of the file."""

    values: dict[str, Any] = field(default_factory=dict)
    generated: str = ""
    sections: tuple[Section, ...] = ()
    mistakes: list[nodes.LineError] = field(default_factory=list)


def _examine(front: str, body: str, body_line: int) -> _Read:
    read = _Read()
    try:
        root = _root(front)
        read.values, wrong = examine(root, FIELDS, also=(GENERATED,))
        read.mistakes = [nodes.LineError(each.line + 1, each.what) for each in wrong]
        signed = [nodes.text(node) for key, _, node in nodes.entries(root) if key == GENERATED]
        read.generated = "".join(signed)
    except nodes.LineError as error:
        read.mistakes.append(nodes.LineError(error.line + 1, error.what))
    try:
        read.sections = read_body(body)
    except nodes.LineError as error:
        read.mistakes.append(nodes.LineError(error.line + body_line - 1, error.what))
    return read


def split(unix: str, where: str = "") -> tuple[str, str, int]:
    """Front matter (from the file's second line), body, and the file's line on which the body begins.

    Raises PageError for a page without front matter.
    """
    if any("\ud800" <= character <= "\udfff" for character in unix):
        raise PageError("the page is not valid text", where=where, todo="save it as UTF-8")
    lines = unix.split("\n")
    if lines[0].rstrip(" \t") != "---":
        raise PageError(
            "no front matter: the first line must be `---`",
            where=where,
            line=1,
            todo="see docs/handbook/pages.md",
        )
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip(" \t") == "---":
            fronts, rest = lines[1:index], lines[index + 1 :]
            return "".join(f"{each}\n" for each in fronts), "\n".join(rest), index + 2
    raise PageError("the front matter is never closed: end it with a line `---`", where=where, line=1)


def _is_untouched(text: str, unix: str) -> bool:
    """Whether the text is what was written, or that with other line ends throughout."""
    whole = text if text.endswith("\n") else f"{text}\n"
    return whole == unix or whole == unix.replace("\n", "\r\n") or f"{text}\r\n" == unix.replace("\n", "\r\n")


def _is_signed(unix: str, front: str, body: str) -> bool:
    """Whether `generated` is the last line of the front matter and the digest of all the rest."""
    signature = _SIGNATURE.fullmatch(front)
    if signature is None or unix != f"---\n{front}---\n{body}":
        return False
    return fingerprint(signature[1] or "", body) == signature[2]
