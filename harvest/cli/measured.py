"""What `harvest backtest` shows: misses, then figures. Nothing here decides or writes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.cli.terminal import OUT, shown
from harvest.model import Kind

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Mapping, Sequence

    from harvest.backtest.duplicates import Scores as Grouped
    from harvest.backtest.known import Scores as Joined
    from harvest.backtest.resolution import Judged, Scores, Share


def say_backtest(scores: Sequence[Scores], misses: Sequence[tuple[str, Judged]]) -> None:
    """Every miss by its id, then a row of figures for each source and one for all."""
    for kind, judged in misses:
        labelled, verdict = judged.labelled, judged.verdict
        said = (
            f"{kind}: {labelled.id}: labelled {labelled.outcome or 'differently'}, called {verdict.outcome}"
        )
        OUT.print(
            shown(f"{said} ({verdict.why})" + (f": {labelled.note}" if labelled.note else "")), soft_wrap=True
        )
    for row in scores:
        OUT.print(shown(f"{row.source}: {row.threads} threads"), style="bold")
        for name, share in (
            ("resolved precision", row.resolved_precision),
            ("resolved recall", row.resolved_recall),
            ("page precision", row.page_precision),
            ("page recall", row.page_recall),
            ("answer", row.answer),
            ("coverage", row.coverage),
        ):
            OUT.print(shown(f"  {name:<19} {share}"))


def say_kinds(found: Counter[tuple[Kind, Kind]]) -> None:
    """A row for each labelled kind, a column for each that it was called; nothing where none is labelled."""
    if not found:
        return
    OUT.print(shown("kinds: labelled as (row), called (column)"), style="bold")
    OUT.print(shown("  " + " " * 13 + "".join(f"{kind:>14}" for kind in Kind)))
    for labelled in Kind:
        row = "".join(f"{found[labelled, called]:>14}" for called in Kind)
        OUT.print(shown(f"  {labelled:<13}{row}"))


def say_duplicates(row: Grouped, top: int) -> None:
    """The worst `top` false merges and misses of a set, two messages each, then its figures."""
    _say_mistakes("joined, not the same", row.wrong[:top])
    _say_mistakes("the same, not joined", row.missed[:top])
    OUT.print(shown(f"{row.name}: {row.messages:,} questions"), style="bold")
    _say_shares(
        {"pair precision": row.precision, "pair recall": row.recall, "pure groups": row.pure},
    )


def say_known(row: Joined, top: int) -> None:
    """The worst `top` wrong joins and misses of a set, message and page, then its figures."""
    _say_mistakes("joined, not its page", row.wrong[:top])
    _say_mistakes("its page, not joined", row.missed[:top])
    OUT.print(shown(f"{row.name}: {row.new:,} new questions, {row.pages:,} pages"), style="bold")
    _say_shares(
        {
            "joined precision": row.precision,
            "joined recall": row.recall,
            "pair precision": row.pair_precision,
            "pair recall": row.pair_recall,
        }
    )


def _say_mistakes(kind: str, found: Iterable[tuple[str, str]]) -> None:
    for one, other in found:
        OUT.print(shown(f"{kind}: {one} | {other}"), soft_wrap=True)


def _say_shares(shares: Mapping[str, Share]) -> None:
    for name, share in shares.items():
        OUT.print(shown(f"  {name:<19} {share if share.of else 'nothing to count'}"))
