"""What is measured of one engine at one size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Figures:
    """One column of the table."""

    name: str
    version: str
    bytes: float
    """From nothing to ten results of a three-word query, over the wire."""
    headers: float
    """Of these, headers of the server's answers."""
    trips: float
    """How many round trips depend on each other."""
    seconds: float
    """To the first result over the slow line."""
    once: tuple[float, float]
    """Milliseconds of a query asked for the first time, p50 and p95, loading from this machine included."""
    warm: tuple[float, float]
    """The same asked again."""
    slowest: Mapping[str, float]
    """Their p95, by kind of query."""
    quoted: tuple[float, float]
    """Quoted phrases asked again."""
    longest: tuple[float, float, float]
    """Milliseconds of the longest task on the main thread; 0: none over 50.

    While loading, on searching, and on searching for quoted phrases.
    """
    megabytes: float
    """What scripts hold after all queries but the quoted ones."""
    mrr: Mapping[str, float]
    """Of the first ten, by kind of query."""
    files: int
    build: tuple[float, float]
    """Seconds and megabytes of the command that builds it."""
    own: Own | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What is measured of ours only."""

    index: tuple[float, float]
    """Seconds and megabytes of `harvest build` with nothing kept, which makes the index and no page."""
    rebuild: float
    """Seconds of the same with 1 % of the pages changed since."""
    site: float
    """Seconds to build the site then."""
    same: int
    """How many queries have the same ten pages in the same order in the browser and in Python."""
    asked: int

    @property
    def share(self) -> float:
        """Of those that are the same, in per cent."""
        return 100 * self.same / self.asked


def median(values: Sequence[float]) -> float:
    """The middle one; 0 for none."""
    return percentile(values, 0.5)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies; 0 for none."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0.0


def middle(values: Sequence[float]) -> tuple[float, float]:
    """p50 and p95."""
    return median(values), percentile(values, 0.95)


def reciprocal(found: Sequence[str], wanted: str) -> float:
    """One over the rank, 0 beyond the first ten."""
    return next((1 / rank for rank, each in enumerate(found[:10], 1) if each == wanted), 0.0)
