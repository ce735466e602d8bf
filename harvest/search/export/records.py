"""What is shown of a page: its record for the list of results, its text for excerpts and "phrases".

A file of records has a line for each page: its title and, unless it is what most addresses are, what its
address has beside the title's `slug`, after a tab: a character for how much of that goes ("a": nothing), and
what comes instead. A last line has for each of `topics`, `products`, … a character for each page ("a" is the
first name; no characters where there is one name only), the name of the file with the pages' texts, and how
many pages stand before these in it.

Files of texts have about as many bytes each: long pages are found most, and stand together.
"""

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
_USUAL: Final = "a/"
"""The address of a page that is called as its title is."""
_MOST: Final = 0xD000
"""Characters in a row that are one unit each in JavaScript."""


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
    """Pages to a file of texts, on average."""
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
        number_of = {value: number for number, value in enumerate(names[column])}
        numbers[column] = [number_of[value] for value in values]
    size, texts_size = sizes(len(pages), room)
    folder = _common([each.url for each in shown])
    parts = [slice(at, at + size) for at in range(0, len(pages), size)]
    texts, places = _texts([[_json(_text(page)) for page in pages[here]] for here in parts], texts_size)
    files: dict[str, bytes] = {"facets": varints(numbers["topics"]) + varints(numbers["products"])}
    for number, (here, place) in enumerate(zip(parts, places, strict=True)):
        urls = [each.url.removeprefix(folder) for each in shown[here]]
        lines = [_record(page, url) for page, url in zip(pages[here], urls, strict=True)]
        said = ("".join(map(_sign, numbers[each][here])) if len(names[each]) > 1 else "" for each in columns)
        last = "\t".join([*said, *place])
        files[f"p{number}"] = "\n".join([*lines, last]).encode("utf-8", "replace")
    return Records(names, files, texts, size, texts_size, folder)


def _texts(parts: Sequence[Sequence[bytes]], size: int) -> tuple[dict[str, bytes], list[tuple[str, str]]]:
    """Files by name, and for each part the name of its file and how many pages stand before it there.

    `size`: pages to a file, on average; a file ends where it has about that share of all bytes.
    """
    whole = sum(len(page) for part in parts for page in part)
    least = whole * size // max(1, sum(map(len, parts)))
    files: dict[str, bytes] = {}
    places: list[tuple[str, str]] = []
    there: list[bytes] = []
    before: list[int] = []
    for number, part in enumerate(parts, 1):
        before.append(len(there))
        there += part
        if number == len(parts) or sum(map(len, there)) + sum(map(len, part)) // 2 >= least:
            text = b"[" + b",".join(there) + b"]"
            name = hashlib.sha256(text).hexdigest()[:16]
            files[name] = text
            places += [(name, str(many)) for many in before]
            there, before = [], []
    return files, places


def sizes(pages: int, room: int) -> tuple[int, int]:
    """Those of `SIZES` that make so many files at most; the last where none does."""
    return next((each for each in SIZES if sum(-(-pages // size) for size in each) <= room), SIZES[-1])


def _common(urls: Sequence[str]) -> str:
    """The folders that all addresses begin with, with the slash at their end."""
    first, last = min(urls, default=""), max(urls, default="")
    before, slash, _ = first[: shared(first, last)].rpartition("/")
    return before + slash


def _record(page: Page, url: str) -> str:
    """The line of a page."""
    whole = slug(page.title)
    kept = shared(whole, url)
    title = " ".join(page.title.split())
    address = _sign(len(whole) - kept) + " ".join(url[kept:].split())
    return title if address == _USUAL else f"{title}\t{address}"


def _sign(number: int) -> str:
    """A number as a character: what has tens of thousands of topics shows some without."""
    return chr(ord("a") + min(number, _MOST))


def slug(title: str) -> str:
    """What addresses are mostly made of. ASCII alone, so that no browser can see it differently."""
    return "-".join(re.findall("[A-Za-z0-9]+", re.sub("['’]", "", title))).lower()


def _text(page: Page) -> list[object]:
    return [page.asked_as, page.vocabulary, page.headings, page.body]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
