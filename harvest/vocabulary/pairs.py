"""What customers may call what helpers call otherwise: phrases of the two sides in the same conversations.

Policy. These are proposals for `docs/vocabulary.yml`, and people decide: that two phrases occur together does
not make them mean the same ("can't send" and "outgoing server" is a pair worth knowing all the same). Only
what the asker said first counts for customers: later they repeat what they were told.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harvest.vocabulary.counts import CUSTOMERS, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from harvest.model import Thread

TOGETHER: Final = 5
"""A pair occurs in at least so many conversations."""
LIFT: Final = 2.0
"""And so many times as often as chance would have it."""
PER_TERM: Final = 3
"""Customers' phrases proposed for one of the helpers'."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A helpers' phrase and a customers' phrase that occur in the same conversations."""

    helpers: str
    customers: str
    together: int
    """Conversations."""
    lift: float
    """How many times as often as chance would have it."""


@dataclass(frozen=True, slots=True)
class Meetings:
    """In how many conversations the phrases occur, alone and together. Can be merged in any order."""

    threads: Counter[str] = field(default_factory=Counter)
    """Under "": all conversations in which somebody helps."""
    asked: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    both: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Helpers' phrase, customers' phrase."""

    def add(
        self, thread: Thread, customers: frozenset[str], helpers: frozenset[str], mask: Callable[[str], str]
    ) -> None:
        """Look for the phrases of both sides in one conversation."""
        helping = [turn for turn in thread.turns if turn.role not in CUSTOMERS]
        if not helping:
            return
        asked = customers & spoken(thread, [thread.question], mask)
        answered = helpers & spoken(thread, helping, mask)
        self.threads[""] += 1
        self.asked.update(asked)
        self.answered.update(answered)
        self.both.update((ours, theirs) for ours in answered for theirs in asked)

    def merge(self, other: Meetings) -> None:
        """Take in what was found in other conversations."""
        self.threads.update(other.threads)
        self.asked.update(other.asked)
        self.answered.update(other.answered)
        self.both.update(other.both)


def pairs(found: Meetings) -> Iterator[Pair]:
    """The pairs worth a look: for each of the helpers' phrases the best few, most telling first."""
    scored: dict[str, list[tuple[float, Pair]]] = {}
    for (ours, theirs), together in found.both.items():
        if together < TOGETHER or set(ours.split()) & set(theirs.split()):
            continue
        expected = found.answered[ours] * found.asked[theirs] / found.threads[""]
        if together < LIFT * expected:
            continue
        telling = together * math.log(together / expected)
        pair = Pair(ours, theirs, together, together / expected)
        scored.setdefault(ours, []).append((telling, pair))
    for ranked in sorted(scored.values(), key=lambda s: (-max(t for t, _ in s), s[0][1].helpers)):
        for _, pair in sorted(ranked, key=lambda r: (-r[0], r[1].customers))[:PER_TERM]:
            yield pair
