"""How much a word tells, learnt from the askers' phrases of this knowledge base.

A word's weight says how rare it is, and rare is not all: "please" and "cash" may be on as many pages, but
who asks the same thing says "cash" again. So each phrase is taken out of its page and looked for among all
pages, by the points of a sentence: a word that gave more to other pages than to the right one tells less than
was thought, and the other way about. Formally it is one step of Newton's method, each word by itself, for the
likelihood of the right pages (softmax of the points), with a Gaussian prior on the logarithm of each factor.

The factors are built into the levels of a word's pages, where they cost a client nothing.

Policy. A factor that is wrong costs some order between pages with the same words; with few phrases the prior
holds all of them near one, and no page is left out. What it is worth, and what was tried and rejected:
docs/handbook/search.md and CONTRIBUTING.md.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from harvest.search import ranking
from harvest.search.analysis import is_pair, near
from harvest.search.postings import BITS, LEVEL
from harvest.search.ranking import LEVELS, LONG, MASS, NEAR, ONE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence

SCALE: Final = 2048
"""Points that make a page e times as likely."""
PULL: Final = 8.0
"""How strongly the logarithm of a factor is drawn to zero: the inverse variance of the prior."""
STEPS: Final = 16
"""Of factors, to an octave."""
MOST_STEPS: Final = 16
"""No word tells more than twice, or less than half, of what was thought."""
MOST_PHRASES: Final = 1500
"""So many are tried, evenly spread: more would take longer and say the same of the words that matter."""
MOST_PAGES: Final = 100
"""So many pages or a few more are compared, those that share the rarest words with the phrase."""
_HOPELESS: Final = 7.0
"""So far behind the first, in `SCALE`, a page counts for nothing."""
_GONE: Final = 0.25
"""Of a phrase's own mass: what is less is an error of rounding."""


class Asked(NamedTuple):
    """One phrase of a page."""

    page: int
    entries: Sequence[str]
    mass: float
    """Thousandths that each of its entries gave to the page."""


def learn(
    asked: Sequence[Asked], lists: Mapping[bytes, array[int]], pages: int, common: Collection[str]
) -> dict[str, int]:
    """By how many steps each entry tells more, where it is not none. `common`: words that tell little."""
    known = _Known(lists, pages, common)
    slope: dict[str, float] = defaultdict(float)
    bend: dict[str, float] = defaultdict(float)
    for each in asked[:: max(1, -(-len(asked) // MOST_PHRASES))]:
        for entry, mean, spread in _missed(each, known):
            slope[entry] += mean
            bend[entry] += spread
    steps = {
        entry: round(STEPS * math.log2(math.e) * -slope[entry] / (bend[entry] + PULL)) for entry in slope
    }
    return {entry: max(-MOST_STEPS, min(MOST_STEPS, step)) for entry, step in steps.items() if step}


def retell(lists: MutableMapping[bytes, array[int]], steps: Mapping[str, int]) -> None:
    """Build the factors into the levels."""
    for word, step in steps.items():
        table = _scaled(step)
        for entry in (word.encode(), near(word).encode()):
            if entry in lists:
                lists[entry] = array("I", (each & ~LEVEL | table[each & LEVEL] for each in lists[entry]))


@cache
def _scaled(step: int) -> tuple[int, ...]:
    """For each level the one whose points in a sentence are nearest to so many times as many."""
    wanted = (LONG[at] * 2 ** (step / STEPS) for at in range(1, LEVELS + 1))
    nearest = (min(range(1, LEVELS + 1), key=lambda at: abs(LONG[at] - points)) for points in wanted)
    return (0, *nearest)


class _Known:
    """What entries give, remembered."""

    def __init__(self, lists: Mapping[bytes, array[int]], pages: int, common: Collection[str]) -> None:
        self._lists = lists
        self._pages = pages
        self._common = common
        self.gains = cache(self._gains)

    def _gains(self, entry: str) -> dict[int, float]:
        """What each page gets of an entry, in `SCALE`."""
        own = self._lists.get(entry.encode(), ())
        one = self.weight(entry) / SCALE
        alike = self._lists.get(near(entry).encode(), ())
        found = {each >> BITS: one * LONG[each & LEVEL] * NEAR / ONE for each in alike}
        return found | {each >> BITS: one * LONG[each & LEVEL] for each in own}

    def weight(self, entry: str) -> int:
        """As the ranking has it."""
        kind = ranking.PAIR if is_pair(entry) else ranking.COMMON if entry in self._common else ranking.PLAIN
        return ranking.weight(len(self._lists.get(entry.encode(), ())), self._pages, kind)

    def without(self, entry: str, page: int, mass: float) -> float:
        """What the page of a phrase gets when so much is taken away."""
        postings = self._lists[entry.encode()]
        left = MASS[postings[bisect_left(postings, page << BITS)] & LEVEL] - mass
        return self.weight(entry) * LONG[ranking.level(round(left))] / SCALE if left > _GONE * mass else 0.0


def _missed(phrase: Asked, known: _Known) -> Iterator[tuple[str, float, float]]:
    """For each entry what all pages got of it, by their chances, less what its own got; and the variance."""
    times = Counter(phrase.entries)
    gains = {entry: known.gains(entry) for entry in times}
    own = {entry: known.without(entry, phrase.page, phrase.mass * many) for entry, many in times.items()}
    chances = _chances(gains.values(), phrase.page, sum(own.values()))
    for entry, gain in gains.items():
        gained = [
            (chance, own[entry] if page == phrase.page else gain.get(page, 0.0)) for page, chance in chances
        ]
        mean = sum(chance * much for chance, much in gained)
        yield entry, mean - own[entry], sum(chance * (much - mean) ** 2 for chance, much in gained)


def _chances(gains: Collection[Mapping[int, float]], page: int, points: float) -> list[tuple[int, float]]:
    """How likely each page is the right one, if that one has so many points; hopeless ones are left out."""
    pages = _compared(gains)
    found = dict.fromkeys(pages, 0.0)
    for gain in gains:
        for other in pages & gain.keys():
            found[other] += gain[other]
    found[page] = points
    most = max(found.values())
    odds = {other: math.exp(many - most) for other, many in found.items() if most - many < _HOPELESS}
    whole = sum(odds.values())
    return sorted((other, odd / whole) for other, odd in odds.items())


def _compared(gains: Collection[Mapping[int, float]]) -> set[int]:
    pages: set[int] = set()
    for gain in sorted(gains, key=len):
        if len(pages) >= MOST_PAGES:
            break
        pages.update(gain)
    return pages
