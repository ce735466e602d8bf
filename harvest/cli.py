"""The command line: parse, call, print. Exit codes: 0 done, 1 done but something was left out, 2 not done."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from harvest import __version__, pipeline
from harvest.config import load
from harvest.display import (
    ERR,
    OUT,
    Drawn,
    candidates_json,
    say_candidates,
    say_error,
    say_imported,
    say_plans,
    shown,
)
from harvest.errors import HarvestError
from harvest.model import Amend, Create
from harvest.site.init import init as start_site
from harvest.sources import FORMATS

if TYPE_CHECKING:
    from harvest.config import Config

LEFT_OUT: Final = 1
NOT_DONE: Final = 2


class Group(click.Group):
    """Turns our own errors into one line and an exit code; a bug keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except HarvestError as error:
            say_error(error)
            ctx.exit(NOT_DONE)


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that every command shares."""

    config_path: Path
    quiet: bool
    workers: int

    def config(self) -> Config:
        """The configuration; raises ConfigError."""
        return load(self.config_path, environ=os.environ)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="harvest")
@click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The knowledge base's mkdocs.yml.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    show_default="one per core",
    help="Processes to judge with.",
)
@click.pass_context
def main(ctx: click.Context, config_path: Path, *, quiet: bool, workers: int) -> None:
    """Turn conversations that helped into answer pages that can be found."""
    ctx.obj = Settings(config_path, quiet, workers)


_FORMATS_HELP: Final = "Formats: " + "; ".join(f"{known.name} ({known.about})" for known in FORMATS) + "."


@main.command("import", epilog=_FORMATS_HELP)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--from", "format_name", metavar="FORMAT", help="The archive's format; guessed when left out.")
@click.option("--as", "name", metavar="NAME", help="The source's name in the lake; by default the format's.")
@click.option("--url", default="", help="Where the community lives, for formats that do not say.")
@click.option("--licence", default="", help="The posts' licence, for formats that do not say.")
@click.pass_obj
def import_(settings: Settings, paths: tuple[Path, ...], **told: str | None) -> None:
    """Read archives of conversations into the lake. Without PATHS: those that mkdocs.yml names."""
    config = settings.config()
    jobs = pipeline.import_jobs(config, paths, **{key: value or "" for key, value in told.items()})
    failed = files = 0
    for job in jobs:
        started = time.perf_counter()
        with Drawn(quiet=settings.quiet) as progress:
            done = pipeline.import_archives(config, job, now=datetime.now(UTC), progress=progress)
        say_imported(done, time.perf_counter() - started)
        files += done.files
        failed += len(done.failed)
    if failed:
        sys.exit(NOT_DONE if failed == files else LEFT_OUT)


@main.command()
@click.option("--top", type=click.IntRange(1), default=25, show_default=True, help="So many rows at most.")
@click.option("--all", "everything", is_flag=True, help="Every conversation, also those to leave alone.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no table.")
@click.pass_obj
def candidates(settings: Settings, *, top: int, everything: bool, as_json: bool) -> None:
    """Which conversations are worth a page, best first, and why."""
    config = settings.config()
    started = time.perf_counter()
    with Drawn(quiet=settings.quiet) as progress:
        total = pipeline.find_candidates(config, workers=settings.workers, progress=progress)
    found = [c for c in total if everything or isinstance(c.intent, Create | Amend)][
        : None if everything else top
    ]
    if as_json:
        OUT.print_json(candidates_json(found), ensure_ascii=False)
    else:
        say_candidates(found, total, time.perf_counter() - started)


@main.command()
@click.argument("threads", nargs=-1)
@click.option("--top", type=click.IntRange(1), help="The best so many candidates, when no THREADS are named.")
@click.option("--refresh", is_flag=True, help="Also pages whose conversations have not changed.")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@click.pass_obj
def draft(
    settings: Settings, threads: tuple[str, ...], top: int | None, *, refresh: bool, dry_run: bool
) -> None:
    """Write answer pages for THREADS (source:id or address) or the best candidates; bring pages up to date.

    A page that a person has edited is never overwritten: what would change goes to .harvest/proposals/.
    """
    config = settings.config()
    with Drawn(quiet=settings.quiet) as progress:
        total = pipeline.find_candidates(config, workers=settings.workers, progress=progress)
    picked = pipeline.chosen(config, total, threads, top, refresh=refresh)
    plans = pipeline.plan_drafts(config, picked)
    if not dry_run:
        pipeline.carry_out(config, plans)
    say_plans(plans, dry=dry_run)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Start your own knowledge base in DIR: configuration, home page, theme and CI; no code."""
    for path in start_site(folder):
        OUT.print(shown(str(path)))
    ERR.print(
        shown(f"Next: cd {folder}, say who you are in mkdocs.yml, then `harvest import` your conversations.")
    )
