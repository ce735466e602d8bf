"""`harvest build`: the search index for a site that another builder makes."""
# ruff: noqa: PLC0415 — commands import what they need when they run

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from harvest.cli.options import FilePath

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.cli.settings import Settings


@click.command(short_help="Write the site's search index, without mkdocs.")
@click.option(
    "--site-dir",
    type=FilePath(),
    metavar="DIR",
    help="The built site; by default the `site_dir` of mkdocs.yml.",
)
@click.pass_obj
def build(settings: Settings, /, *, site_dir: Path | None) -> None:
    """Write the search index into DIR/search and its script into DIR/assets/harvest/search.

    Nothing else: no page is built. `mkdocs build` does this too; this is for sites that another builder makes
    from the same docs folder, with an address for each page that ends in a slash.
    """
    from harvest import findability
    from harvest.cli import terminal
    from harvest.site import indexing

    config = settings.config()
    site = site_dir or config.site
    indexing.refuse(site, config)
    index = findability.published(config, workers=settings.workers)
    indexing.write(index, lambda where: f"{where.removesuffix('.md')}/", site)
    if not settings.quiet:
        terminal.OUT.print(f"The search index of {len(index.pages):,} pages is in {site}")
