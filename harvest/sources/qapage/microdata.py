"""Microdata: items as attributes of a page's elements.

https://html.spec.whatwg.org/multipage/microdata.html#associating-names-with-items
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.model import Markup
from harvest.sources.qapage.items import Item, Words, short
from harvest.sources.qapage.webpage import absolute, inner_html, plain

if TYPE_CHECKING:
    from lxml.etree import _Element

_ADDRESS: Final = {
    "audio": "src",
    "embed": "src",
    "iframe": "src",
    "img": "src",
    "source": "src",
    "track": "src",
    "video": "src",
    "a": "href",
    "area": "href",
    "link": "href",
    "object": "data",
}
_BODIES: Final = frozenset({"text", "articleBody", "description"})
"""Properties whose paragraphs and code are wanted, not only their words."""
MOST_STEPS: Final = 700_000
"""Elements that may be looked at. `itemref` lets a small page ask for far more."""


class TooMuchError(ValueError):
    """The items of the page refer to each other without end."""


def read(root: _Element, base: str) -> list[Item]:
    """The items at the top of the page; `base` is what its addresses are relative to. Raises TooMuchError."""
    return _Reader(root, base).roots()


class _Reader:
    def __init__(self, root: _Element, base: str) -> None:
        self._root = root
        self._base = base
        self._items: dict[_Element, Item] = {}
        self._waiting: list[tuple[_Element, Item]] = []
        self._steps = 0
        self._ids: dict[str, _Element] = {}
        self._order: dict[_Element, int] = {}

    def roots(self) -> list[Item]:
        scopes = [element for element in self._root.iter() if element.get("itemscope") is not None]
        if any(element.get("itemref") for element in scopes):
            for number, element in enumerate(self._root.iter()):
                self._order[element] = number
                if name := element.get("id"):
                    self._ids.setdefault(name, element)
        top = [self._item(element) for element in scopes if element.get("itemprop") is None]
        while self._waiting:
            self._fill(*self._waiting.pop())
        return top

    def _item(self, element: _Element) -> Item:
        """The item of an element; its properties are filled in later, so that no nesting is too deep."""
        item = self._items.get(element)
        if item is None:
            types = frozenset(map(short, (element.get("itemtype") or "").split()))
            own = (element.get("itemid") or "").strip()
            item = self._items[element] = Item(types, absolute(self._base, own) if own else "")
            self._waiting.append((element, item))
        return item

    def _fill(self, scope: _Element, item: Item) -> None:
        """The properties of an item, in the page's order."""
        for element in self._properties(scope):
            names = (element.get("itemprop") or "").split()
            if element.get("itemscope") is not None:
                for name in names:
                    item.add(short(name), self._item(element))
                continue
            for name in dict.fromkeys(map(short, names)):
                item.add(name, self._value(element, name))

    def _properties(self, scope: _Element) -> list[_Element]:
        results, seen = [], {scope}
        pending = [self._ids[name] for name in (scope.get("itemref") or "").split() if name in self._ids]
        pending += list(scope)[::-1]
        while pending:
            element = pending.pop()
            self._steps += 1
            if self._steps > MOST_STEPS:
                raise TooMuchError
            if element in seen:
                continue
            seen.add(element)
            if element.get("itemprop"):
                results.append(element)
            if element.get("itemscope") is None:
                pending += list(element)[::-1]
        if scope.get("itemref"):
            results.sort(key=lambda element: self._order[element])
        return results

    def _value(self, element: _Element, name: str) -> Words:
        tag = element.tag
        if tag == "meta":
            return Words(element.get("content") or "", Markup.TEXT)
        if tag in _ADDRESS:
            given = element.get(_ADDRESS[tag])
            return Words(absolute(self._base, given) if given is not None else plain(element), Markup.TEXT)
        if tag in {"data", "meter"}:
            return Words(element.get("value") or "", Markup.TEXT)
        if tag == "time" and element.get("datetime") is not None:
            return Words(element.get("datetime") or "", Markup.TEXT)
        if element.get("content") is not None:  # RDFa's habit, which search engines allow
            return Words(element.get("content") or "", Markup.TEXT)
        if name in _BODIES:
            return Words(inner_html(element, self._base), Markup.HTML)
        return Words(plain(element), Markup.TEXT)
