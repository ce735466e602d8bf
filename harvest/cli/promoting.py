"""`harvest promote`: good conversations into pull requests."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from harvest.cli.exits import LEFT_OUT, NOT_DONE
from harvest.cli.options import Count, FilePath
from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from harvest.cli.settings import Settings
    from harvest.config import Config
    from harvest.pipeline.outcomes import Outcome
    from harvest.promote.forge import Forge


@click.command(short_help="Open pull requests for pages.")
@click.argument("threads", nargs=-1, metavar="[THREAD]...")
@click.option("--top", type=Count(), metavar="N", help="At most N new ones, when no THREAD is named.")
@click.option("--marked", is_flag=True, help="Those first that staff has marked; without --top, only those.")
@click.option(
    "--event", type=FilePath(), metavar="FILE", help="What an event of GitHub asks for: the form, a comment."
)
@click.option("--answer", type=FilePath(), metavar="FILE", help="Where the answer to the --event goes.")
@click.option("--local", is_flag=True, help="Only a branch in this repository: no push, no request.")
@click.option("--dry-run", is_flag=True, help="Print the differences and the requests' text; write nothing.")
@click.option(
    "--force",
    metavar="REASON",
    default="",
    help="Propose each THREAD though it was judged not worth a page, or its request was closed.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no table.")
@click.pass_obj
def promote(
    settings: Settings,
    /,
    threads: tuple[str, ...],
    top: int | None,
    *,
    marked: bool,
    event: Path | None,
    answer: Path | None,
    local: bool,
    dry_run: bool,
    force: str,
    as_json: bool,
) -> int:
    """Open a pull request for the page of each THREAD, else for those that rank best.

    A THREAD is the address of a conversation, or source:id. Requests that are open already follow their
    conversations, unless somebody has worked on the branch. What was closed or merged is not proposed again.
    Your checkout is not touched.
    """
    if event or answer:
        others = bool(threads or force or top is not None or marked or local or dry_run or as_json)
        if others or not (event and answer):
            raise click.UsageError("--event and --answer go together, and with no other option.")
        from harvest.cli.asking import promote_asked

        return promote_asked(settings, event, answer)
    _one_wish(threads=bool(threads), top=top is not None, marked=marked, force=bool(force))
    if local and dry_run:
        raise click.UsageError("--local and --dry-run: choose one.")
    config = settings.config()
    from harvest.cli import display, proposed
    from harvest.pipeline.marking import find_marked
    from harvest.pipeline.outcomes import Mode
    from harvest.pipeline.promoting import promote as carry_out
    from harvest.pipeline.proposals import Wish

    mode = Mode.LOCAL if local else Mode.DRY if dry_run else Mode.REQUEST
    with forge_for(config, mode) as forge, display.Drawn(quiet=settings.quiet) as progress:
        found = find_marked(config, workers=settings.workers, progress=progress) if marked else {}
        outcomes = carry_out(
            config,
            Wish(
                threads=threads,
                top=0 if marked and top is None else top,
                force=" ".join(force.split()),
                marked=found,
            ),
            forge=forge,
            mode=mode,
            environ=os.environ,
            today=datetime.now(UTC).date(),
            workers=settings.workers,
            progress=progress,
        )
    if as_json:
        click.echo(proposed.outcomes_json(outcomes))
    else:
        proposed.say_outcomes(outcomes, dry=dry_run)
    if dry_run and forge is None and not settings.quiet:
        proposed.say_without_forge()
    return exit_code(outcomes, named=bool(threads))


def _one_wish(*, threads: bool, top: bool, marked: bool, force: bool) -> None:
    """What says which conversations: one way at a time. Raises click.UsageError."""
    mistakes = {
        "name a THREAD or say --marked, not both.": threads and marked,
        "--force needs the THREAD that it is about.": force and not threads,
        "name a THREAD or say --top N, not both.": threads and top,
    }
    for mistake, made in mistakes.items():
        if made:
            raise click.UsageError(mistake)


def exit_code(outcomes: Sequence[Outcome], *, named: bool) -> int:
    """0: done; 1: something was left out; 2: nothing was done."""
    from harvest.pipeline.outcomes import Did

    failed = sum(outcome.did is Did.FAILED for outcome in outcomes)
    if failed and failed == len(outcomes):
        return NOT_DONE
    left = named and any(outcome.did in {Did.LEFT, Did.WAITS} and not outcome.open for outcome in outcomes)
    return LEFT_OUT if failed or left else 0


@contextmanager
def forge_for(config: Config, mode: object) -> Iterator[Forge | None]:
    """The host of the repository; None where it is not needed. A dry run does without what is not set."""
    import httpx

    from harvest.pipeline.outcomes import Mode
    from harvest.promote.hosts import forge_of

    missing = ""
    if not config.promote.repository:
        missing = "promote: repository: is not set: write owner/name"
    elif not config.promote.token.strip():
        missing = "promote: token: its environment variable is not set"
    if mode is Mode.REQUEST and missing:
        todo = "see docs/handbook/promotion.md; `--local` makes a branch without asking anybody"
        raise HarvestError(missing, where=config.root / "mkdocs.yml", todo=todo)
    if mode is Mode.LOCAL or missing:
        yield None
        return
    with httpx.Client() as client:
        yield forge_of(config.promote, client=client)
