"""What a page says about its content, whichever way it says it: items with types and properties.

JSON-LD, microdata and the readers of engines without either come to these; https://schema.org names them.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harvest import markup
from harvest.model import Markup
from harvest.sources.fields import line_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SCHEMA: Final = re.compile(r"(?:https?://(?:www\.)?schema\.org/|schema:)", re.IGNORECASE)
_TAGS: Final = re.compile(
    r"</(?:p|div|a|ul|ol|li|pre|code|strong|em|b|i|u|span|blockquote|h[1-6]|table|font|section)\s*>|<br\s*/?>"
    r"|<img\s[^<>]{1,2000}>",
    re.IGNORECASE,
)
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_TIMES_ESCAPED: Final = 2
"""Plug-ins escape a text before they put it into JSON, and some do it twice."""


@dataclass(frozen=True, slots=True)
class Words:
    """A value that is text."""

    text: str
    markup: Markup | None = None
    """What it is written in, where that is known; None: it has to be looked at."""

    def read(self) -> tuple[str, Markup]:
        """The text and its markup. Nobody says whether text in JSON-LD is plain, HTML, or HTML escaped."""
        if self.markup is not None:
            return self.text, self.markup
        found = self.text
        for _ in range(_TIMES_ESCAPED):
            if _TAGS.search(found):
                return found, Markup.HTML
            if not _ENTITY.search(found):
                break
            found = html.unescape(found)
        return found, Markup.HTML if _TAGS.search(found) else Markup.TEXT


@dataclass(slots=True, eq=False)
class Item:
    """Something that the page is about: a question, an answer, a person."""

    types: frozenset[str] = frozenset()
    """Names of schema.org, without its address: `Question`."""
    id: str = ""
    """Its own address (`@id`, `itemid`), as written."""
    values: dict[str, list[Words | Item]] = field(default_factory=dict)
    """By property, in the page's order. Items may refer to each other in a circle."""

    def add(self, name: str, value: Words | Item) -> None:
        """One more value of a property."""
        self.values.setdefault(name, []).append(value)

    def items(self, *names: str) -> list[Item]:
        """What these properties hold, as far as it is items."""
        return [value for name in names for value in self.values.get(name, ()) if isinstance(value, Item)]

    def words(self, *names: str) -> Words | None:
        """The first of these properties that is text, and not blank; None where none is."""
        for name in names:
            for value in self.values.get(name, ()):
                if isinstance(value, Words) and value.text.strip():
                    return value
        return None

    def text(self, *names: str) -> str:
        """The first of these properties that is text, trimmed; "" where none is."""
        found = self.words(*names)
        return found.text.strip() if found else ""

    def texts(self, name: str) -> list[str]:
        """Every text of a property."""
        return [value.text for value in self.values.get(name, ()) if isinstance(value, Words)]

    def address(self, *names: str) -> str:
        """The first of these properties that is text, or an item that has an address or an id."""
        for name in names:
            for value in self.values.get(name, ()):
                found = value.text.strip() if isinstance(value, Words) else value.id or value.text("url")
                if found:
                    return found
        return ""


def short(name: str) -> str:
    """A name without schema.org's address before it; other vocabularies keep theirs."""
    return _SCHEMA.sub("", name.strip(), count=1)


def everything(roots: Iterable[Item]) -> Iterator[Item]:
    """Each item once, those before that stand before in the page; properties after what has them."""
    waiting, seen = list(roots)[::-1], set[int]()
    while waiting:
        item = waiting.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        waiting += [v for values in item.values.values() for v in values if isinstance(v, Item)][::-1]


def line(item: Item, *names: str) -> str:
    """A property as one line of plain text."""
    words = item.words(*names)
    if words is None:
        return ""
    found, written_in = words.read()
    return line_of_text(_stripped(found) if written_in is Markup.HTML else found, names[0])


def _stripped(body: str) -> str:
    return markup.plain(markup.read(body, Markup.HTML))
