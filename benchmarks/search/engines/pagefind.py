"""Pagefind: an index in pieces, read by WebAssembly."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from benchmarks.running import run
from benchmarks.search import installed
from benchmarks.search.engines.built import Built, files_in
from benchmarks.search.queries import address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.search.corpus import Made


def build(folder: Path, pages: Sequence[Made], cache: Path) -> Built:
    """Only the index, of pages with nothing but their text."""
    package, version = installed.from_npm("pagefind", cache)
    site = folder / "pagefind"
    for page in pages:
        path = site / address(page) / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(_html(page), encoding="utf-8")
    measured = run(folder, str(package.parent / ".bin" / "pagefind"), "--site", str(site))
    return Built(version, site, files_in(site / "pagefind"), measured)


def _html(page: Made) -> str:
    text = "".join(f"<p>{escape(each)}</p>\n" for each in page.paragraphs)
    title = escape(page.title)
    head = f'<!doctype html><html lang="en"><title>{title}</title>'
    return f"{head}<body><h1>{title}</h1>\n{text}</body></html>\n"
