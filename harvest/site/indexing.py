"""The search of the built site: the published answers as an index, and the script that reads it."""
# ruff: noqa: PLC0415 — Whoosh is imported when there is something to index

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest import places
from harvest.errors import BuildError
from harvest.model import Kind
from harvest.site import badges
from harvest.vocabulary_file import vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from harvest.config import Config
    from harvest.search import Index, Page
    from harvest.search.export import Export

SCRIPTS: Final = "assets/harvest/search"
"""Where the script is, below the root of the site."""


def refuse(site: Path, config: Config) -> None:
    """Raise BuildError where `site` is no folder for a site, or what is written there would lie elsewhere."""
    problem = places.of_site(site, root=config.root, docs=config.docs, lake=config.lake)
    if not problem and site.is_file():
        problem = "is a file"
    if not problem and places.holds_others(site):
        problem = "is no built site: it has no index.html, but other files"
    if problem:
        raise BuildError(problem, where=site, todo="name a folder for the built site")
    for folder in _written(site):
        if folder.is_symlink():
            raise BuildError(
                "is a symbolic link", where=folder, todo="remove it: a folder is made in its place"
            )


def _written(site: Path) -> Iterator[Path]:
    """The folders in `site` that are written into."""
    from harvest.search.export.folder import FOLDER, TEXTS

    yield site / FOLDER / TEXTS
    for below in (FOLDER, SCRIPTS):
        folder = site / below
        while folder != site:
            yield folder
            folder = folder.parent


def index_of(texts: Sequence[tuple[str, str]], wanted: Callable[[Page], bool], config: Config) -> Index:
    """Index those that are wanted, of (file, content) of all. Raises HarvestError for a bad vocabulary."""
    from harvest.search import KEPT, Index

    return Index.of(texts, wanted, vocabulary_of(config.docs), config.languages, file=config.work / KEPT)


def write(index: Index, url: Callable[[str], str], site: Path) -> Export:
    """Write index and script into `site`; returns the index. `url`: the address of a page, by its file.

    Raises OSError where `site` cannot be written; the index that was there is then whole.
    """
    from harvest.search import export as exported

    sure = [badges.badge(Kind(page.kind), confirmed=page.confirmed) for page in index.pages]
    shown = [
        exported.Shown(url(page.ref), badge.text, badge.tone)
        for page, badge in zip(index.pages, sure, strict=True)
    ]
    made = exported.export(index, shown)
    exported.publish(made, site)
    scripts = site / SCRIPTS
    scripts.mkdir(parents=True, exist_ok=True)
    for name, text in exported.scripts(index.analysis.language).items():
        exported.replace(scripts / name, text.encode())
    return made
