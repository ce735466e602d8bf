"""The command line: parse, call, print. Exit codes: 0 done, 1 done but something was left out, 2 not done.

One file for each family of commands, one line for each command in `COMMANDS`. Commands import what they need
when they run: `--help` and a mistyped option need not wait for DuckDB.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import Final

import click

from harvest import __version__
from harvest.cli import (
    backtesting,
    building,
    checking,
    drafting,
    fetching,
    importing,
    judging,
    lifecycle,
    posting,
    promoting,
    proving,
    publishing,
    replying,
    searching,
    starting,
    status,
)
from harvest.cli.group import Group
from harvest.cli.options import Count, FilePath
from harvest.cli.settings import Settings

MOST_WORKERS: Final = 64
OBJECTS: Final = 100_000
"""Made before garbage is looked for: commands are short, and looking every 700 costs one second in seven."""


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="harvest")
@click.option(
    "--config",
    "config_path",
    type=FilePath(),
    metavar="FILE",
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The knowledge base's mkdocs.yml.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summaries, only results and mistakes.")
@click.option(
    "--workers",
    type=Count(most=MOST_WORKERS),
    metavar="N",
    default=min(os.cpu_count() or 1, MOST_WORKERS),
    help="Processes to judge with; by default one per core. The result is the same.",
)
@click.pass_context
def main(ctx: click.Context, config_path: Path, *, quiet: bool, workers: int) -> None:
    """Turn conversations that helped into answer pages that can be found."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # somebody's Latin-1 terminal must not stop an import
            stream.reconfigure(errors="replace")
    gc.set_threshold(OBJECTS)
    ctx.obj = Settings(config_path, quiet, workers)


COMMANDS: Final = (
    importing.import_,
    fetching.fetch,
    fetching.sources,
    judging.candidates,
    judging.waiting,
    drafting.draft,
    promoting.promote,
    lifecycle.approve,
    lifecycle.review,
    lifecycle.retire,
    lifecycle.restore,
    lifecycle.merge,
    lifecycle.takedown,
    lifecycle.trust,
    judging.vocabulary,
    searching.search,
    checking.check,
    building.build,
    searching.misses,
    replying.reply,
    backtesting.backtest,
    status.status,
    starting.init,
)
for _command in COMMANDS:
    main.add_command(_command)

OF_STATUS: Final = (
    posting.open_,
    posting.maintenance,
    posting.update,
    posting.resolve,
    posting.postmortem,
    posting.due,
    publishing.publish,
    publishing.verify,
    publishing.key,
    proving.independence,
    proving.drill,
)
for _command in OF_STATUS:
    status.status.add_command(_command)
