"""What importing, drafting and starting show: progress, summaries, plans. Nothing here decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from harvest.cli.terminal import ERR, OUT, count, say_error, shown, tally
from harvest.model import Amend, Create, Leave
from harvest.pages.merge import Keep, Propose, Write
from harvest.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    from rich.progress import TaskID

    from harvest.model import Candidate
    from harvest.pages.merge import Plan
    from harvest.pipeline import Imported


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
                f"{done.source}: {count(done.posts, 'post')} from {count(read, 'file')} "
                f"in {seconds:.1f} s ({pace}): {written.new:,} new, {written.changed:,} changed, "
                f"{written.deleted:,} deleted, {written.unchanged:,} unchanged"
            )
        )
        if done.skipped:
            ERR.print(shown(f"  left out: {tally(done.skipped)}"))
    if done.without_address:
        ERR.print(
            shown(
                f"  {count(done.without_address, 'post')} without an address to lead back to: no page will "
                f"be made of them; import again with --url, or give the source a `url` in mkdocs.yml"
            )
        )
    if done.bad:
        ERR.print(shown(f"  {count(done.bad, 'bad row')} in {done.quarantine}: {tally(done.bad_reasons)}"))
    for error in done.failed:
        say_error(error)


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
