"""MiniSearch: an index made by Node, loaded whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.running import run
from benchmarks.search import installed
from benchmarks.search.engines.built import Built
from benchmarks.search.queries import address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.search.corpus import Made

_MAKE: Final = Path(__file__).with_name("minisearch_index.mjs")


def build(folder: Path, pages: Sequence[Made], cache: Path) -> Built:
    """Only the index: MiniSearch makes no pages."""
    package, version = installed.from_npm("minisearch", cache)
    site = folder / "minisearch"
    site.mkdir()
    module = package / "dist" / "es" / "index.js"
    (site / "minisearch.js").write_bytes(module.read_bytes())
    docs = [{"id": address(page), "title": page.title, "text": "\n".join(page.paragraphs)} for page in pages]
    (folder / "pages.json").write_text(json.dumps(docs), encoding="utf-8")
    measured = run(folder, "node", str(_MAKE), str(module), "pages.json", str(site / "index.json"))
    return Built(version, site, 2, measured, whole=True)
