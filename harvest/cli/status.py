"""`harvest status`: the pages that stay up. Nothing here needs mkdocs.yml, the lake or the main service."""
# ruff: noqa: PLC0415 — on a bad day, a command starts in a moment

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from harvest.cli import clock
from harvest.cli.exits import LEFT_OUT
from harvest.cli.options import Count, FilePath
from harvest.cli.tower import Tower, tell

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER: Final = Path("docs/status")


@click.group(short_help="The status site: what is down, since when, and what to do meanwhile.")
@click.option(
    "--folder",
    type=FilePath(),
    default=FOLDER,
    metavar="DIR",
    help="The folder of status.yml, incidents and maintenance.  [default: docs/status]",
)
@click.pass_context
def status(ctx: click.Context, /, folder: Path) -> None:
    """Say what is down, since when, and what customers can do meanwhile.

    Published where the main service cannot take it along: nothing here needs mkdocs.yml or the lake.
    """
    ctx.obj = Tower(folder, quiet=bool(getattr(ctx.obj, "quiet", False)))


@status.command()
@click.option(
    "--output", type=FilePath(), required=True, metavar="DIR", help="Empty, or of an earlier build."
)
@click.pass_obj
def build(tower: Tower, /, output: Path) -> int:
    """Write the whole site into DIR, at once. Exit code 1 where a file has mistakes: the rest is built."""
    from harvest.status.output import put
    from harvest.status.site import build as built

    settings = tower.settings()
    now = clock.now()
    found = tower.contents(settings, now)
    files = built(settings, found, now)
    put(output, files)
    if not tower.quiet:
        tell(f"{len(files)} files in {output}, valid for {settings.valid_minutes} min")
    return LEFT_OUT if found.problems or settings.damaged else 0


@status.command("outage-page")
@click.option("--output", type=FilePath(), required=True, metavar="DIR", help="The folder to write into.")
@click.option("--at", default="", metavar="PATH", help="Where that folder lies on the server, if elsewhere.")
@click.option(
    "--retry-after",
    "retry",
    type=Count(most=86_400),
    default=120,
    show_default=True,
    metavar="SECONDS",
    help="When programs are to try again.",
)
@click.pass_obj
def outage_page(tower: Tower, /, output: Path, at: str, retry: int) -> None:
    """Write pages for the main service's own web server to show while the service is away.

    With settings for nginx, Caddy and Apache: a dead service becomes a 503 that leads to the status site.
    """
    from harvest.status.outage import files

    _write_all(tower, output, files(tower.settings(), at or str(output.resolve()), retry))


@status.command("server-config")
@click.option("--output", type=FilePath(), required=True, metavar="DIR", help="The folder to write into.")
@click.option("--at", required=True, metavar="PATH", help="Where the status site lies on its server.")
@click.pass_obj
def server_config(tower: Tower, /, output: Path, at: str) -> None:
    """Write settings for nginx and Caddy to serve the status site with: headers, types, caches."""
    from harvest.status.serving import files

    _write_all(tower, output, files(tower.settings(), at))


@status.command("import")
@click.argument("files", nargs=-1, required=True, type=FilePath(), metavar="FILE...")
@click.option("--dry-run", is_flag=True, help="Say what would be written; write nothing.")
@click.pass_obj
def import_(tower: Tower, /, files: tuple[Path, ...], *, dry_run: bool) -> int:
    """Take incidents and maintenance over from another status page: FILE is JSON of Statuspage's API.

    What is there already stays as it is, so that this can be run again. Exit code 1 where something was
    left out.
    """
    from harvest.status import folder, importing

    settings = tower.settings()
    moved = importing.Moved()
    for file in files:
        importing.read(moved, str(file), folder.bytes_of(file), settings)
    taken = {name.partition("/")[2] for name in folder.names(tower.folder)}
    written = 0
    for kind, name, text in importing.texts(moved, taken, settings):
        if not dry_run:
            folder.change(tower.folder, folder.path_of(tower.folder, kind, name), partial(_new, text))
        click.echo(f"{kind}/{name}")
        written += 1
    for problem in moved.problems:
        tell(str(problem))
    for part, many in moved.unknown.most_common():
        tell(f"{many} of them name a part that status.yml does not have: {importing.suggested(part)}")
    if not tower.quiet:
        kept = len(moved.incidents) - written
        would = "would be " if dry_run else ""
        tell(f"{written} {would}written, {kept} there already or left out")
    return LEFT_OUT if moved.problems else 0


def _new(text: str, before: str | None) -> str:
    """Somebody may have been faster: what is there stays."""
    return text if before is None else before


def _write_all(tower: Tower, output: Path, files: Mapping[str, bytes]) -> None:
    """Put each file in its place, whole; what else lies there stays."""
    from harvest.disk import put

    for name, content in files.items():
        put(output / name, content.decode("utf-8"))
    if not tower.quiet:
        tell(f"{len(files)} files in {output}: each of the servers' says where it is included")


@status.command()
@click.pass_obj
def init(tower: Tower, /) -> None:
    """Write a status.yml to start from, with a word on every key."""
    from harvest.errors import HarvestError
    from harvest.status import folder
    from harvest.status.settings import FILE
    from harvest.status.starting import STATUS_YML

    path = tower.folder / FILE

    def write(before: str | None) -> str:
        if before is not None:
            raise HarvestError("is there already", where=path, todo="edit it")
        return STATUS_YML

    folder.change(tower.folder, path, write)
    click.echo(str(path))
