"""Changing a few fields of a page that a person has written, and not a letter beside them.

`render` would write the whole page anew: comments in the front matter, its order and its quotes would be
gone, and the page would pass for Harvest's own. So the lines of a field are replaced where they stand, and
the result is read back: it must be the old answer with the new values, else nothing is changed. A comment
that stands within the lines of a changed field moves above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import yaml

from harvest import nodes
from harvest.errors import PageError
from harvest.pages.body import write_body
from harvest.pages.fields import FIELDS
from harvest.pages.parse import parse
from harvest.pages.render import emit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harvest.model import Section

_LINES: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_COMMENT: Final = re.compile(r"\s+(#.*)")
_FULL_COMMENT: Final = re.compile(r"\s*(#.*)")
_ORDER: Final = {row.name: at for at, row in enumerate(FIELDS)}


def edit(text: str, changes: Mapping[str, Any], where: str = "") -> str:
    """The page with other values of these fields of its front matter; the same text where none differs.

    Raises PageError with `where` for a page that cannot be read, and for front matter that is not written
    with one field to a line.
    """
    old = parse(text, where).answer
    wanted = {name: value for name, value in changes.items() if getattr(old, name) != value}
    if not wanted:
        return text
    front, rest = _split(text)
    try:
        for name in sorted(wanted, key=_ORDER.__getitem__):
            front = _with_field(front, name, wanted[name])
        made = "".join((*front, *rest))
        done = parse(made, where).answer == replace(old, **wanted)
    except (nodes.LineError, PageError, ValueError):
        done = False
    if not done:
        todo = "write each field on a line of its own, as docs/handbook/pages.md has them"
        raise PageError("the front matter cannot be changed field by field", where=where, todo=todo)
    return made


def add_section(text: str, section: Section, where: str = "") -> str:
    """The page with one more section at its end. Raises PageError for a page that cannot be read."""
    old = parse(text, where).answer
    end = _line_end(text)
    whole = text if text.endswith(("\r", "\n")) else text + end
    between = end if old.sections else ""
    made = whole + between + write_body((section,)).replace("\n", end)
    if parse(made, where).answer != replace(old, sections=(*old.sections, section)):
        raise PageError("nothing can be added at its end", where=where, todo="close what is open there")
    return made


def drop_section(text: str, heading: str, where: str = "") -> str:
    """The page without its last section, where that has this heading; the same text otherwise."""
    old = parse(text, where).answer
    if not old.sections or old.sections[-1].heading != heading:
        return text
    lines = _LINES.findall(text)
    at = max(number for number, line in enumerate(lines) if line.rstrip() == f"## {heading}")
    if not lines[at - 1].strip():
        at -= 1
    made = "".join(lines[:at])
    if parse(made, where).answer != replace(old, sections=old.sections[:-1]):
        raise PageError(f'the section "{heading}" cannot be taken out', where=where, todo="delete it by hand")
    return made


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _split(text: str) -> tuple[list[str], list[str]]:
    """Everything up to the line that closes the front matter, and the rest, as lines with their ends."""
    lines = _LINES.findall(text)
    closed = next(at for at, line in enumerate(lines) if at and line.rstrip() == "---")
    return lines[:closed], lines[closed:]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a field stands in the lines of the front matter, comments after it left out."""

    first: int
    end: int
    value: yaml.Node


def _with_field(front: list[str], name: str, value: Any) -> list[str]:
    places = _places(front)
    row = FIELDS[_ORDER[name]]
    plain = None if value is None else row.codec.write(value)
    new = emit({name: plain}) if row.required or plain not in (None, "", [], False) else ""
    end = _line_end("".join(front))
    lines = [line + end for line in new.split("\n")[:-1]]
    if place := places.get(name):
        comments = [comment + end for comment in _comments(front, place)]
        return [*front[: place.first], *comments, *lines, *front[place.end :]]
    before = [other for other in places if _ORDER.get(other, len(FIELDS)) < _ORDER[name]]
    at = max((places[other].end for other in before), default=1)
    return [*front[:at], *lines, *front[at:]]


def _places(front: list[str]) -> dict[str, _Place]:
    """By field. Raises LineError where two share a line."""
    text = "".join(line.rstrip("\r\n") + "\n" for line in front[1:])
    root = nodes.compose(text)
    entries = nodes.entries(root) if root is not None else []
    starts = [line for _, line, _ in entries]  # line 1 of the text is line 1 of `front`, counted from 0
    if len(set(starts)) < len(starts) or (isinstance(root, yaml.MappingNode) and root.flow_style):
        raise nodes.LineError(1, "two fields on one line")
    found = {}
    for (name, first, value), after in zip(entries, [*starts[1:], len(front)], strict=True):
        end = after
        while end > first + 1 and (not front[end - 1].strip() or front[end - 1].startswith("#")):
            end -= 1
        found[name] = _Place(first, end, value)
    return found


def _comments(front: list[str], place: _Place) -> Iterator[str]:
    """What stands behind a # within the lines of a field."""
    after: dict[int, int] = {}
    for node in _leaves(place.value):
        line, column = node.end_mark.line + 1, node.end_mark.column
        after[line] = max(after.get(line, 0), column)
    for at in range(place.first, place.end):
        line = front[at].rstrip("\r\n")
        full = _FULL_COMMENT.fullmatch(line)
        if full and at not in after:
            yield full[1]
        elif at in after or at == place.first:
            start = after[at] if at in after else line.index(":") + 1
            if behind := _COMMENT.match(line, start):
                yield behind[1]


def _leaves(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.ScalarNode):
        yield node
        return
    if isinstance(node, yaml.CollectionNode) and node.flow_style:
        yield node
    for item in node.value:
        for part in item if isinstance(item, tuple) else (item,):
            yield from _leaves(part)
