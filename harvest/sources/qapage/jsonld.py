"""JSON-LD as sites really write it: with comments, raw line ends and commas that are too many.

Read as what search engines read in it: a tree of schema.org's types. Contexts are not fetched.
https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from harvest.sources.qapage.items import Item, Words, short

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CHARACTERS: Final = 32 << 20
"""Of one block. A longer one is not read."""
_DEEP: Final = 100
"""Nested comments deeper than this are left out."""
_ODD: Final = re.compile(
    r'("(?:[^"\\]|\\.)*(?:"|\Z))'  # a string stays
    r"|/\*.*?(?:\*/|\Z)|//[^\n]*|<!--|-->|<!\[CDATA\[|\]\]>"
    r"|,(?=\s{0,1000}[}\]])",
    re.DOTALL,
)
_BAD_ESCAPE: Final = re.compile(r'(\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))|\\')


class NotJsonError(ValueError):
    """It cannot be read, with all patience."""


def read(text: str) -> list[Item]:
    """The items of one block, those at its top. Raises NotJsonError."""
    if len(text) > MOST_CHARACTERS:
        raise NotJsonError
    return _Block(_loaded(text)).roots()


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, strict=False)  # not strict: line ends in strings
    except RecursionError:
        raise NotJsonError from None
    except ValueError:
        pass
    mended = _ODD.sub(lambda found: found[1] or "", text).strip().rstrip(";")
    mended = _BAD_ESCAPE.sub(lambda found: found[1] or r"\\", mended)
    try:
        return json.loads(mended, strict=False)
    except (ValueError, RecursionError):
        raise NotJsonError from None


class _Block:
    """One block: nodes that stand in one place may be meant in another, by their `@id`."""

    def __init__(self, value: Any) -> None:
        self._value = value
        self._items: dict[int, Item] = {}
        self._named: dict[str, dict[str, Any]] = {}
        for node in _nodes(value, 0):
            name = node.get("@id")
            if isinstance(name, str) and len(node) > 1:
                self._named.setdefault(name, node)

    def roots(self) -> list[Item]:
        """The items at the top, or of its graph."""
        found, waiting = [], [self._value]
        while waiting:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting = [*value, *waiting]
            elif isinstance(value, dict) and isinstance(value.get("@graph"), list):
                waiting = [*value["@graph"], *waiting]
            elif isinstance(value, dict):
                found.append(self._item(value, 0))
        return found

    def _item(self, node: dict[str, Any], depth: int) -> Item:
        """The item that a node is, or refers to; the same for the same node."""
        name = node.get("@id")
        if len(node) == 1 and isinstance(name, str):
            node = self._named.get(name, node)
        known = self._items.get(id(node))
        if known is not None:
            return known
        types = node.get("@type", ())
        item = Item(
            frozenset(
                short(one) for one in (types if isinstance(types, list) else [types]) if isinstance(one, str)
            ),
            name if isinstance(name, str) else "",
        )
        self._items[id(node)] = item
        if depth < _DEEP:
            for key, value in node.items():
                if not key.startswith("@"):
                    self._fill(item, short(key), value, depth + 1)
        return item

    def _fill(self, item: Item, name: str, value: Any, depth: int) -> None:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and ("@list" in one or "@set" in one):
                if depth < _DEEP:
                    self._fill(item, name, one.get("@list", one.get("@set")), depth + 1)
            elif isinstance(one, dict) and "@value" in one:
                item.add(name, Words(str(one["@value"])))
            elif isinstance(one, dict):
                item.add(name, self._item(one, depth))
            elif isinstance(one, bool):
                item.add(name, Words("true" if one else "false"))
            elif isinstance(one, str | int | float):
                item.add(name, Words(str(one)))


def _nodes(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    """Every object in a value."""
    waiting = [(value, depth)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += [(inner, depth + 1) for inner in one.values() if depth < _DEEP]
        elif isinstance(one, list):
            waiting += [(inner, depth + 1) for inner in one if depth < _DEEP]
