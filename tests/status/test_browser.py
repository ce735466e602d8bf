"""The status site in real Chromium: readable by everybody, with and without scripts, and it asks nobody."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from harvest.status.folder import Contents
from harvest.status.output import put
from harvest.status.site import build
from tests.accessibility import axe
from tests.site.conftest import served
from tests.status import busy
from tests.status.site import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 860}
STORY = "incidents/2026-03-01-1-albums-open-slowly,/"
PAGES = ("", STORY, "history/", "history/2026-02/", "maintenance/", "404.html", "ar/", f"ar/{STORY}", "de/")


@dataclass
class Tab:
    """A page, and everything it asked for or complained about."""

    page: Page
    base: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("status") / "site"
    put(folder, build(busy.BUSY, busy.contents(), NOON))
    with served(folder) as address:
        yield address


@contextmanager
def visit(browser: Browser, base: str, minutes: int = 5, **options: Any) -> Iterator[Tab]:
    """A tab whose clock shows so many minutes after the build."""
    context = browser.new_context(**{"viewport": DESKTOP, "timezone_id": "Asia/Kolkata", **options})
    try:
        page = context.new_page()
        page.clock.set_fixed_time(NOON + timedelta(minutes=minutes))
        tab = Tab(page, base)
        page.on("request", lambda request: tab.asked.append(request.url))
        page.on("console", lambda message: tab.complaints.append(message.text))
        page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        yield tab
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_everybody_can_use_every_page_and_one_request_is_all(
    browser: Browser, base: str, size: dict[str, int], scheme: str
) -> None:
    with visit(browser, base, viewport=size, color_scheme=scheme) as tab:
        for path in PAGES:
            tab.asked.clear()
            tab.page.goto(base + path)
            found = axe(tab.page)
            assert len(found["passes"]) > 15, "axe looked at the page"
            assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found["violations"]] == [], path
            assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            assert tab.asked == [base + path]
            assert tab.complaints == []


def test_a_page_that_is_too_old_says_so(browser: Browser, base: str) -> None:
    for minutes, shown in ((59, False), (61, True)):
        with visit(browser, base, minutes) as tab:
            tab.page.goto(base)
            assert tab.page.get_by_text("This page may be out of date").is_visible() is shown


def test_it_says_so_as_well_when_it_stays_open(browser: Browser, base: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.clock.install(time=NOON)
    page.goto(base)
    note = page.get_by_text("This page may be out of date")
    assert not note.is_visible()
    page.clock.fast_forward(61 * 60_000)
    note.wait_for(state="visible")
    context.close()


def test_without_scripts_everything_is_there(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base)
    assert page.get_by_text("Valid until 2026-03-01 13:00 UTC; after that, reload the page.").is_visible()
    assert page.locator("article ol > li").count() == 50
    assert not page.get_by_text("This page may be out of date").is_visible()
    (animation,) = page.locator("#stale").evaluate_all(
        "all => all.map(e => getComputedStyle(e).animationDelay)"
    )
    assert animation == "3600s"
    context.close()


def test_times_are_also_those_of_the_reader(browser: Browser, base: str) -> None:
    with visit(browser, base) as tab:
        tab.page.goto(base + STORY)
        first = tab.page.locator("ol time").first
        assert first.inner_text() == "2026-03-01 11:27 UTC (16:57 GMT+5:30)"
    with visit(browser, base, timezone_id="UTC") as tab:
        tab.page.goto(base + STORY)
        assert tab.page.locator("ol time").first.inner_text() == "2026-03-01 11:27 UTC"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata", "Pacific/Auckland"])
def test_no_time_is_torn_apart_on_the_smallest_phone(browser: Browser, base: str, zone: str) -> None:
    torn = """() => [...document.querySelectorAll("time")].filter(each => {
        const range = document.createRange();
        range.selectNodeContents(each.firstChild);
        return range.getClientRects().length > 1;
    }).map(each => each.parentElement.innerText)"""
    with visit(browser, base, viewport={"width": 320, "height": 600}, timezone_id=zone) as tab:
        for path in PAGES:
            tab.page.goto(base + path)
            assert tab.page.evaluate(torn) == [], path
            assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_promise_is_late_when_its_time_has_passed(browser: Browser, tmp_path: Path) -> None:
    incident = busy.open_ones(1)[0]
    promised = incident.updates[-1].next
    assert promised
    put(tmp_path / "site", build(busy.BUSY, Contents((incident,), ()), incident.updates[-1].at))
    with served(tmp_path / "site") as base:
        for minutes, late in ((-1, False), (1, True)):
            after = (promised - NOON).total_seconds() / 60 + minutes
            with visit(browser, base, int(after)) as tab:
                tab.page.goto(base)
                assert tab.page.get_by_text("is late. We are sorry.").is_visible() is late
                assert tab.page.get_by_text("Next update by").is_visible() is not late


def test_the_keyboard_goes_everywhere_and_shows_where_it_is(browser: Browser, base: str) -> None:
    with visit(browser, base) as tab:
        tab.page.goto(base + "history/")
        seen = []
        for _ in range(8):
            tab.page.keyboard.press("Tab")
            seen.append(tab.page.evaluate("document.activeElement.textContent.trim()"))
            assert tab.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        assert seen[:5] == ["Kettle Works · Status", "Now", "History", "Maintenance", "Help"]
        assert seen[5].startswith("Days with disruptions")
        tab.page.keyboard.press("Shift+Tab")
        tab.page.keyboard.press("Enter")
        assert tab.page.locator("details[open]").count() == 1


def test_paper_has_no_menus_and_dark_letters(browser: Browser, base: str) -> None:
    with visit(browser, base, color_scheme="dark") as tab:
        tab.page.emulate_media(media="print")
        tab.page.goto(base + STORY)
        assert not tab.page.locator("nav").first.is_visible()
        assert tab.page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
