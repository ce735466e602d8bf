"""What is said of words: the tables of `harvest vocabulary`, its JSON and YAML, titles side by side."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import yaml
from rich.table import Table

from harvest.cli.terminal import ERR, OUT, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harvest.backtest.titles import Compared, Figures
    from harvest.vocabulary.pairs import Pair
    from harvest.vocabulary.report import Report, Typical


def say_vocabulary(heard: Report) -> None:
    """Two tables on standard output, customers first, or one line that there is too little to compare."""
    if not heard.customers and not heard.helpers:
        ERR.print("too few conversations to compare: import more with `harvest import`", markup=False)
        return
    OUT.print(_table("customers say", heard.customers))
    OUT.print()
    OUT.print(_table("those who help say", heard.helpers))


def _table(heading: str, rows: Iterable[Typical]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(heading, min_width=12)
    table.add_column("z", justify="right")
    table.add_column("customers", justify="right")
    table.add_column("helpers", justify="right")
    table.add_column("example", min_width=12)
    for row in rows:
        table.add_row(
            shown(row.contrast.phrase),
            f"{abs(row.contrast.z):.1f}",
            f"{row.contrast.customers:,}",
            f"{row.contrast.helpers:,}",
            shown(row.example),
        )
    return table


def vocabulary_json(heard: Report) -> str:
    """One object with both sides, and the pairs if asked for. ASCII: a terminal obeys none of it."""
    pairs = [
        {"we_say": p.helpers, "they_say": p.customers, "together": p.together, "lift": round(p.lift, 2)}
        for p in heard.pairs
    ]
    return json.dumps(
        {"customers": _rows(heard.customers), "helpers": _rows(heard.helpers), "pairs": pairs}, indent=2
    )


def _rows(side: Iterable[Typical]) -> list[dict[str, Any]]:
    return [
        {
            "phrase": row.contrast.phrase,
            "z": round(row.contrast.z, 2),
            "log_odds": round(row.contrast.log_odds, 3),
            "customers": row.contrast.customers,
            "helpers": row.contrast.helpers,
            "example": row.example,
        }
        for row in side
    ]


def proposals(pairs: Sequence[Pair], top: int) -> str:
    """Entries for docs/vocabulary.yml, one per helpers' phrase, `top` at most; the counts as comments."""
    together: dict[str, list[Pair]] = {}
    for pair in pairs:
        together.setdefault(pair.helpers, []).append(pair)
    lines = [
        "# Proposals: said in the same conversations. That does not make them mean the same: you decide.\n"
    ]
    for ours, theirs in list(together.items())[:top]:
        counts = ", ".join(f"{_quoted(p.customers)} {p.together} ({p.lift:.1f} x chance)" for p in theirs)
        said = ", ".join(_quoted(p.customers) for p in theirs)
        lines.append(f"# together with {counts}\n- we_say: {_quoted(ours)}\n  they_say: [{said}]\n")
    return "".join(lines)


def _quoted(text: str) -> str:
    """`text` as a YAML string that is one whatever it says: "no" is not false."""
    written = yaml.safe_dump(
        [text], default_flow_style=True, allow_unicode=True, width=10_000, default_style=None
    )
    return written.strip()[1:-1]


def say_titles(pairs: Iterable[Compared], figures: Iterable[Figures]) -> None:
    """Our titles with the readers' below them, then the figures of each source and of all."""
    for pair in pairs:
        OUT.print(shown(f"{pair.f1:.2f}  {pair.ours}"))
        for theirs in pair.theirs:
            OUT.print(shown(f"      {theirs}"))
    for row in figures:
        OUT.print(shown(f"{row.source}: {row.threads} titles, F1 {row.f1:.3f}, equal {row.equal:.3f}"))
