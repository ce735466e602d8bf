"""What `harvest candidates` and `harvest waiting` show: tables, JSON, how many. Nothing here decides."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.table import Table
from rich.text import Text

from harvest.cli.terminal import ERR, OUT, count, shown, tally
from harvest.model import Amend, Candidate, Create, Intent, Leave

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harvest.waiting import Waiting

REASONS: Final = 4
"""So many reasons are said when nothing is worth a page."""


def say_candidates(found: Sequence[Candidate]) -> None:
    """A ranked table on standard output."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("#", justify="right")
    table.add_column("intent")
    table.add_column("askers", justify="right")
    table.add_column("score", justify="right")
    table.add_column("title", min_width=12)
    table.add_column("why", min_width=12)
    refs = [len(candidate.threads[0]) for candidate in found]
    table.add_column("thread", overflow="fold", min_width=min(24, max(refs, default=0)))  # to be copied
    for place, candidate in enumerate(found, 1):
        table.add_row(
            str(place),
            _intent(candidate.intent),
            str(candidate.askers),
            f"{candidate.score:.2f}",
            shown(candidate.title),
            shown(_why(candidate)),
            shown(candidate.threads[0]),
        )
    OUT.print(table)


def say_judged(total: Sequence[Candidate], seconds: float) -> None:
    """How many there are of each intent, on standard error."""
    if not total:
        ERR.print("there are no conversations yet: start with `harvest import`", markup=False)
        return
    counts = [sum(isinstance(c.intent, kind) for c in total) for kind in (Create, Amend, Leave)]
    ERR.print(
        shown(
            f"{count(sum(len(c.threads) for c in total), 'conversation')} in {seconds:.1f} s: "
            f"create {counts[0]:,}, amend {counts[1]:,}, leave {counts[2]:,}"
        )
    )
    left = Counter(c.intent.reason.partition(":")[0] for c in total if isinstance(c.intent, Leave))
    if left and not counts[0]:
        ERR.print(shown(f"  left alone: {tally(left.most_common(REASONS))}"))


def _intent(intent: Intent) -> Text:
    match intent:
        case Create():
            return Text("create", style="green")
        case Amend():
            return Text("amend", style="yellow")
        case Leave():
            return Text("leave", style="dim")


def _why(candidate: Candidate) -> str:
    match candidate.intent:
        case Create():
            return candidate.why
        case Amend(page=page, reason=reason):
            return f"{page}: {reason}; {candidate.why}"
        case Leave(reason=reason):
            return f"{reason}; {candidate.why}"


def candidates_json(found: Iterable[Candidate]) -> str:
    """A JSON array, one object per candidate, in rank order. ASCII: a terminal obeys none of it."""
    rows = []
    for candidate in found:
        intent = candidate.intent
        rows.append(
            {
                "intent": type(intent).__name__.lower(),
                "page": intent.page if isinstance(intent, Amend) else None,
                "reason": "" if isinstance(intent, Create) else intent.reason,
                "title": candidate.title,
                "url": candidate.url,
                "threads": list(candidate.threads),
                "askers": candidate.askers,
                "last_asked": candidate.last_asked.isoformat(),
                "score": candidate.score,
                "outcome": candidate.verdict.outcome.value,
                "kind": candidate.verdict.kind.value if candidate.verdict.kind else None,
                "confidence": candidate.verdict.confidence,
                "answer": list(candidate.verdict.answer),
                "confirmed_by": candidate.verdict.confirmed_by or None,
                "why": candidate.why,
            }
        )
    return json.dumps(rows, indent=2)


def say_waiting(found: Sequence[Waiting]) -> None:
    """A table of questions without an answer, on standard output."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("#", justify="right")
    table.add_column("days", justify="right")
    table.add_column("askers", justify="right")
    table.add_column("title", min_width=12)
    table.add_column("why", min_width=12)
    refs = [len(row.threads[0]) for row in found]
    table.add_column("thread", overflow="fold", min_width=min(24, max(refs, default=0)))  # to be copied
    for place, row in enumerate(found, 1):
        table.add_row(
            str(place),
            f"{row.days:,}",
            str(row.askers),
            shown(row.title),
            shown(row.why),
            shown(row.threads[0]),
        )
    OUT.print(table)


def say_how_many_wait(found: Sequence[Waiting]) -> None:
    """How many questions and people wait, on standard error."""
    people = sum(row.askers for row in found)
    who = f"{people:,} {'person' if people == 1 else 'people'}"
    ERR.print(shown(f"{count(len(found), 'question')} of {who} without a public answer"))


def waiting_json(found: Iterable[Waiting]) -> str:
    """A JSON array, one object per question, in the table's order. ASCII: a terminal obeys none of it."""
    rows = [
        {
            "title": row.title,
            "url": row.url,
            "threads": list(row.threads),
            "askers": row.askers,
            "first_asked": row.first_asked.isoformat(),
            "last_asked": row.last_asked.isoformat(),
            "days": row.days,
            "reason": row.silence.name.lower(),
            "why": row.why,
        }
        for row in found
    ]
    return json.dumps(rows, indent=2)
