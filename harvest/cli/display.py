"""What the command line shows: progress, tables, summaries. Nothing here decides or writes anything."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from harvest.cli.terminal import ERR, OUT, say_error, shown
from harvest.model import Amend, Candidate, Create, Intent, Kind, Leave
from harvest.pages.merge import Keep, Propose, Write
from harvest.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from rich.progress import TaskID

    from harvest.backtest.duplicates import Scores as Grouped
    from harvest.backtest.known import Scores as Joined
    from harvest.backtest.resolution import Judged, Scores, Share
    from harvest.pages.merge import Plan
    from harvest.pipeline import Imported
    from harvest.waiting import Waiting

REASONS: Final = 4
"""So many reasons are said when nothing is worth a page."""


class Drawn(Progress):
    """Progress on standard error: a bar on a terminal, nothing elsewhere or when quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self._bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=ERR,
            transient=True,
            disable=quiet or not ERR.is_terminal,
        )
        self._task: TaskID | None = None

    def start(self, what: str, total: int | None = None) -> None:
        """A step begins: the one before it is done."""
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(shown(what).plain, total=total)

    def about(self, what: str) -> None:
        """What the step that is under way is about now."""
        if self._task is not None:
            self._bars.update(self._task, description=shown(what).plain)

    def advance(self, by: int = 1) -> None:
        """So much more is done."""
        if self._task is not None:
            self._bars.advance(self._task, by)

    def __enter__(self) -> Drawn:
        """Start drawing."""
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop drawing."""
        self._bars.stop()


def say_imported(done: Imported, seconds: float, *, quiet: bool) -> None:
    """What an import did, in two or three lines, and what went wrong, in one line each."""
    written = done.written
    read = done.files - len(done.failed)
    if read and not quiet:
        pace = f"{done.posts / seconds:,.0f} posts/s" if seconds > 0 else ""
        ERR.print(
            shown(
                f"{done.source}: {_count(done.posts, 'post')} from {_count(read, 'file')} "
                f"in {seconds:.1f} s ({pace}): {written.new:,} new, {written.changed:,} changed, "
                f"{written.deleted:,} deleted, {written.unchanged:,} unchanged"
            )
        )
        if done.skipped:
            ERR.print(shown(f"  left out: {_tally(done.skipped)}"))
    if done.without_address:
        ERR.print(
            shown(
                f"  {_count(done.without_address, 'post')} without an address to lead back to: no page will "
                f"be made of them; import again with --url, or give the source a `url` in mkdocs.yml"
            )
        )
    if done.bad:
        ERR.print(shown(f"  {_count(done.bad, 'bad row')} in {done.quarantine}: {_tally(done.bad_reasons)}"))
    for error in done.failed:
        say_error(error)


def _tally(counts: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"{reason} {count:,}" for reason, count in counts)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


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
            f"{_count(sum(len(c.threads) for c in total), 'conversation')} in {seconds:.1f} s: "
            f"create {counts[0]:,}, amend {counts[1]:,}, leave {counts[2]:,}"
        )
    )
    left = Counter(c.intent.reason.partition(":")[0] for c in total if isinstance(c.intent, Leave))
    if left and not counts[0]:
        ERR.print(shown(f"  left alone: {_tally(left.most_common(REASONS))}"))


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
    ERR.print(shown(f"{_count(len(found), 'question')} of {who} without a public answer"))


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


def say_plans(plans: Sequence[Plan], *, dry: bool) -> None:
    """One line per page that is written, kept for a reason or proposed."""
    for plan in plans:
        match plan:
            case Write(path=path):
                OUT.print(Text("would write " if dry else "wrote ", style="green") + shown(path))
            case Propose(path=path, reason=reason):
                verb = "would propose " if dry else "proposed "
                OUT.print(Text(verb, style="yellow") + shown(f"{path}: {reason}; your page is untouched"))
            case Keep(path=path, reason=reason):
                OUT.print(Text("kept ", style="dim") + shown(f"{path}: {reason}"))
    if not plans:
        OUT.print("nothing to write")


def say_without_answer(left: Iterable[Candidate]) -> None:
    """One line on standard error per candidate that was wanted and has no answer to write down."""
    for candidate in left:
        match candidate.intent:
            case Amend(page=page, reason=reason):
                why = f"{page}: {reason}, and has no answer any more; your page is untouched: look at it"
            case Leave(reason=reason):
                why = f"{candidate.threads[0]}: {reason}"
            case Create():
                why = f"{candidate.threads[0]}: has no answer"
        ERR.print(Text("left alone ", style="yellow") + shown(why))


def say_nothing_stands(left: Iterable[Candidate]) -> None:
    """One line on standard error per candidate whose answer has no sentence for a page."""
    for candidate in left:
        where = candidate.intent.page if isinstance(candidate.intent, Amend) else candidate.threads[0]
        why = f"{where}: no sentence of the answer helps anybody but who asked: write the page by hand"
        ERR.print(Text("left alone ", style="yellow") + shown(why))


def say_started(folder: Path, written: Iterable[Path], *, quiet: bool) -> None:
    """The files of a new knowledge base, and what to do next."""
    for path in written:
        OUT.print(shown(str(path)))
    if not quiet:
        ERR.print(
            shown(
                f"Next: cd {folder}, say who you are in mkdocs.yml, then `harvest import` your conversations"
            )
        )


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
