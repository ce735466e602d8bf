"""Customers' words against helpers' words: log-odds ratio with an informative Dirichlet prior.

Monroe, Colaresi and Quinn (2008), "Fightin' Words", equations 16, 20 and 22: the prior of a phrase is its
share of both sides together, so that a rare phrase has to be much more one side's to be believed; z is the
difference of log-odds in standard errors.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harvest.vocabulary.counts import Counts, Side

PRIOR: Final = 0.05
"""Weight of the prior: as many phrases as this share of those of the side that said less."""
BELIEVED: Final = 1.96
"""z from which a difference is believed: 95 in 100."""
TWICE: Final = math.log(2)
"""Log-odds from which a difference is worth telling: among many words, smaller ones are certain too."""
PEOPLE: Final = 5
"""So many different people on its side a phrase needs, or one in `CROWD` of them where that is fewer."""
CROWD: Final = 20
SAID_BY_THE_LONGER: Final = 0.6
"""A phrase is part of a longer one if it is said within that one so often."""

TURNS: Final = {1: 1, 2: 1, 3: 2}
"""Words in a phrase → every which turn one of them is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """A phrase that one side uses more than the other."""

    phrase: str
    z: float
    """Standard errors; positive: the customers' phrase."""
    log_odds: float
    customers: int
    """In how many conversations, once for each person."""
    helpers: int


def contrasts(counts: Counts) -> tuple[list[Contrast], list[Contrast]]:
    """What is typical of customers and what of helpers, strongest first, nothing said twice."""
    believed = [c for c in scored(counts) if abs(c.z) >= BELIEVED and abs(c.log_odds) >= TWICE]
    customers = [c for c in believed if c.z > 0 and _widespread(c.phrase, counts.customers)]
    helpers = [c for c in believed if c.z < 0 and _widespread(c.phrase, counts.helpers)]
    return _once(customers), _once(helpers)


def scored(counts: Counts) -> Iterable[Contrast]:
    """Every phrase that was used twice, in alphabetical order, whatever its z."""
    mine, theirs = counts.customers, counts.helpers
    all_mine, all_theirs = mine.total["uses"], theirs.total["uses"]
    if not all_mine or not all_theirs:
        return
    whole = PRIOR * min(all_mine, all_theirs)
    for phrase in sorted(mine.uses.keys() | theirs.uses.keys()):
        said, answered = mine.uses.get(phrase, 0), theirs.uses.get(phrase, 0)
        if said + answered < 2:
            continue
        prior = whole * (said + answered) / (all_mine + all_theirs)
        one, other = said + prior, answered + prior
        odds = math.log(one / (all_mine + whole - one)) - math.log(other / (all_theirs + whole - other))
        z = odds / math.sqrt(1 / one + 1 / other)
        yield Contrast(phrase=phrase, z=z, log_odds=odds, customers=said, helpers=answered)


def _widespread(phrase: str, side: Side) -> bool:
    """Whether enough different people say it: one person's habit is not the side's."""
    needed = min(PEOPLE, max(1, math.ceil(len(side.everybody) / CROWD)))
    return len(side.people.get(phrase, ())) >= needed


def _once(found: list[Contrast]) -> list[Contrast]:
    """Strongest first, without those that are only parts of longer ones, or longer ones that add nothing."""
    uses = {c.phrase: max(c.customers, c.helpers) for c in found}
    odds = {c.phrase: abs(c.log_odds) for c in found}
    dropped: set[str] = set()
    for phrase, said in uses.items():
        if phrase + "s" in uses:
            dropped.add(min(phrase, phrase + "s", key=uses.__getitem__))
        for part in parts(phrase):
            if said >= SAID_BY_THE_LONGER * uses.get(part, math.inf):
                dropped.add(part)
            elif odds[phrase] <= odds.get(part, 0.0):
                dropped.add(phrase)
    return _interleaved([c for c in found if c.phrase not in dropped])


def _interleaved(found: Iterable[Contrast]) -> list[Contrast]:
    """Strongest first among those of as many words; of three words one for every two shorter ones.

    Not by z alone: a phrase cannot be said as often as a word, and tells more.
    """
    places: dict[Contrast, float] = {}
    seen: Counter[int] = Counter()
    for c in sorted(found, key=lambda c: (-abs(c.z), c.phrase)):
        words = c.phrase.count(" ") + 1
        seen[words] += 1
        places[c] = seen[words] * TURNS[words]
    return sorted(places, key=lambda c: (places[c], -abs(c.z), c.phrase))


def parts(phrase: str) -> list[str]:
    """The shorter phrases inside it."""
    words = phrase.split()
    return [
        " ".join(words[start : start + length])
        for length in range(1, len(words))
        for start in range(len(words) - length + 1)
    ]
