"""A page is taken out of a site that is built already, and the site is what a new build would have made."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from harvest.config import load
from harvest.errors import BuildError
from harvest.pages.parse import parse
from harvest.site import gone
from tests.accessibility import axe
from tests.site.conftest import served, taken_down
from tests.site.test_browser import visit

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.site.conftest import KnowledgeBase

PATH = "answers/kettle.md"


def built(kb: KnowledgeBase) -> Path:
    kb.answer("kettle", title="Kettle on fire", redirect_from=["answers/hot/"], topic="T", askers=9)
    kb.answer("old", state="retired", title="Old kettle", topic="T")
    kb.answer("kettle-two", title="Another kettle", topic="T", redirect_from=["answers/old/"])
    site = kb.built()
    taken_down(kb, "kettle", words="It <i>burns</i>.")
    return site


def take_out(kb: KnowledgeBase) -> tuple[Path, ...]:
    text = (kb.folder / "docs" / PATH).read_text(encoding="utf-8")
    config = load(kb.folder / "mkdocs.yml")
    return gone.take_out(kb.site, PATH, parse(text).answer, config)


def test_nothing_of_the_page_is_left_but_that_it_is_gone(kb: KnowledgeBase) -> None:
    site = built(kb)
    packed = site / "answers/kettle/index.html.gz"
    packed.write_bytes(gzip.compress(b"Kettle on fire"))
    others = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    changed = {path.relative_to(site).as_posix() for path in take_out(kb)}
    assert changed == {
        "answers/kettle/index.html",
        "answers/hot/index.html",
        "index.html",
        "topics/t/index.html",
        "sitemap.xml",
    }
    assert not packed.exists()
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not name.startswith("search/"):
            data = path.read_bytes()
            assert b"Kettle on fire" not in data
            assert name in {*changed, "sitemap.xml.gz"} or data == others[path]
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == (site / "sitemap.xml").read_bytes()
    assert "answers/kettle/" not in (site / "sitemap.xml").read_text()
    page = kb.page("answers/kettle")
    assert "It &lt;i&gt;burns&lt;/i&gt;." in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Another kettle" in kb.page("topics/t")
    assert "Another kettle" in kb.page("answers/old")


def test_the_lists_are_those_of_a_new_build(kb: KnowledgeBase) -> None:
    site = built(kb)
    take_out(kb)
    names = ("topics/t/index.html", "answers/hot/index.html")
    at_once = [(site / name).read_text() for name in names]
    kb.built()

    def plain(text: str) -> list[str]:
        return [line.strip() for line in text.splitlines() if line.strip()]

    assert [plain(text) for text in at_once] == [plain((site / name).read_text()) for name in names]


def test_doing_it_again_changes_nothing_more(kb: KnowledgeBase) -> None:
    site = built(kb)
    take_out(kb)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    take_out(kb)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


def test_a_site_without_the_page_is_the_wrong_one(kb: KnowledgeBase) -> None:
    built(kb)
    (kb.site / "answers/kettle/index.html").unlink()
    with pytest.raises(BuildError, match="has no page answers/kettle/"):
        take_out(kb)


@pytest.mark.slow
def test_everybody_can_use_it_until_the_next_build(kb: KnowledgeBase, browser: Browser) -> None:
    built(kb)
    take_out(kb)
    with served(kb.site) as base, visit(browser, base, (360, 740)) as tab:
        tab.go("answers/hot/")
        tab.page.wait_for_url("**/answers/kettle/")
        assert axe(tab.page)["violations"] == []
        tab.page.get_by_role("link", name="Search in your own words").click()
        tab.page.wait_for_url("**/search/")
        tab.clean()
