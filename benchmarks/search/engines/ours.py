"""Harvest: `mkdocs build`, with everything that it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import harvest
from benchmarks.running import run, tool
from benchmarks.search import knowledge_base
from benchmarks.search.engines.built import Built, files_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.search.corpus import Made


def build(folder: Path, _pages: Sequence[Made], _cache: Path) -> Built:
    """The site as it is published."""
    measured = run(folder, tool("mkdocs"), "build", "--strict", "--quiet")
    site = folder / knowledge_base.SITE
    return Built(
        harvest.__version__,
        site,
        files_in(site / "search", site / "assets" / "harvest" / "search"),
        measured,
        headers=(folder / ".harvest" / "headers" / "nginx.conf").read_text(encoding="utf-8"),
    )
