"""YAML as people write it: typed values out of PyYAML's node tree, every mistake with its line.

Nodes instead of loaded values, for three reasons. A node knows its line. A node still has what was
typed, so `title: No` and `tags: [1e3]` are the texts that were meant, and not False and a number.
And tags that belong to others (`!ENV`, `!!python/name:`) are carried past without being acted on.
"""

from __future__ import annotations

import difflib
import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_DEPTH: Final = 64
"""Levels of nesting. libyaml composes recursively in C, where a hostile file overruns the stack."""

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # fifteen times faster where it is there
NULL: Final = "tag:yaml.org,2002:null"
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,9}", re.ASCII)
YES: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

_E = TypeVar("_E", bound=StrEnum)


class LineError(Exception):
    """One mistake on one line; whoever knows the file turns it into an error that names the file."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line
        """1-based, in the text that was read."""
        self.what = what


def compose(text: str) -> yaml.Node | None:
    """The text's node tree; None for an empty document.

    Raises LineError where the text is not one YAML document or is nested too deeply.
    """
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_LOADER):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                raise LineError(line_of(event), f"nested more than {MAX_DEPTH} levels deep")
        root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        told = error.problem or error.context or "cannot be read"
        raise LineError(mark.line + 1 if mark else 1, f"not valid YAML: {_printable(told)}") from None
    except yaml.reader.ReaderError as error:
        raise LineError(_line_at(text, error), "holds a control character that YAML does not allow") from None
    except (UnicodeError, RecursionError):
        raise LineError(1, "cannot be read as YAML text") from None
    return root


def line_of(node: yaml.Node | yaml.Event) -> int:
    """The 1-based line on which it starts."""
    mark = node.start_mark
    return mark.line + 1 if mark is not None else 1


def is_null(node: yaml.Node) -> bool:
    """Whether nothing (or `null`, `~`) was written."""
    return isinstance(node, yaml.ScalarNode) and node.tag == NULL


def entries(node: yaml.Node) -> list[tuple[str, int, yaml.Node]]:
    """Key, the key's line, and the value of every entry of a mapping; raises for anything else."""
    if not isinstance(node, yaml.MappingNode):
        raise LineError(line_of(node), "a block of `key: value` lines belongs here")
    found: list[tuple[str, int, yaml.Node]] = []
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise LineError(line_of(key), "a key must be a plain word")
        found.append((key.value, line_of(key), value))
    return found


def items(node: yaml.Node) -> list[yaml.Node]:
    """The items of a list; raises for anything else."""
    if not isinstance(node, yaml.SequenceNode):
        raise LineError(line_of(node), "a list belongs here (one item a line, each after `- `)")
    return list(node.value)


def text(node: yaml.Node) -> str:
    """What was typed, whatever YAML would take it for."""
    if not isinstance(node, yaml.ScalarNode):
        raise LineError(line_of(node), "a text belongs here (put it in quotes if it starts with [ or {)")
    if is_null(node):
        raise LineError(line_of(node), "nothing is written here: write a text or leave the line out")
    value: str = node.value
    return value


def texts(node: yaml.Node) -> tuple[str, ...]:
    """A list of texts."""
    return tuple(text(item) for item in items(node))


def whole(node: yaml.Node) -> int:
    """A whole number of at most nine digits."""
    typed = text(node)
    if not _WHOLE.fullmatch(typed):
        raise LineError(line_of(node), "a whole number belongs here")
    return int(typed)


def yes_no(node: yaml.Node) -> bool:
    """True or False."""
    typed = node.value.lower() if isinstance(node, yaml.ScalarNode) else ""
    if typed not in YES:
        raise LineError(line_of(node), "`true` or `false` belongs here")
    return YES[typed]


def day(node: yaml.Node) -> date:
    """A date, written as 2026-01-31."""
    typed = text(node)
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed, re.ASCII):
            return date.fromisoformat(typed)
    except ValueError:
        pass
    raise LineError(line_of(node), "a date belongs here, written as 2026-01-31")


def choice(node: yaml.Node, among: type[_E]) -> _E:
    """One of an enumeration's values."""
    typed = text(node)
    if typed not in {str(member) for member in among}:
        raise LineError(line_of(node), f"{unknown('value', typed, (str(m) for m in among))}")
    return among(typed)


def unknown(noun: str, typed: str, known: Iterable[str]) -> str:
    """`unknown key "x": did you mean "y"?`, or what there is to choose from."""
    words = sorted(known)
    near = difflib.get_close_matches(typed, words, n=1, cutoff=0.6)
    shown = _printable(typed if len(typed) <= 40 else typed[:39] + "…")
    return f'unknown {noun} "{shown}": ' + (
        f'did you mean "{near[0]}"?' if near else f"there is {', '.join(words)}"
    )


def _printable(said: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in said)


def _line_at(whole_text: str, error: yaml.reader.ReaderError) -> int:
    position = error.position if isinstance(error.position, int) else 0
    return whole_text.count("\n", 0, position) + 1
