"""The figures of all engines at one size, beside the goals. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from benchmarks.search.figures import Figures

Number: TypeAlias = Callable[[Figures], "float | None"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    label: str
    of: Number
    form: str = "{:.1f}"
    goals: Mapping[int, float] | None = None
    """By the largest number of pages that each is for; beyond the last there is none."""
    more: bool = False
    """Whether more is better."""

    def goal(self, pages: int) -> float | None:
        """What is wanted at that size."""
        return next((goal for most, goal in sorted((self.goals or {}).items()) if pages <= most), None)

    def met(self, pages: int, value: float) -> bool:
        """Whether a value is as good as is wanted, as it is printed."""
        goal = self.goal(pages)
        shown = float(self.form.format(value).replace(",", ""))
        return goal is None or (shown >= goal if self.more else shown <= goal)


def _slowest(kind: str) -> Row:
    return Row(f"  of these, {kind}", lambda f: f.slowest.get(kind), "{:.2f}")


ANY: Final = 1 << 62
ROWS: Final = (
    Row("kB from nothing to ten", lambda f: f.bytes / 1000, goals={10_000: 18, 50_000: 26}),
    Row("  of these, headers", lambda f: f.headers / 1000),
    Row("dependent round trips", lambda f: f.trips, "{:.0f}", goals={ANY: 3}),
    Row("s to it, 1.6 Mbit/s 150 ms", lambda f: f.seconds, "{:.2f}", {10_000: 0.9}),
    Row("ms warm query, p50", lambda f: f.warm[0], "{:.2f}"),
    Row("ms warm query, p95", lambda f: f.warm[1], "{:.2f}", {10_000: 2, 50_000: 5}),
    *(_slowest(kind) for kind in ("body", "title", "typo", "sentence")),
    Row("ms first query, p50", lambda f: f.once[0], "{:.2f}"),
    Row("ms first query, p95", lambda f: f.once[1], "{:.2f}"),
    Row("ms warm quoted, p50", lambda f: f.quoted[0], "{:.2f}"),
    Row("ms warm quoted, p95", lambda f: f.quoted[1], "{:.2f}"),
    Row("ms longest task, loading", lambda f: f.longest[0], "{:.0f}", {ANY: 50}),
    Row("ms longest task, searching", lambda f: f.longest[1], "{:.0f}", {ANY: 50}),
    Row("ms longest task, quoted", lambda f: f.longest[2], "{:.0f}", {ANY: 50}),
    Row("MB held by scripts", lambda f: f.megabytes),
    Row("MRR@10 body", lambda f: f.mrr.get("body"), "{:.3f}", {ANY: 0.90}, more=True),
    Row("MRR@10 title", lambda f: f.mrr.get("title"), "{:.3f}", {ANY: 0.97}, more=True),
    Row("MRR@10 typo", lambda f: f.mrr.get("typo"), "{:.3f}", {ANY: 0.95}, more=True),
    Row("MRR@10 sentence", lambda f: f.mrr.get("sentence"), "{:.3f}"),
    Row("files of the search", lambda f: f.files, "{:,.0f}"),
    Row("s to build", lambda f: f.build[0]),
    Row("MB to build", lambda f: f.build[1], "{:,.0f}"),
    Row("s to build the index", lambda f: f.own.index[0] if f.own else None, goals={50_000: 75}),
    Row("MB to build the index", lambda f: f.own.index[1] if f.own else None, "{:,.0f}", {50_000: 1000}),
    Row("s to do so, 1% changed", lambda f: f.own.rebuild if f.own else None, goals={10_000: 3}),
    Row("s to build the site then", lambda f: f.own.site if f.own else None),
    Row(
        "% same in browser and Python",
        lambda f: f.own.share if f.own else None,
        "{:.2f}",
        {ANY: 100},
        more=True,
    ),
)
_LABEL: Final = 29
_COLUMN: Final = 12


def lines(pages: int, columns: Sequence[Figures]) -> list[str]:
    """The table. The goals are for the first column, and only where it misses one is that said."""
    heads = [f"{pages:,} pages".ljust(_LABEL), *(f"{each.name:>{_COLUMN}}" for each in columns), "   goal"]
    versions = ["version".ljust(_LABEL), *(f"{each.version:>{_COLUMN}}" for each in columns)]
    return ["".join(heads), "".join(versions), *(_line(row, pages, columns) for row in ROWS)]


def _line(row: Row, pages: int, columns: Sequence[Figures]) -> str:
    values = [row.of(each) for each in columns]
    cells = [f"{'' if value is None else row.form.format(value):>{_COLUMN}}" for value in values]
    goal = row.goal(pages)
    wanted = "" if goal is None else f"   {'≥' if row.more else '≤'} {goal:g}"
    missed = "  missed" if values and values[0] is not None and not row.met(pages, values[0]) else ""
    return "".join([row.label.ljust(_LABEL), *cells, wanted, missed])
