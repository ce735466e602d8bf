"""The search of the built site: the published answers as an index, and the script that reads it."""
# ruff: noqa: PLC0415 — Whoosh is imported when there is something to index

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest import places
from harvest.errors import BuildError
from harvest.site import badges
from harvest.vocabulary_file import vocabulary_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from harvest.config import Config
    from harvest.model import Answer
    from harvest.search.export import Export

SCRIPTS: Final = "assets/harvest/search"
"""Where the script is, below the root of the site."""


def refuse(site: Path, config: Config) -> None:
    """Raise BuildError where `site` is no folder for a site."""
    problem = places.of_site(site, root=config.root, docs=config.docs, lake=config.lake)
    if problem or site.is_file():
        raise BuildError(problem or "is a file", where=site, todo="name a folder for the built site")


def write(answers: Sequence[tuple[str, str, Answer]], config: Config, site: Path) -> Export:
    """Index (file, address, answer) of every published page, and write index and script into `site`.

    Returns the index as written. Raises HarvestError for a vocabulary that cannot be read, OSError where
    `site` cannot be written; the index that was there is then whole.
    """
    from harvest.search import Index, page_of
    from harvest.search import export as exported

    index = Index(
        [page_of(where, answer) for where, _, answer in answers],
        vocabulary_of(config.docs),
        config.languages,
    )
    sure = [badges.badge(answer) for _, _, answer in answers]
    shown = [
        exported.Shown(url, badge.text, badge.tone) for (_, url, _), badge in zip(answers, sure, strict=True)
    ]
    made = exported.export(index, shown)
    exported.publish(made, site)
    scripts = site / SCRIPTS
    scripts.mkdir(parents=True, exist_ok=True)
    for name, text in exported.scripts(index.analysis.language).items():
        exported.replace(scripts / name, text.encode())
    return made
