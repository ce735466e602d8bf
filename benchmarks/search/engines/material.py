"""The theme's own search (lunr, in a worker), as `mkdocs build` writes it without our plugin."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from benchmarks.running import run, tool
from benchmarks.search import knowledge_base
from benchmarks.search.engines.built import Built, files_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.search.corpus import Made


def build(folder: Path, _pages: Sequence[Made], _cache: Path) -> Built:
    """The whole site."""
    measured = run(folder, tool("mkdocs"), "build", "--quiet", "--config-file", knowledge_base.OTHERS)
    site = folder / knowledge_base.OTHERS_SITE
    workers = site / "assets" / "javascripts" / "workers"
    (script,) = workers.glob("search.*.min.js")
    script.rename(workers / "search.js")
    return Built(version("mkdocs-material"), site, 1 + files_in(site / "search"), measured, whole=True)
