"""`harvest draft`: candidates into pages."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from harvest.cli.exits import LEFT_OUT
from harvest.cli.options import Count

if TYPE_CHECKING:
    from harvest.cli.settings import Settings


@click.command()
@click.argument("threads", nargs=-1)
@click.option("--top", type=Count(), metavar="N", help="The best N candidates, when no THREADS are named.")
@click.option("--refresh", is_flag=True, help="Also pages whose conversations have not changed.")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@click.pass_obj
def draft(
    settings: Settings, /, threads: tuple[str, ...], top: int | None, *, refresh: bool, dry_run: bool
) -> int:
    """Write answer pages, and bring those that exist up to date.

    For THREADS (source:id, or the conversation's address), else for the best candidates. A page that a person
    has edited is never overwritten: what would change goes to .harvest/proposals/.
    """
    config = settings.config()
    from harvest import pipeline
    from harvest.cli import display

    with display.Drawn(quiet=settings.quiet) as progress:
        total = pipeline.find_candidates(config, workers=settings.workers, progress=progress)
        picked = pipeline.chosen(config, total, threads, top, refresh=refresh)
        drafts = pipeline.plan_drafts(config, picked)
        if not dry_run:
            pipeline.carry_out(config, drafts.plans)
    display.say_plans(drafts.plans, dry=dry_run)
    without = [candidate for candidate in picked if not pipeline.can_be_drafted(candidate)]
    display.say_without_answer(without)
    display.say_nothing_stands(drafts.silent)
    return LEFT_OUT if threads and (without or drafts.silent) else 0
