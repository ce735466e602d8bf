"""The commands that judge conversations and listen to them: candidates, waiting, vocabulary."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import click

from harvest.cli.options import Count

if TYPE_CHECKING:
    from harvest.cli.settings import Settings

ROWS: Final = 25
"""Of a table, where nobody says how many."""


@click.command()
@click.option(
    "--top",
    type=Count(),
    metavar="N",
    help=f"So many rows at most; {ROWS}, or with --all every one.",
)
@click.option("--all", "everything", is_flag=True, help="Every conversation, also those to leave alone.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no table.")
@click.pass_obj
def candidates(settings: Settings, /, *, top: int | None, everything: bool, as_json: bool) -> None:
    """Say which conversations are worth a page, best first, and why."""
    config = settings.config()
    from harvest import pipeline
    from harvest.cli import display, judged
    from harvest.model import Leave

    started = time.perf_counter()
    with display.Drawn(quiet=settings.quiet) as progress:
        total = pipeline.find_candidates(config, workers=settings.workers, progress=progress)
    seconds = time.perf_counter() - started
    wanted = [c for c in total if everything or not isinstance(c.intent, Leave)]
    shown = wanted[: top or (None if everything else ROWS)]
    if as_json:
        click.echo(judged.candidates_json(shown))
    elif shown:
        judged.say_candidates(shown)
    if not settings.quiet:
        judged.say_judged(total, seconds)


@click.command(short_help="Say who waits for an answer, since when and why.")
@click.option("--top", type=Count(), metavar="N", default=ROWS, show_default=True, help="So many at most.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no table.")
@click.pass_obj
def waiting(settings: Settings, /, *, top: int, as_json: bool) -> None:
    """Say what nobody has answered in public, since when and why; most people for longest first."""
    config = settings.config()
    from datetime import UTC, datetime

    from harvest import pipeline
    from harvest.cli import display, judged

    with display.Drawn(quiet=settings.quiet) as progress:
        found = pipeline.find_waiting(
            config, now=datetime.now(UTC), workers=settings.workers, progress=progress
        )
    if as_json:
        click.echo(judged.waiting_json(found[:top]))
    elif found:
        judged.say_waiting(found[:top])
    if not settings.quiet:
        judged.say_how_many_wait(found)


@click.command(short_help="Compare customers' words with those of the people who help.")
@click.option(
    "--top",
    type=Count(),
    metavar="N",
    default=ROWS,
    show_default=True,
    help="So many phrases of each side.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no table.")
@click.option("--propose", is_flag=True, help="YAML to choose from, for docs/vocabulary.yml; no table.")
@click.pass_obj
def vocabulary(settings: Settings, /, *, top: int, as_json: bool, propose: bool) -> None:
    """Say which words and phrases customers use and those who help do not, and the reverse.

    With --propose: which of them occur in the same conversations, as entries for docs/vocabulary.yml. Nothing
    is written: people decide which pairs mean the same.
    """
    config = settings.config()
    from harvest import pipeline
    from harvest.cli import display, wording

    with display.Drawn(quiet=settings.quiet) as progress:
        heard = pipeline.hear(config, top=top, pairs=propose, workers=settings.workers, progress=progress)
    if as_json:
        click.echo(wording.vocabulary_json(heard))
    elif propose:
        click.echo(wording.proposals(heard.pairs, top), nl=False)
    else:
        wording.say_vocabulary(heard)
