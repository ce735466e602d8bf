"""A knowledge base that asks the status site, and loads as well where that is dead."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from harvest.site.init import init
from tests.accessibility import axe
from tests.site.conftest import KnowledgeBase
from tests.site.test_browser import PHONE, visit
from tests.site.webserver import nginx

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow
STATUS = "https://status.kettle-status.example/"
DOWN = {
    "title": {"": "Kettle Works: Kettles stay cold"},
    "link": STATUS,
    "impact": "major",
    "valid_until": (datetime.now(UTC) + timedelta(hours=1)).isoformat(),
}
PAGES = ("", "answers/cold/", "topics/", "topics/kettles/", "search/", "404.html")


def policy_of(kb: KnowledgeBase) -> str:
    lines = (kb.site / "_headers").read_text(encoding="utf-8").splitlines()
    return next(line for line in lines if "Content-Security-Policy" in line)


def built(kb: KnowledgeBase, status: str = STATUS) -> KnowledgeBase:
    kb.answer("cold", title="It stays cold", topic="Kettles")
    if status:
        kb.options(status=status)
    kb.built()
    return kb


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """Built to ask the status site; tests only read it."""
    folder = tmp_path_factory.mktemp("asking") / "kb"
    init(folder)
    return built(KnowledgeBase(folder))


def test_every_page_says_where_to_see_what_is_down_twice_and_needs_no_script_for_it(
    kb: KnowledgeBase,
) -> None:
    site = built(kb, "https://status.kettle-status.example").site
    for page in PAGES:
        text = (site / page / "index.html" if not page.endswith(".html") else site / page).read_text()
        assert text.count(f'Is it just me? <a href="{STATUS}" rel="noopener">See what is down</a>') == 2
        assert text.count(f'assets/harvest/banner.js" data-status="{STATUS}" async></script>') == 1
    assert len((site / "assets/harvest/banner.js").read_bytes()) < 1000


def test_one_address_of_one_host_is_allowed_where_it_is_configured_and_none_where_it_is_not(
    kb: KnowledgeBase,
) -> None:
    without = policy_of(built(kb, ""))
    assert not (kb.site / "assets/harvest/banner.js").exists()
    assert "See what is down" not in (kb.site / "index.html").read_text(encoding="utf-8")
    kb.options(status=STATUS)
    kb.built()
    assert "connect-src 'self';" in without
    assert policy_of(kb) == without.replace("connect-src 'self';", f"connect-src 'self' {STATUS}banner.json;")


def test_while_the_status_host_is_dead_pages_load_and_search_all_the_same(
    kb: KnowledgeBase, browser: Browser, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        dead = f"https://127.0.0.1:{free.getsockname()[1]}/"
    built(kb, dead)
    headers = kb.folder / ".harvest/headers/nginx.conf"
    with nginx(kb.site, headers, tmp_path / "run") as server, visit(browser, server.address) as tab:
        for page in PAGES:
            with tab.page.expect_event("requestfailed", lambda request: request.url.startswith(dead)):
                tab.go(page)
            assert tab.page.locator("[role=status][dir]").count() == 0
        tab.go("search/?q=stays+cold")
        tab.page.wait_for_selector("[data-hv-results] a")
        assert set(tab.foreign) == {f"{dead}banner.json"}
        assert {each for each in tab.errors if dead not in each} == set()
        assert all("ERR_CONNECTION_REFUSED" in each for each in tab.errors)


@pytest.mark.parametrize("size", [PHONE, (1280, 860)])
def test_while_something_is_down_every_page_says_so_under_the_strict_policy(
    asking: KnowledgeBase, browser: Browser, tmp_path: Path, size: tuple[int, int]
) -> None:
    headers = asking.folder / ".harvest/headers/nginx.conf"
    with nginx(asking.site, headers, tmp_path / "run") as server, visit(browser, server.address, size) as tab:
        tab.page.route(
            f"{STATUS}banner.json",
            lambda route: route.fulfill(
                body=json.dumps(DOWN), headers={"Access-Control-Allow-Origin": "*"}, content_type="text/json"
            ),
        )
        for page in PAGES:
            tab.go(page)
            tab.page.wait_for_selector("[role=status][dir] >> text=Kettles stay cold")
            assert tab.page.evaluate("document.documentElement.scrollWidth") <= size[0]
            found = [
                (each["id"], node["html"]) for each in axe(tab.page)["violations"] for node in each["nodes"]
            ]
            # The line comes before the theme's skip link, which axe then takes for any other link.
            assert [each for each in found if each[0] != "region" or "md-skip" not in each[1]] == []
        assert [each for each in tab.errors if "404" not in each] == []
        assert set(tab.foreign) == {f"{STATUS}banner.json"}


def test_without_javascript_the_way_is_there(asking: KnowledgeBase, browser: Browser, tmp_path: Path) -> None:
    headers = asking.folder / ".harvest/headers/nginx.conf"
    with (
        nginx(asking.site, headers, tmp_path / "run") as server,
        visit(browser, server.address, java_script_enabled=False) as tab,
    ):
        tab.go("")
        assert [each.is_visible() for each in tab.page.get_by_text("See what is down").all()] == [True, True]
        assert (tab.foreign, tab.errors) == ([], [])
