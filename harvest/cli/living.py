"""What the commands of `harvest.cli.lifecycle` show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.text import Text

from harvest.cli.terminal import ERR, OUT, shown
from harvest.lifecycle.lane import Merge
from harvest.pipeline.asking import Did

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from harvest.errors import HarvestError
    from harvest.lifecycle.review import Stale
    from harvest.lifecycle.states import Refuse
    from harvest.pipeline.asking import Asked
    from harvest.pipeline.trusting import Trusted


def say_left_behind(passages: int, page: str) -> None:
    """What a merge did not take along."""
    what = "1 passage stays" if passages == 1 else f"{passages} passages stay"
    ERR.print(shown(f"{what} in the file of {page}: take from it what is missing, or use --text"))


def say_stale(found: Sequence[Stale]) -> None:
    """A line for each page and one for each reason."""
    for page in found:
        OUT.print(Text("stale ", style="yellow") + shown(f"{page.path} ({page.state}): {page.title}"))
        for cause in page.causes:
            OUT.print(shown(f"  {cause.why}: {cause.says}" + (f"  {cause.url}" if cause.url else "")))
        threads = dict.fromkeys(cause.thread for cause in page.causes if cause.thread)
        for thread in threads:
            OUT.print(shown(f"  see what it would be now: harvest draft {thread}"))
    if not found:
        OUT.print("nothing is stale")


def say_unknown(threads: Sequence[str]) -> None:
    """That nobody knows whether some conversations have changed."""
    if threads:
        what = "1 conversation is" if len(threads) == 1 else f"{len(threads):,} conversations are"
        ERR.print(shown(f"{what} not in the lake, such as {threads[0]}: import it to know what has changed"))


def stale_json(found: Iterable[Stale]) -> str:
    """A list of pages, each with its causes. ASCII: a terminal obeys none of it."""
    rows = [
        {
            "page": page.path,
            "title": page.title,
            "state": str(page.state),
            "askers": page.askers,
            "causes": [
                {"why": str(c.why), "says": c.says, "thread": c.thread, "url": c.url} for c in page.causes
            ],
        }
        for page in found
    ]
    return json.dumps(rows, indent=2)


def say_taken_out(path: str, changed: Sequence[Path], site: Path) -> None:
    """What has changed in a built site."""
    OUT.print(shown(f"{path} is out of {site}: {len(changed)} files and the search changed"))


def say_refused(steps: Iterable[Refuse]) -> None:
    """What a branch may not change."""
    for step in steps:
        ERR.print(Text("refused ", style="red") + shown(f"{step.path}: {step.reason}"))


def say_asked(outcomes: Sequence[Asked], *, dry: bool) -> None:
    """A line for each request; in a dry run also its text."""
    would = "would be " if dry else ""
    for asked in outcomes:
        where = asked.url or asked.branch
        match asked.did:
            case Did.OPENED:
                OUT.print(Text(f"{would}opened ", style="green") + shown(f"{asked.path}: {where}"))
            case Did.PUSHED:
                OUT.print(Text(f"{would}pushed ", style="green") + shown(f"{asked.path}: {asked.branch}"))
            case Did.OPEN:
                OUT.print(Text("open already ", style="dim") + shown(f"{asked.path}: {where}"))
            case Did.LEFT:
                OUT.print(Text("left alone ", style="dim") + shown(f"{asked.path}: {asked.why}"))
        if asked.body:
            OUT.print(shown_lines(asked.body))
    if not outcomes:
        OUT.print("nothing to ask for")


def shown_lines(text: str) -> Text:
    """Several lines, each made safe by itself."""
    return Text("\n").join(shown(line) for line in text.rstrip("\n").split("\n"))


def say_only_here(error: HarvestError) -> None:
    """The page is down in this checkout, and nobody else knows."""
    ERR.print(Text("only here ", style="yellow") + shown(f"no branch was pushed: {error}"))
    ERR.print("Commit it and push it to the default branch yourself, or run the same command again.")


def say_no_forge() -> None:
    """A branch without a request."""
    ERR.print("No request was opened: set `promote: repository:` in mkdocs.yml, or open one by hand.")


def say_decision(decided: Trusted, *, dry: bool) -> None:
    """One line, which CI keeps in its log."""
    merges = isinstance(decided.decision, Merge)
    verb = ("would merge" if dry else "merged") if merges else "waits"
    OUT.print(shown(f"#{decided.request.number} {verb}: {decided.decision.reason}"))
