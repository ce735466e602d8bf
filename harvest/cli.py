"""The command line: parse, call, print. Exit codes: 0 done, 1 done but something was left out, 2 not done.

Commands import what they need when they run: `--help` and a mistyped option need not wait for DuckDB.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import errno
import gc
import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import click

from harvest import __version__, searching
from harvest.errors import HarvestError
from harvest.exits import INTERRUPTED, LEFT_OUT, NOT_DONE
from harvest.options import Count, FilePath, Share

if TYPE_CHECKING:
    from harvest.config import Config

MOST_WORKERS: Final = 64
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
OBJECTS: Final = 100_000
"""Made before garbage is looked for: commands are short, and looking every 700 costs one second in seven."""
ROWS: Final = 25
"""Of the table of candidates, where nobody says how many."""


class Group(click.Group):
    """Turns what a person can mend into one line and an exit code; a bug keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it returns is the exit code."""
        _open_closed_streams()
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()  # a full disk is found here and not after the last line
        except HarvestError as error:
            _fail(ctx, error, NOT_DONE)
        except KeyboardInterrupt:
            _fail(ctx, HarvestError("stopped", todo="run it again: nothing was half-written"), INTERRUPTED)
        except BrokenPipeError:
            raise  # `| head` has seen enough: click ends quietly
        except OSError as error:
            _drop_output()
            what = f"cannot be read or written: {error.strerror or error}"
            todo = "make room on the disk and run it again" if error.errno in _FULL else ""
            _fail(ctx, HarvestError(what, where=error.filename or "the output", todo=todo), NOT_DONE)
        ctx.exit(code or 0)


def _fail(ctx: click.Context, error: HarvestError, code: int) -> NoReturn:
    from harvest import display

    display.say_error(error)
    ctx.exit(code)


def _open_closed_streams() -> None:
    """What somebody closed (`>&-`) goes nowhere: the next file that is opened must not take its place."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 — until the end


def _drop_output() -> None:
    """What standard output has not taken by now must not be tried again when Python ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


@dataclass(frozen=True, slots=True)
class Settings:
    """The options that every command shares."""

    config_path: Path
    quiet: bool
    workers: int

    def config(self) -> Config:
        """The configuration; raises ConfigError."""
        from harvest.config import load

        return load(self.config_path, environ=os.environ)


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


@main.command("import", cls=_Import)
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

    from harvest import display, pipeline

    work = pipeline.import_jobs(config, paths, format_name=format_name, name=name, url=url, licence=licence)
    for error in work.failed:
        display.say_error(error)
    taken, failed = 0, len(work.failed)
    for job in work.jobs:
        started = time.perf_counter()
        with display.Drawn(quiet=settings.quiet) as progress:
            done = pipeline.import_archives(config, job, now=datetime.now(UTC), progress=progress)
        display.say_imported(done, time.perf_counter() - started, quiet=settings.quiet)
        taken += done.files - len(done.failed)
        failed += len(done.failed)
    if failed:
        return LEFT_OUT if taken else NOT_DONE
    return 0


@main.command()
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
    from harvest import display, pipeline
    from harvest.model import Leave

    started = time.perf_counter()
    with display.Drawn(quiet=settings.quiet) as progress:
        total = pipeline.find_candidates(config, workers=settings.workers, progress=progress)
    seconds = time.perf_counter() - started
    wanted = [c for c in total if everything or not isinstance(c.intent, Leave)]
    shown = wanted[: top or (None if everything else ROWS)]
    if as_json:
        click.echo(display.candidates_json(shown))
    elif shown:
        display.say_candidates(shown)
    if not settings.quiet:
        display.say_judged(total, seconds)


@main.command(short_help="Say who waits for an answer, since when and why.")
@click.option("--top", type=Count(), metavar="N", default=ROWS, show_default=True, help="So many at most.")
@click.option("--json", "as_json", is_flag=True, help="JSON on standard output; no table.")
@click.pass_obj
def waiting(settings: Settings, /, *, top: int, as_json: bool) -> None:
    """Say what nobody has answered in public, since when and why; most people for longest first."""
    config = settings.config()
    from datetime import UTC, datetime

    from harvest import display, pipeline

    with display.Drawn(quiet=settings.quiet) as progress:
        found = pipeline.find_waiting(
            config, now=datetime.now(UTC), workers=settings.workers, progress=progress
        )
    if as_json:
        click.echo(display.waiting_json(found[:top]))
    elif found:
        display.say_waiting(found[:top])
    if not settings.quiet:
        display.say_how_many_wait(found)


@main.command()
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
    from harvest import display, pipeline

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


@main.command(short_help="Compare customers' words with those of the people who help.")
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
    from harvest import display, pipeline, wording

    with display.Drawn(quiet=settings.quiet) as progress:
        heard = pipeline.hear(config, top=top, pairs=propose, workers=settings.workers, progress=progress)
    if as_json:
        click.echo(wording.vocabulary_json(heard))
    elif propose:
        click.echo(wording.proposals(heard.pairs, top), nl=False)
    else:
        wording.say_vocabulary(heard)


@main.group(short_help="Measure Harvest on labelled data.")
def backtest() -> None:
    """Measure on data that people have labelled how well Harvest does, and list what it gets wrong."""


@backtest.command("resolution", short_help="How well conversations are judged.")
@click.argument("path", metavar="PATH", type=FilePath())
@click.option("--json", "as_json", is_flag=True, help="End in one line of JSON.")
def backtest_resolution(path: Path, *, as_json: bool) -> None:
    """Judge the labelled threads in PATH: precision, recall and coverage by source, and every miss."""
    from harvest import display
    from harvest.backtest import labelled, resolution

    judged = resolution.judge_all(labelled.read(path))
    scores = resolution.by_source(judged)
    display.say_backtest(scores, resolution.misses(judged))
    if as_json:
        click.echo(json.dumps(scores[-1].figures()))


@backtest.command("duplicates", short_help="How well the same question is found again.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=FilePath())
@click.option(
    "--known",
    type=Share(),
    metavar="SHARE",
    default=0.5,
    show_default=True,
    help="Of the messages, so many are phrases of pages.",
)
@click.option(
    "--top",
    type=Count(0),
    metavar="N",
    default=10,
    show_default=True,
    help="So many of each mistake.",
)
@click.option("--json", "as_json", is_flag=True, help="End in one line of JSON.")
def backtest_duplicates(paths: tuple[Path, ...], *, known: float, top: int, as_json: bool) -> None:
    """Group the labelled questions in each PATH, and recognise those of pages: figures, worst mistakes."""
    from harvest import display
    from harvest.backtest import duplicates
    from harvest.backtest import known as recognised

    sets = [(str(path), duplicates.read(path)) for path in paths]
    figures = {}
    for name, messages in sets:
        grouped = duplicates.score(name, messages)
        joined = recognised.score(name, messages, known)
        display.say_duplicates(grouped, top)
        display.say_known(joined, top)
        figures[name] = grouped.figures() | joined.figures()
    if as_json:
        click.echo(json.dumps(figures))


@backtest.command("titles", short_help="How near titles come to those that readers gave.")
@click.argument("path", metavar="PATH", type=FilePath())
@click.option("--top", type=Count(0), metavar="N", default=50, show_default=True, help="So many pairs.")
@click.option("--json", "as_json", is_flag=True, help="End in one line of JSON.")
def backtest_titles(path: Path, *, top: int, as_json: bool) -> None:
    """Title the labelled threads in PATH: beside the readers' titles, the farthest apart first."""
    from harvest import wording
    from harvest.backtest import labelled, titles

    compared = titles.compare(labelled.read(path))
    figures = titles.figures(compared)
    wording.say_titles(compared[:top], figures)
    if as_json:
        click.echo(json.dumps({"titles": {"f1": figures[-1].f1, "equal": figures[-1].equal}}))


@main.command(short_help="Start your own knowledge base in DIR.")
@click.argument("folder", metavar="DIR", type=FilePath())
@click.pass_obj
def init(settings: Settings, /, folder: Path) -> None:
    """Start your own knowledge base in DIR: configuration, home page, theme and CI; no code."""
    from harvest import display
    from harvest.site.init import init as start_site

    display.say_started(folder, start_site(folder), quiet=settings.quiet)


main.add_command(searching.search)
main.add_command(searching.check)
main.add_command(searching.build)
main.add_command(searching.misses)
backtest.add_command(searching.backtest_search)
