"""Blocks of a configuration file, read by tables of keys; all mistakes are collected, none stops it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import yaml

from harvest import nodes
from harvest.errors import ConfigError, HarvestError, Mistake
from harvest.nodes import LineError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

ENV: Final = "!ENV"
"""mkdocs' own tag for a value out of the environment: `!ENV NAME`, or `!ENV [NAME, OTHER, default]`."""

MAX_BYTES: Final = 4_000_000
"""Of a configuration file."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a block."""

    name: str
    """In the file and in the data class that the block becomes."""
    read: Callable[[Reading, yaml.Node], Any]
    """Raises LineError for a mistake, or notes several and returns anything."""
    doc: str
    """One line for the handbook."""
    required: bool = False


@dataclass(slots=True)
class Reading:
    """One file being read: the environment it is read in, and the mistakes found so far."""

    environ: Mapping[str, str]
    mistakes: list[Mistake] = field(default_factory=list)

    def note(self, line: int, what: str) -> None:
        """Remember a mistake."""
        self.mistakes.append(Mistake(line, what))

    def block(self, node: yaml.Node, keys: tuple[Key, ...], line: int) -> dict[str, Any] | None:
        """The values of a mapping by key; None (noted) if it is none or a required value is missing or wrong.

        `line` is where the block's own key stands. Empty values are values left out.
        """
        known = {key.name: key for key in keys}
        values: dict[str, Any] = {}
        seen: set[str] = set()
        try:
            entries = [] if nodes.is_null(node) else nodes.entries(node)
        except LineError as error:
            self.note(error.line, error.what)
            return None
        for name, at, raw in entries:
            if name not in known:
                self.note(at, nodes.unknown("key", name, known))
            elif name in seen:
                self.note(at, f'"{name}" is there twice')
            else:
                seen.add(name)
                self.value(known[name], raw, values)
        missing = [key for key in keys if key.required and key.name not in values]
        for key in missing:
            if key.name not in seen:
                self.note(line, f'"{key.name}" is missing: {key.doc}')
        return None if missing else values

    def value(self, key: Key, raw: yaml.Node, values: dict[str, Any]) -> None:
        """Read the value of one key into `values`, or note what is wrong with it."""
        try:
            node = self.resolve(raw)
            if not nodes.is_null(node):
                values[key.name] = key.read(self, node)
            elif key.required:
                self.note(nodes.line_of(raw), f"{key.name}: nothing is written here: {key.doc}")
        except LineError as error:
            self.note(error.line, f"{key.name}: {error.what}")

    def each(self, node: yaml.Node, read: Callable[[Reading, yaml.Node], Any]) -> tuple[Any, ...]:
        """The items of a list, each read; the ones with mistakes are noted and left out."""
        found = []
        for raw in nodes.items(node):
            try:
                found.append(read(self, self.resolve(raw)))
            except LineError as error:
                self.note(error.line, error.what)
        return tuple(found)

    def hidden(self, node: yaml.Node, secret: str) -> None:
        """Note a mistake where the value of the key `secret` is written out in a block, or has a default.

        Raises LineError for what is no block.
        """
        for key, line, value in nodes.entries(node):
            shown = value.tag != ENV or (isinstance(value, yaml.SequenceNode) and len(value.value) > 1)
            if key == secret and shown and not nodes.is_null(value):
                self.note(line, f"{secret}: must not stand in this file: write `!ENV NAME`, and no default")

    def resolve(self, node: yaml.Node) -> yaml.Node:
        """The node itself, or for `!ENV` the value of the first variable that is set, else the default.

        A variable that is not set and has no default is as if nothing were written, as in mkdocs.
        """
        if node.tag != ENV:
            return node
        default: yaml.Node | None = None
        names = [node]
        if isinstance(node, yaml.SequenceNode):
            names, default = (node.value[:-1], node.value[-1]) if len(node.value) > 1 else (node.value, None)
        for name in names:
            if not isinstance(name, yaml.ScalarNode):
                raise LineError(nodes.line_of(node), "!ENV takes the name of a variable, or [name, default]")
            if name.value in self.environ:
                value = self.environ[name.value]
                tag = "tag:yaml.org,2002:str" if value else nodes.NULL
                return yaml.ScalarNode(tag, value, node.start_mark, node.end_mark)
        return default or yaml.ScalarNode(nodes.NULL, "", node.start_mark, node.end_mark)

    def finish(self, where: Path) -> None:
        """Raise ConfigError with all mistakes, in the order of their lines, where there are any."""
        if self.mistakes:
            raise ConfigError(where, tuple(sorted(self.mistakes, key=lambda mistake: mistake.line)))


def read_file(path: Path, todo: str) -> yaml.Node | None:
    """The node tree of a file, None for one without content.

    Raises HarvestError where the file cannot be read (`todo`: what to do without one), and ConfigError
    with the line where it is not UTF-8 or not YAML.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise HarvestError("is too big for a configuration file", where=path)
        return nodes.compose(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise HarvestError("there is no such file", where=path, todo=todo) from None
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            line = error.object.count(b"\n", 0, error.start) + 1
            raise ConfigError(path, (Mistake(line, "not UTF-8: save the file as UTF-8"),)) from None
        reason = error.strerror if isinstance(error, OSError) else "not a file name"
        raise HarvestError(f"cannot be read: {reason}", where=path) from None
    except LineError as error:
        raise ConfigError(path, (Mistake(error.line, error.what),)) from None
