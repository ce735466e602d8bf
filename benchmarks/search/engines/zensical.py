"""Zensical, the theme's successor, with the search that it comes with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.running import run
from benchmarks.search import installed, knowledge_base
from benchmarks.search.engines.built import Built

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.search.corpus import Made


def build(folder: Path, _pages: Sequence[Made], cache: Path) -> Built:
    """The whole site, from the configuration that Material has."""
    program, version = installed.from_pypi("zensical", cache)
    measured = run(folder, str(program), "build", "--clean", "--config-file", knowledge_base.OTHERS)
    site = folder / knowledge_base.OTHERS_SITE
    workers = site / "assets" / "javascripts" / "workers"
    (script,) = workers.glob("search.*.min.js")
    script.rename(workers / "search.js")
    return Built(version, site, 2, measured, whole=True)
