"""`harvest check`: what a page must be before customers see it."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from harvest.cli.exits import LEFT_OUT
from harvest.cli.options import FilePath

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.cli.report import Place
    from harvest.cli.settings import Settings
    from harvest.pipeline.checking import Checked

FORMATS: Final = ("text", "github", "sarif", "json")


@click.command(short_help="Say what is wrong with pages; fail where customers must not see them so.")
@click.argument("pages", nargs=-1, type=FilePath(), metavar="[PAGE]...")
@click.option(
    "--against",
    type=FilePath(),
    metavar="DOCS",
    help="The docs folder before the change: only what it touched is looked at, and what it lost.",
)
@click.option("--links", is_flag=True, help="Also try the addresses of others. Slow.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, for annotations of a pull request, or for machines.",
)
@click.option("--list", "listing", is_flag=True, help="Say what is checked, and check nothing.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the front matter, for editors.")
@click.pass_obj
def check(
    settings: Settings,
    /,
    pages: tuple[Path, ...],
    *,
    against: Path | None,
    links: bool,
    form: str,
    listing: bool,
    schema: bool,
) -> int:
    """Check all answer pages, or the PAGEs (files or folders) that are named.

    Exit code 1 where there is an error; warnings fail nothing. A check is switched off by its id and a
    reason, under `waive` in the page or in mkdocs.yml.
    """
    from harvest.cli import report

    if listing:
        report.say_checks()
        return 0
    if schema:
        from harvest.pages.schema import as_text

        click.echo(as_text(), nl=False)
        return 0
    config = settings.config()
    checked = _checked(settings, pages, against, links=links)
    place = report.Place(config.docs, repository(config.root))
    _say(checked, place, form, quiet=settings.quiet)
    return LEFT_OUT if checked.report.fails else 0


def _checked(settings: Settings, pages: tuple[Path, ...], against: Path | None, *, links: bool) -> Checked:
    import time
    from datetime import UTC, datetime

    from harvest import probe
    from harvest.cli import display
    from harvest.pipeline import checking

    with display.Drawn(quiet=settings.quiet) as progress:
        return checking.check(
            settings.config(),
            settings.config_path,
            against=against,
            only=pages,
            links=probe.prober(time.sleep) if links else None,
            today=datetime.now(UTC).date(),
            workers=settings.workers,
            progress=progress,
        )


def _say(checked: Checked, place: Place, form: str, *, quiet: bool) -> None:
    from harvest.cli import findings, report

    match form:
        case "github":
            click.echo(report.as_annotations(checked.report, place), nl=False)
        case "sarif":
            click.echo(report.as_sarif(checked.report, place))
        case "json":
            click.echo(report.as_json(checked, place))
        case _:
            report.say_report(checked.report, place)
            findings.say_moves(checked.findability.moved or ())
    if not quiet:
        if checked.findability.held:
            findings.say_held(checked.findability.held)
        report.say_counts(checked)


def repository(folder: Path) -> Path:
    """The root of the git repository that a folder lies in; the folder itself where it lies in none."""
    return next((each for each in (folder, *folder.parents) if (each / ".git").exists()), folder)
