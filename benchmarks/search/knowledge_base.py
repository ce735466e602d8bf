"""The pages as answer pages in a folder, with a configuration for each builder of sites."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from harvest.model import Answer, Kind, Passage, Section, State
from harvest.pages.render import render

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.search.corpus import Made

TOPICS: Final = 20
OURS: Final = "mkdocs.yml"
OTHERS: Final = "others.yml"
"""The theme's own search instead of ours; Zensical reads the same."""
SITE: Final = "site"
OTHERS_SITE: Final = "others"
_CONFIG: Final = """\
site_name: Bench
site_url: http://127.0.0.1/
site_dir: {site}
theme: {{name: material, font: false}}
nav: [{{Home: index.md}}]
plugins: [{plugin}]
"""
_HARVEST: Final = "{harvest: {company: {name: Bench}, publish: [draft]}}"
KEPT: Final = ".harvest/search"
"""What earlier builds have read."""
_DAY: Final = date(2026, 3, 9)
_CHANGED: Final = "Somebody added a sentence about porcupines."


def write(folder: Path, pages: Sequence[Made]) -> None:
    """Make the folder."""
    (folder / "docs" / "answers").mkdir(parents=True)
    (folder / "docs" / "index.md").write_text("# Bench\n", encoding="utf-8")
    (folder / OURS).write_text(_CONFIG.format(site=SITE, plugin=_HARVEST), encoding="utf-8")
    (folder / OTHERS).write_text(_CONFIG.format(site=OTHERS_SITE, plugin="search"), encoding="utf-8")
    for number, page in enumerate(pages):
        _write(folder, page, number, page.paragraphs)


def change(folder: Path, pages: Sequence[Made], every: int, *, back: bool = False) -> None:
    """Add a sentence to every so many pages, or take it away again."""
    for number in range(0, len(pages), every):
        added = () if back else (_CHANGED,)
        _write(folder, pages[number], number, [*pages[number].paragraphs, *added])


def _write(folder: Path, page: Made, number: int, paragraphs: Sequence[str]) -> None:
    text = "\n\n".join(paragraphs) or page.title
    answer = Answer(
        title=page.title,
        kind=Kind.FIX,
        state=State.DRAFT,
        topic=f"Topic {number % TOPICS}",
        sections=(Section("", (Passage(text),)),),
        updated=_DAY,
        review_by=_DAY,
    )
    path = folder / "docs" / "answers" / f"{page.name}.md"
    path.write_text(render(answer), encoding="utf-8")
