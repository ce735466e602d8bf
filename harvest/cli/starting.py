"""`harvest init`: the beginning of a knowledge base."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from harvest.cli.options import FilePath

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.cli.settings import Settings


@click.command(short_help="Start your own knowledge base in DIR.")
@click.argument("folder", metavar="DIR", type=FilePath())
@click.pass_obj
def init(settings: Settings, /, folder: Path) -> None:
    """Start your own knowledge base in DIR: configuration, home page, theme and CI; no code."""
    from harvest.cli import display
    from harvest.site.init import init as start_site

    display.say_started(folder, start_site(folder), quiet=settings.quiet)
