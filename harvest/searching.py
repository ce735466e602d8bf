"""The commands that search: `harvest search`, `check`, `misses` and `backtest search`."""
# ruff: noqa: PLC0415 — Whoosh is imported when something is searched

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Final, Protocol

import click

from harvest.errors import HarvestError
from harvest.exits import LEFT_OUT, NOT_DONE
from harvest.options import Count, FilePath

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from harvest.config import Config


class Settings(Protocol):
    """What these commands need of the command line's settings."""

    quiet: bool
    workers: int

    def config(self) -> Config:
        """The configuration."""


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
    from harvest import findings
    from harvest.findability import index_of

    found = index_of(settings.config(), workers=settings.workers).search(
        " ".join(words), limit=limit, explain=explain
    )
    if as_json:
        click.echo(findings.found_json(found))
    else:
        findings.say_found(found, quiet=settings.quiet)
    return 0 if found.hits else LEFT_OUT


# ── check ────────────────────────────────────────────────────────────────────────────────────────


@click.command(short_help="Fail where a golden query does not find its page.")
@click.option(
    "--against",
    type=FilePath(),
    metavar="DOCS",
    help="The docs folder before the change: only what the change lost fails.",
)
@click.pass_obj
def check(settings: Settings, /, *, against: Path | None) -> int:
    """Try every query of docs/queries.yml: its page must be among the first three.

    With --against, say which queries the change moved, wins and losses.
    """
    from harvest import findability, findings
    from harvest.pages.merge import FOLDER

    config = settings.config()
    if against is not None and not (against / FOLDER).is_dir():
        todo = "name the docs folder as it was before"
        raise HarvestError(f"there is no {FOLDER}/ in it", where=against, todo=todo)
    queries = findability.load_queries(config.docs / findability.QUERIES)
    index = findability.index_of(config, workers=settings.workers)
    held = findability.hold(index, queries)
    if against is None:
        failed = [each for each in held if each.page and not each.holds]
        findings.say_failed(failed)
    else:
        index = findability.index_of(config, against.absolute(), workers=settings.workers)
        before = findability.hold(index, queries)
        moved = findability.moves(before, held)
        findings.say_moves(moved)
        failed = [each for each in held if any(move.lost and move.golden is each.golden for move in moved)]
    if not settings.quiet:
        findings.say_held(held)
    return LEFT_OUT if failed else 0


# ── build ────────────────────────────────────────────────────────────────────────────────────────


@click.command(short_help="Write the site's search index, without mkdocs.")
@click.option(
    "--site-dir",
    type=FilePath(),
    metavar="DIR",
    help="The built site; by default the `site_dir` of mkdocs.yml.",
)
@click.pass_obj
def build(settings: Settings, /, *, site_dir: Path | None) -> None:
    """Write the search index into DIR/search and its script into DIR/assets/harvest/search.

    Nothing else: no page is built. `mkdocs build` does this too; this is for sites that another builder makes
    from the same docs folder, with an address for each page that ends in a slash.
    """
    from harvest import display, findability
    from harvest.site import indexing

    config = settings.config()
    site = site_dir or config.site
    indexing.refuse(site, config)
    index = findability.published(config, workers=settings.workers)
    indexing.write(index, lambda where: f"{where.removesuffix('.md')}/", site)
    if not settings.quiet:
        display.OUT.print(f"The search index of {len(index.pages):,} pages is in {site}")


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
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only from this day on (UTC)."
)
@click.option("--top", type=Count(), metavar="N", default=MISSES, show_default=True, help="So many at most.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no table.")
@click.pass_obj
def misses(
    settings: Settings,
    /,
    logs: tuple[Path, ...],
    *,
    visitors: int,
    since: datetime | None,
    top: int,
    as_json: bool,
) -> int:
    """Say what customers searched for and did not find, from the web server's access logs, and what to do.

    LOG is a file, plain or gzip, or - for standard input. Addresses are never shown or kept.
    """
    from datetime import UTC, datetime

    from harvest import display, findings
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
            since=since.date() if since else None,
            now=datetime.now(UTC),
            workers=settings.workers,
            progress=progress,
        )
    for error in missed.failed:
        display.say_error(error)
    if not missed.logs:
        return NOT_DONE
    if as_json:
        click.echo(findings.missed_json(missed.advice))
    elif missed.advice:
        findings.say_missed(missed)
    findings.say_logs(missed, visitors, quiet=settings.quiet)
    return LEFT_OUT if missed.failed else 0


# ── backtest ─────────────────────────────────────────────────────────────────────────────────────


@click.command("search", short_help="How well re-phrased questions find their page.")
@click.argument("paths", metavar="SET...", nargs=-1, required=True, type=FilePath())
@click.option(
    "--phrases",
    type=Count(0),
    metavar="N",
    help="So many phrasings go into each page; by default half.",
)
@click.option("--seed", type=Count(0), metavar="N", default=1, show_default=True, help="Decides which.")
@click.option("--json", "as_json", is_flag=True, help="End in one line of JSON.")
def backtest_search(paths: tuple[Path, ...], *, phrases: int | None, seed: int, as_json: bool) -> None:
    """Put some phrasings of each question of each SET into its page and look for it by the others."""
    from harvest import display, findings
    from harvest.backtest import search as searched

    cases = [(path, searched.part(searched.read(path), phrases, seed)) for path in paths]
    for path, case in cases:
        if not case.queries:
            todo = "choose a smaller --phrases, or a set with more phrasings of a question"
            raise HarvestError("no phrasing is left to look for", where=path, todo=todo)
    for path, case in cases:
        display.OUT.print(
            display.shown(f"{path}: {len(case.pages):,} pages, {len(case.queries):,} queries, seed {seed}"),
            style="bold",
        )
        figures = {}
        for score in searched.measure(case):
            findings.say_score(score)
            figures[score.name] = score.figures()
        findings.say_false(*searched.false_answers(case))
        if as_json:
            click.echo(json.dumps(figures))
