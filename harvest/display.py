"""What the command line shows: progress, tables, summaries. Nothing here decides or writes anything.

Everything printed may hold a stranger's words, so it goes through `rich.text.Text`, never through markup,
with control characters made visible: a title cannot colour, clear or forge a line.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table
from rich.text import Text

from harvest import pipeline
from harvest.model import Amend, Candidate, Create, Intent, Leave
from harvest.pages.merge import Keep, Propose, Write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import TracebackType

    from rich.progress import TaskID

    from harvest.errors import HarvestError
    from harvest.pages.merge import Plan

OUT: Final = Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=160)
ERR: Final = Console(stderr=True, highlight=False, soft_wrap=True)


class Drawn(pipeline.Progress):
    """Progress on standard error: a bar on a terminal, nothing elsewhere or when quiet."""

    def __init__(self, *, quiet: bool) -> None:
        self._bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description}"),
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
        self._task = self._bars.add_task(what, total=total)

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


def shown(text: str) -> Text:
    """`text` as it may be printed: one line, control characters visible."""
    visible = "".join(c if c.isprintable() else "␤" if c == "\n" else "�" for c in text)
    return Text(visible, overflow="fold")


def say_error(error: HarvestError) -> None:
    """One line per mistake on standard error."""
    for line in str(error).splitlines():
        ERR.print(Text("harvest: ", style="bold red") + shown(line))


def say_imported(done: pipeline.Imported, seconds: float) -> None:
    """What an import did, in two or three lines."""
    written = done.written
    pace = f"{done.posts / seconds:,.0f} posts/s" if seconds > 0 else ""
    ERR.print(
        shown(
            f"{done.source}: {done.posts:,} posts from {_count(done.files - len(done.failed), 'file')} "
            f"in {seconds:.1f} s ({pace}): {written.new:,} new, {written.changed:,} changed, "
            f"{written.deleted:,} deleted, {written.unchanged:,} unchanged"
        )
    )
    if done.skipped:
        ERR.print(shown("  left out: " + ", ".join(f"{reason} {count:,}" for reason, count in done.skipped)))
    if done.bad:
        reasons = ", ".join(f"{reason} {count:,}" for reason, count in done.bad_reasons)
        ERR.print(shown(f"  {_count(done.bad, 'bad row')} in {done.quarantine}: {reasons}"))
    for error in done.failed:
        say_error(error)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def say_candidates(found: Sequence[Candidate], total: Sequence[Candidate], seconds: float) -> None:
    """A ranked table on standard output, and a summary on standard error."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, options in _COLUMNS:
        table.add_column(name, **options)
    for place, candidate in enumerate(found, 1):
        table.add_row(
            str(place),
            _intent(candidate.intent),
            str(candidate.askers),
            f"{candidate.score:.2f}",
            shown(candidate.title),
            shown(candidate.why),
            shown(candidate.threads[0]),
        )
    OUT.print(table)
    counts = [sum(isinstance(c.intent, kind) for c in total) for kind in (Create, Amend, Leave)]
    ERR.print(
        shown(
            f"{sum(len(c.threads) for c in total):,} conversations in {seconds:.1f} s: "
            f"create {counts[0]:,}, amend {counts[1]:,}, leave {counts[2]:,}"
        )
    )


_COLUMNS: Final = (
    ("#", {"justify": "right"}),
    ("intent", {"no_wrap": True}),
    ("askers", {"justify": "right"}),
    ("score", {"justify": "right"}),
    ("title", {"ratio": 2, "min_width": 24}),
    ("why", {"ratio": 3, "min_width": 24}),
    ("thread", {"overflow": "fold"}),
)


def _intent(intent: Intent) -> Text:
    match intent:
        case Create():
            return Text("create", style="green")
        case Amend(page=page, reason=reason):
            return Text("amend ", style="yellow") + shown(f"{page}: {reason}")
        case Leave(reason=reason):
            return Text("leave ", style="dim") + shown(reason)


def candidates_json(found: Iterable[Candidate]) -> str:
    """A JSON array, one object per candidate, in rank order."""
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
    return json.dumps(rows, ensure_ascii=False, indent=2)


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
