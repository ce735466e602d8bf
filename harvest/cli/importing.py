"""`harvest import`: archives into the lake."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from harvest.cli.exits import LEFT_OUT, NOT_DONE
from harvest.cli.options import FilePath

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.cli.settings import Settings


def _address(_ctx: click.Context, _option: click.Parameter, typed: str) -> str:
    """What `url` of a source in mkdocs.yml may be, or nothing: it ends up on pages."""
    from harvest.markup import safe_href
    from harvest.values import is_address

    if typed and not (is_address(typed) and safe_href(typed.replace("{id}", "1"))):
        raise click.BadParameter("a web address belongs here, with {id} for the id where needed")
    return typed


def _line(_ctx: click.Context, _option: click.Parameter, typed: str) -> str:
    """What a text in mkdocs.yml may be, or nothing: it ends up on pages."""
    if not typed.isprintable():
        raise click.BadParameter("a text on one line belongs here")
    return typed


class _Import(click.Command):
    """Its help lists the formats."""

    def format_epilog(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """Name and nature of each format."""
        from harvest.sources import FORMATS

        with formatter.section("Formats"):
            formatter.write_dl([(known.name, known.about) for known in FORMATS])


@click.command("import", cls=_Import)
@click.argument("paths", nargs=-1, type=FilePath())
@click.option(
    "--from", "format_name", metavar="FORMAT", default="", help="The archive's format; guessed when left out."
)
@click.option(
    "--as",
    "name",
    metavar="NAME",
    default="",
    help="The source's name; by default that of the source with this format in mkdocs.yml, or the format's.",
)
@click.option(
    "--url", default="", callback=_address, help="Where the community lives, for formats that do not say."
)
@click.option(
    "--licence", default="", callback=_line, help="The posts' licence, for formats that do not say."
)
@click.pass_obj
def import_(
    settings: Settings, /, paths: tuple[Path, ...], format_name: str, name: str, url: str, licence: str
) -> int:
    """Read archives of conversations into the lake. Without PATHS: those that mkdocs.yml names."""
    config = settings.config()
    from datetime import UTC, datetime

    from harvest import pipeline
    from harvest.cli import display, terminal

    work = pipeline.import_jobs(config, paths, format_name=format_name, name=name, url=url, licence=licence)
    for error in work.failed:
        terminal.say_error(error)
    taken, failed, rejected = 0, len(work.failed), 0
    for job in work.jobs:
        started = time.perf_counter()
        with display.Drawn(quiet=settings.quiet) as progress:
            done = pipeline.import_archives(config, job, now=datetime.now(UTC), progress=progress)
        display.say_imported(done, time.perf_counter() - started, quiet=settings.quiet)
        taken += done.files - len(done.failed)
        failed += len(done.failed)
        rejected += done.bad > 0 and not done.posts
    if failed and not taken:
        return NOT_DONE
    return LEFT_OUT if failed or rejected else 0
