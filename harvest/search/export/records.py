"""What is shown of a page: its record for the list of results, its text for excerpts and "phrases"."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.search.export.bits import varints
from harvest.search.export.words import shared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harvest.search.page import Page

SIZES: Final = tuple(
    (size, texts) for size in (4, 6, 8, 12, 16, 24, 32, 48, 64) for texts in (size, 2 * size, 3 * size)
)
"""Pages to a file of records and to a file of texts, the dearest for hosts first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the search does not look at and a result shows."""

    url: str
    """Relative to the root of the site."""
    badge: str = ""
    """How sure the page is, in words."""
    tone: str = ""
    """How that is shown: see `harvest.site.badges`."""


@dataclass(frozen=True, slots=True)
class Records:
    """The files of all pages, and the names that they number."""

    names: Mapping[str, tuple[str, ...]]
    """`topics`, `products`, `states`, `badges`, `tones`: sorted."""
    files: Mapping[str, bytes]
    texts: Mapping[str, bytes]
    """By content: these are most of the index, and one that did not change keeps its name."""
    size: int
    """Pages to a file of records."""
    texts_size: int
    """Pages to a file of texts."""
    folder: str
    """What all addresses begin with."""


def records(pages: Sequence[Page], shown: Sequence[Shown], room: int) -> Records:
    """The files, by name, not deflated, in about `room` files.

    The fewer pages share a file, the less a result costs that shows one of them: a small site can have it
    cheaply, a large one comes up against hosts' limits.
    """
    columns = {
        "topics": [page.topic for page in pages],
        "products": [page.product for page in pages],
        "states": [page.state for page in pages],
        "badges": [each.badge for each in shown],
        "tones": [each.tone for each in shown],
    }
    names = {column: tuple(sorted(set(values))) for column, values in columns.items()}
    numbers: dict[str, list[int]] = {}
    for column, values in columns.items():
        place = {value: number for number, value in enumerate(names[column])}
        numbers[column] = [place[value] for value in values]
    size, texts_size = sizes(len(pages), room)
    folder = _common([each.url for each in shown])
    texts: dict[str, bytes] = {}
    files: dict[str, bytes] = {"facets": varints(numbers["topics"]) + varints(numbers["products"])}
    for number, at in enumerate(range(0, len(pages), size)):
        if at % texts_size == 0:
            text = _json([_text(page) for page in pages[at : at + texts_size]])
            name = hashlib.sha256(text).hexdigest()[:16]
            texts[name] = text
        here = slice(at, at + size)
        files[f"p{number}"] = _json(
            [
                [page.title for page in pages[here]],
                *_addresses([each.url.removeprefix(folder) for each in shown[here]], pages[here]),
                *(numbers[column][here] if len(names[column]) > 1 else [] for column in columns),
                name,
            ]
        )
    return Records(names, files, texts, size, texts_size, folder)


def sizes(pages: int, room: int) -> tuple[int, int]:
    """Those of `SIZES` that make so many files at most; the last where none does."""
    return next((each for each in SIZES if sum(-(-pages // size) for size in each) <= room), SIZES[-1])


def _common(urls: Sequence[str]) -> str:
    """The folders that all addresses begin with, with the slash at their end."""
    first, last = min(urls, default=""), max(urls, default="")
    before, slash, _ = first[: shared(first, last)].rpartition("/")
    return before + slash


def _addresses(urls: Sequence[str], pages: Sequence[Page]) -> tuple[list[int], list[str]]:
    """How much of each title's `slug` its address does not have, and what it has instead: mostly 0, "/"."""
    dropped, rests = [], []
    for url, page in zip(urls, pages, strict=True):
        whole = slug(page.title)
        kept = shared(whole, url)
        dropped.append(len(whole) - kept)
        rests.append(url[kept:])
    return dropped, rests


def slug(title: str) -> str:
    """What addresses are mostly made of. ASCII alone, so that no browser can see it differently."""
    return "-".join(re.findall("[A-Za-z0-9]+", re.sub("['’]", "", title))).lower()


def _text(page: Page) -> list[object]:
    return [page.asked_as, page.vocabulary, page.headings, page.body]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
