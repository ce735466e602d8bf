"""What is asked of every engine: known-item queries, each with the page from which it was made."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.findability import make_queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.search.corpus import Made

KINDS: Final = {"keywords": "body", "title": "title", "typos": "typo", "sentence": "sentence"}
"""Names of `benchmarks.findability` and what they are called here."""
_QUOTED_WORDS: Final = 2


@dataclass(frozen=True, slots=True)
class Query:
    """Something to type."""

    kind: str
    """One of the values of KINDS, or "quoted"."""
    text: str
    address: str
    """Of the page that it should find, relative to the root of the site."""


def queries(pages: Sequence[Made], many: int, seed: int) -> tuple[list[Query], list[Query]]:
    """`many` of each kind (fewer where there are not so many), in an order of chance; quoted phrases apart.

    These are pairs of words that stand together in a title; engines have another way of finding them. What is
    asked of a page whose title another page has too is left out: nobody could know which is meant.
    """
    chance = random.Random(seed)  # noqa: S311 — nothing secret
    made = make_queries([page.thread for page in pages], 2 * many, chance)
    titles = Counter(page.title.casefold() for page in pages)
    known = {
        name: [
            Query(name, text, address(page))
            for text, page in ((text, pages[int(at)]) for text, at in made[kind])
            if titles[page.title.casefold()] == 1
        ][:many]
        for kind, name in KINDS.items()
    }
    quoted = [Query("quoted", _quoted(query.text, chance), query.address) for query in known["title"]]
    asked = [query for some in known.values() for query in some]
    chance.shuffle(asked)
    return asked, quoted


def _quoted(title: str, chance: random.Random) -> str:
    words = title.replace('"', " ").split()
    start = chance.randrange(max(1, len(words) - _QUOTED_WORDS + 1))
    return f'"{" ".join(words[start : start + _QUOTED_WORDS])}"'


def address(page: Made) -> str:
    """Where a page is, relative to the root of the site."""
    return f"answers/{page.name}/"
