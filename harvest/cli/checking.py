"""`harvest check`: what a page must be before customers see it."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from harvest.cli.exits import LEFT_OUT
from harvest.cli.options import FilePath
from harvest.errors import HarvestError

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.cli.settings import Settings


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
    from harvest import findability
    from harvest.cli import findings
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
