"""The arithmetic of the ranking: this module is its specification, for the browser's client as well.

Everything here is whole numbers below 2**53, so that Python and JavaScript agree to the last bit; `//` is
`Math.floor(a / b)`; `weight` alone needs larger ones. What a build computes (levels, tables) a client reads
and never computes again.

At build time, for a word and a page (`mass`, `level`):

    mass   = 1000 · Σ over fields of  WEIGHT · occurrences / (1 - LENGTH + LENGTH · words / usual words)
    level  = 1 … 63, five levels to an octave of mass, in steps of the same ratio

The fields are joined before anything saturates: true BM25F (Robertson & Zaragoza 2009); Whoosh's own sums
what each field has saturated by itself. A level says how much a page is about a word and nothing of how rare
the word is. A word's `weight` does: 8 · log2((N + 1) / (df + ½)), which is BM25's idf, three quarters of that
for words that tell no two questions apart ("work", "want"), a fifth for pairs.

At query time, for the words that were typed (`rank`), once for each word:

    keywords   points = Σ weight · SHORT[level]
    sentence   points = Σ weight · LONG[level],  then  points += points · trust · coverage⁵

`coverage` is the share of the typed words' weight found on the page, 0 … 256, from SHORT again; `trust` grows
with the number of pages. Ties go to the page that comes first in the index.

Policy. Two kinds of query want opposite things. Whoever types three bare words means all of them: a page with
two of them is wrong however often it has them, so SHORT saturates almost at once and its sum is coverage. A
whole sentence holds words that the page does not: what counts is what the page is about, so LONG hardly
saturates (logarithm), and only a page that has nearly everything that was typed, which with thousands of
pages is no accident, is lifted. What each choice is worth, and what was tried and rejected:
docs/handbook/search.md.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

LEVELS: Final = 63
"""Six bits; level 0 is "not on the page"."""
STEPS: Final = 5
"""Levels to an octave."""
FLOOR: Final = 30
"""The mass below level 1: a word that stands once in a page thirty times as long as usual."""
MASS: Final = tuple(round(FLOOR * 2 ** (level / STEPS)) for level in range(LEVELS + 1))
"""What a level stands for."""
_BOUNDS: Final = tuple(round(FLOOR * 2 ** ((level + 0.5) / STEPS)) for level in range(1, LEVELS))

LONG: Final = (0, *(round(64 * math.log2(1 + mass / 1600)) for mass in MASS[1:]))
"""Points by level for a sentence."""
SHORT: Final = (0, *(round(255 * mass / (mass + 60)) for mass in MASS[1:]))
"""Points by level for keywords; what counts as found, 0 … 255, for coverage."""

ONE: Final = 256
"""A whole, where a share is meant."""
NEAR: Final = 112
"""Of ONE: what a page gets that says the same by another word. In a sentence only."""
REPAIRED: Final = 192
"""Of ONE: what a word gets that was not typed but is probably meant."""
TRUST: Final = 146
"""Of ONE: how much coverage lifts for each doubling of pages above `FEW`."""
FEW: Final = 6
"""log2 of a number of pages: with so few, long pages hold everything that was typed by accident."""
MANY: Final = 16
"""log2 of a number of pages from which trust grows no more."""
KEYWORDS: Final = 4
"""So many words at most are keywords; more are a sentence, with or without its small words."""


def level(mass: int) -> int:
    """1 to 63 for a mass in thousandths; 0 of nothing."""
    return bisect_right(_BOUNDS, mass) + 1 if mass > 0 else 0


SURE: Final = 128
"""Of 256: see `sure`."""
IN_TITLE: Final = level(10_000)
"""The level of a word that stands once in a title of usual length."""

FINE: Final = 48
"""Steps to a doubling of rarity, of which a half step of weight has so many:"""
PLAIN: Final = 3
COMMON: Final = 4
"""A word that tells no two questions apart."""
PAIR: Final = 15
"""Two words that stand together in a title or an asker's phrase."""


def weight(pages_with: int, pages: int, kind: int = PLAIN) -> int:
    """How much a word tells, 1 to 255, that is on so many of so many pages.

    A logarithm in whole numbers, as browsers do not agree on those of the others: how many bits a power has.
    """
    rarity: int = (2 * pages + 2) ** FINE // (2 * pages_with + 1) ** FINE
    steps = rarity.bit_length() - 1
    return min(255, max(1, (steps // kind + 1) // 2))


def trust(pages: int) -> int:
    """Of ONE: how much a full coverage lifts a page among so many."""
    doublings = max(1, pages).bit_length() - 1
    return TRUST * max(0, min(doublings, MANY) - FEW)


@dataclass(frozen=True, slots=True)
class Sought:
    """One word of a query, or a pair of its words, and the entries of the index that stand for it."""

    weight: int
    entries: tuple[tuple[str, int], ...]
    """Entry and its share of ONE. A page that has several counts for the best of them."""
    pair: bool = False
    """Pairs add points and are no part of coverage."""


def rank(
    sought: Sequence[Sought],
    read: Callable[[str], Iterable[tuple[int, int]]],
    *,
    keywords: bool,
    lift: int,
) -> tuple[dict[int, int], dict[int, int]]:
    """Points and coverage (0 to 256) of every page that has one of the words.

    `read` gives (page, level) of an entry; `lift` is `trust` of the number of pages.
    """
    table = SHORT if keywords else LONG
    points: dict[int, int] = {}
    found: dict[int, int] = {}
    whole = sum(each.weight for each in sought if not each.pair)
    for each in sought:
        best: dict[int, int] = {}
        best_found: dict[int, int] = {}
        for entry, share in each.entries:
            for page, at in read(entry):
                best[page] = max(best.get(page, 0), table[at] * share)
                best_found[page] = max(best_found.get(page, 0), SHORT[at] * share)
        for page, many in best.items():
            points[page] = points.get(page, 0) + many * each.weight
        if not each.pair:
            for page, many in best_found.items():
                found[page] = found.get(page, 0) + many * each.weight
    coverage = {page: found.get(page, 0) // (255 * whole) if whole else 0 for page in points}
    if not keywords:
        points = {page: many * (ONE + lifted(coverage[page], lift)) // ONE for page, many in points.items()}
    return {page: many // ONE for page, many in points.items()}, coverage


def sure(points: int, coverage: int, whole: int, *, keywords: bool) -> int:
    """0 to 256: how sure it is that a page answers; from `SURE` on it is shown as an answer.

    Keywords: their coverage. A sentence: its points as a share of what a title with all its words would get,
    times the root of the points, because much that fits proves more than little that fits wholly. `whole` is
    the weight of all its words. Of nine measures this one kept most questions without an answer apart; what
    that is worth: `harvest backtest search`.
    """
    if keywords:
        return coverage
    return min(ONE, 4 * points * math.isqrt(points) // (whole * LONG[IN_TITLE])) if whole else 0


def lifted(coverage: int, lift: int) -> int:
    """`lift` times the fifth power of a coverage, both of ONE."""
    square = coverage * coverage // ONE
    return lift * (square * square // ONE * coverage // ONE) // ONE
