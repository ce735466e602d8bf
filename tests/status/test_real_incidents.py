"""Real incidents with every update, imported, written, read and built: nothing is lost on the way."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from lxml import html

from benchmarks import incidents
from harvest.status.folder import contents
from harvest.status.model import Kind
from harvest.status.settings import FILE, load
from harvest.status.site import build
from harvest.status.times import parse

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not incidents.FILE_OF_REAL_ONES.exists(), reason="no real incidents here"),
]


def test_nothing_is_lost(tmp_path: Path) -> None:
    rows = incidents.rows(incidents.FILE_OF_REAL_ONES)
    moved = incidents.write(rows, incidents.settings(rows), tmp_path)
    assert (moved.problems, moved.unknown) == ([], {})
    settings = load(tmp_path / FILE, {})
    now = max(parse(row["updated_at"]) for row in rows)
    found = contents(tmp_path, settings, now)
    assert found.problems == ()
    files = build(settings, found, now)
    pages = {path: html.fromstring(page) for path, page in files.items() if path.endswith(".html")}
    shown = {
        path: int(page.xpath("count(//ol[@reversed]/li)"))  # type: ignore[arg-type]
        for path, page in pages.items()
        if path.startswith(tuple(f"{kind}/2" for kind in Kind))
    }
    assert len(shown) == len(rows) == 399
    assert sum(shown.values()) == sum(len(row["updates"]) for row in rows)

    months = Counter(each.started.strftime("%Y-%m") for each in found.incidents)
    listed = {
        path.split("/")[1]: int(page.xpath("count(//h3)"))  # type: ignore[arg-type]
        for path, page in pages.items()
        if path.startswith("history/2")
    }
    assert listed == {now.strftime("%Y-%m"): 0, **months}
    api = json.loads(files["api/v2/incidents.json"])["incidents"]
    assert len(api) == 50
