"""`harvest fetch` and `harvest sources`: the live services."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from harvest.cli.exits import LEFT_OUT, NOT_DONE
from harvest.cli.options import Day
from harvest.errors import FetchError

if TYPE_CHECKING:
    from datetime import date

    from harvest.cli.settings import Settings


@click.command()
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option(
    "--since",
    type=Day(),
    metavar="DAY",
    help="Read again everything since then (2026-01-31), whatever was read before.",
)
@click.option("--dry-run", "dry", is_flag=True, help="Ask the services, say what is new, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="A summary as JSON on standard output.")
@click.pass_obj
def fetch(
    settings: Settings, /, names: tuple[str, ...], since: date | None, *, dry: bool, as_json: bool
) -> int:
    """Bring what is new in the live services into the lake.

    Without SOURCE: from every source that has `fetch` in mkdocs.yml.
    """
    config = settings.config()
    from datetime import UTC, datetime, time

    from harvest.cli import display, fetched
    from harvest.pipeline import fetching
    from harvest.pipeline.visiting import Outside

    if since and since > datetime.now(UTC).date():
        raise FetchError(f"--since {since}: this day is still to come", todo="name one that has been")
    sources = fetching.wanted(config, names)
    with display.Drawn(quiet=settings.quiet) as progress:
        run = fetching.fetch(
            config,
            sources,
            outside=Outside(),
            progress=progress,
            since=datetime.combine(since, time.min, UTC) if since else None,
            dry=dry,
        )
    fetched.say_run(run, dry=dry, quiet=settings.quiet)
    if as_json:
        fetched.print_run(run)
    for mistake in run.broken:
        raise mistake
    failed = sum(one.failed is not None for one in run.sources)
    if failed == len(run.sources):
        return NOT_DONE
    return LEFT_OUT if failed else 0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no table.")
@click.pass_obj
def sources(settings: Settings, /, *, as_json: bool) -> int:
    """Say how far each source has come.

    Its posts, last run and lag, and when it may be asked next.
    """
    config = settings.config()
    from datetime import UTC, datetime

    from harvest.cli import fetched
    from harvest.pipeline.standing import standing

    now = datetime.now(UTC)
    found = standing(config, now)
    if as_json:
        fetched.print_standing(found, now)
    else:
        fetched.say_standing(found, now)
    return 0
