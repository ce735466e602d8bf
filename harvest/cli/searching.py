"""The commands that search: `harvest search` and `harvest misses`."""
# ruff: noqa: PLC0415 — Whoosh is imported when something is searched

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from harvest.cli.exits import LEFT_OUT, NOT_DONE
from harvest.cli.options import Count, Day, FilePath

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from harvest.cli.settings import Settings


# ── search ───────────────────────────────────────────────────────────────────────────────────────


@click.command(short_help="Find the pages for what a customer types.")
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit",
    type=Count(),
    metavar="N",
    default=10,
    show_default=True,
    help="So many pages at most.",
)
@click.option("--explain", is_flag=True, help="Which words matched where, and what each gave.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no text.")
@click.pass_obj
def search(settings: Settings, /, words: tuple[str, ...], *, limit: int, explain: bool, as_json: bool) -> int:
    """Find the answer pages for WORDS, best first, as the site does.

    "Quoted phrases" must stand on the page as they are; what follows a minus must not: write `--` before it,
    as in: harvest search -- upload -video
    """
    from harvest.cli import findings
    from harvest.findability import index_of
    from harvest.search import unquoted

    typed = " ".join(words)
    found = index_of(settings.config(), workers=settings.workers).search(typed, limit=limit, explain=explain)
    if as_json:
        click.echo(findings.found_json(found))
    else:
        findings.say_found(found, unquoted(typed), quiet=settings.quiet)
    return 0 if found.hits else LEFT_OUT


# ── misses ───────────────────────────────────────────────────────────────────────────────────────

MISSES: Final = 25
"""Rows, where nobody says how many."""
VISITORS: Final = 3
"""As many at least make words everybody's, where nobody says how many."""


@click.command(short_help="Say what customers searched in vain, and what to do.")
@click.argument("logs", metavar="LOG...", nargs=-1, required=True, type=FilePath())
@click.option(
    "--visitors",
    type=Count(2),
    metavar="K",
    default=VISITORS,
    show_default=True,
    help="Only words that so many different visitors typed.",
)
@click.option("--since", type=Day(), metavar="DATE", help="Only from this day on (UTC).")
@click.option("--top", type=Count(), metavar="N", default=MISSES, show_default=True, help="So many at most.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no table.")
@click.pass_obj
def misses(
    settings: Settings,
    /,
    logs: tuple[Path, ...],
    *,
    visitors: int,
    since: date | None,
    top: int,
    as_json: bool,
) -> int:
    """Say what customers searched for and did not find, from the web server's access logs, and what to do.

    LOG is a file, plain or gzip, or - for standard input. Addresses are never shown or kept.
    """
    from datetime import UTC, datetime

    from harvest.cli import display, findings, terminal
    from harvest.findability import index_of
    from harvest.pipeline.missing import find_missed

    config = settings.config()
    with display.Drawn(quiet=settings.quiet) as progress:
        missed = find_missed(
            config,
            index_of(config, workers=settings.workers),
            tuple(map(str, logs)),
            sys.stdin.buffer if sys.stdin else None,
            least=visitors,
            top=top,
            since=since,
            now=datetime.now(UTC),
            workers=settings.workers,
            progress=progress,
        )
    for error in missed.failed:
        terminal.say_error(error)
    if not missed.logs:
        return NOT_DONE
    if as_json:
        click.echo(findings.missed_json(missed.advice))
    elif missed.advice:
        findings.say_missed(missed)
    findings.say_logs(missed, visitors, quiet=settings.quiet)
    return LEFT_OUT if missed.failed else 0
