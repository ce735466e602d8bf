"""What is shown of a page: its record for the list of results, its text for excerpts and "phrases"."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.search.export.bits import varints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from harvest.search.page import Page

RECORDS: Final = 16
"""Pages to a file of records."""
TEXTS: Final = 2
"""Files of records to a file of texts."""
LARGE: Final = 40_000
"""Pages from which twice as many share a file, so that hosts' limits hold."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the search does not look at and a result shows."""

    url: str
    """Relative to the root of the site."""
    badge: str = ""
    """How sure the page is, in words."""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """The files of all pages, and the names that they number."""

    names: Mapping[str, tuple[str, ...]]
    """`topics`, `products`, `states`, `badges`, `kinds`: sorted."""
    files: Mapping[str, bytes]
    texts: Mapping[str, bytes]
    """By content: these are most of the index, and one that did not change keeps its name."""
    size: int
    """Pages to a file of records."""


def records(pages: Sequence[Page], shown: Sequence[Shown]) -> Records:
    """The files, by name, not deflated."""
    columns = {
        "topics": [page.topic for page in pages],
        "products": [page.product for page in pages],
        "states": [page.state for page in pages],
        "badges": [each.badge for each in shown],
        "kinds": [each.kind for each in shown],
    }
    names = {name: tuple(sorted(set(values))) for name, values in columns.items()}
    numbers = {
        name: [names[name].index(value) if len(names[name]) < 8 else at[value] for value in values]
        for name, values in columns.items()
        for at in [{value: number for number, value in enumerate(names[name])}]
    }
    size = RECORDS * (2 if len(pages) > LARGE else 1)
    texts = {}
    files = {"facets": varints(numbers["topics"]) + varints(numbers["products"])}
    for number, at in enumerate(range(0, len(pages), size)):
        if number % TEXTS == 0:
            text = _json([_text(page) for page in pages[at : at + size * TEXTS]])
            name = hashlib.sha256(text).hexdigest()[:16]
            texts[name] = text
        here = slice(at, at + size)
        files[f"p{number}"] = _json(
            [
                [page.title for page in pages[here]],
                [each.url for each in shown[here]],
                *(numbers[column][here] for column in columns),
                name,
            ]
        )
    return Records(names, files, texts, size)


def _text(page: Page) -> list[object]:
    return [page.asked_as, page.vocabulary, page.headings, page.body]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
