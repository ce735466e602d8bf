"""Failed searches, counted: each query once, however it is spelt, and how many different visitors made it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

    from harvest.misses.spelling import Speller

MOST_HELD: Final = 300_000
"""Spellings times visitors that are held at once. Beyond, the rarest queries are forgotten: somebody floods
the log, and of one that full nobody reads the rare ones."""
MOST_OF_ONE: Final = 50_000
"""Of them for one query: after so many visitors it is known to be frequent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A query that found nothing for at least as many visitors as were asked for."""

    words: str
    """Masked. A spelling that enough visitors used; where all spelt it in their own way, only the words that
    are looked up."""
    times: int
    visitors: int
    first: date
    last: date


@dataclass(slots=True)
class _Query:
    first: date
    last: date
    times: int = 0
    held: int = 0
    spellings: dict[str, set[int]] = field(default_factory=dict)
    """Who used each."""


class Tally:
    """Takes failed searches one by one; its memory does not grow with their number."""

    def __init__(self, speller: Speller, most_held: int = MOST_HELD) -> None:
        self._speller = speller
        self._most_held = most_held
        self._held = 0
        self._queries: dict[str, _Query] = {}
        self.searches = 0
        """How many were added."""
        self.wordless = 0
        """Of them those of which nothing was left but personal data or signs."""
        self.forgotten = 0
        """Of them those of queries that were dropped for room."""

    def add(self, typed: str, visitor: int, day: date) -> None:
        """One failed search."""
        self.searches += 1
        said = self._speller.said(typed)
        if said is None:
            self.wordless += 1
            return
        query = self._queries.setdefault(said.key, _Query(day, day))
        query.times += 1
        query.first, query.last = min(query.first, day), max(query.last, day)
        if query.held < MOST_OF_ONE:
            visitors = query.spellings.setdefault(said.spelling, set())
            if visitor not in visitors:
                visitors.add(visitor)
                query.held += 1
                self._held += 1
        if self._held > self._most_held:
            self._make_room()

    def misses(self, least: int) -> tuple[Miss, ...]:
        """The queries that at least `least` visitors made; first what most visitors missed."""
        found = []
        for query in self._queries.values():
            visitors = len(set().union(*query.spellings.values()))
            if visitors >= least:
                words = self._shown(query, least)
                found.append(
                    Miss(
                        words=words,
                        times=query.times,
                        visitors=visitors,
                        first=query.first,
                        last=query.last,
                    )
                )
        return tuple(sorted(found, key=lambda miss: (-miss.visitors, -miss.times, miss.words)))

    def _shown(self, query: _Query, least: int) -> str:
        """The spelling that most used, or what all spellings have in common."""
        spelling = min(query.spellings, key=lambda text: (-len(query.spellings[text]), len(text), text))
        if len(query.spellings[spelling]) >= least:
            return spelling
        said = self._speller.said(spelling)
        return said.bare if said else ""

    def _make_room(self) -> None:
        """Forget the rarest queries, the oldest of them first, until half is free."""
        rarest = sorted(self._queries, key=lambda key: (self._queries[key].held, self._queries[key].last))
        for key in rarest:
            if self._held <= self._most_held // 2:
                return
            query = self._queries.pop(key)
            self._held -= query.held
            self.forgotten += query.times
