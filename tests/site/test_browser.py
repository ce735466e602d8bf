"""The built site in real Chromium: nothing hostile runs, nobody else is asked, everybody can use it."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.accessibility import axe
from tests.site import hostile
from tests.site.conftest import BODY, sample_in, served, taken_down

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, ConsoleMessage, Page

    from tests.site.conftest import KnowledgeBase

pytestmark = pytest.mark.slow
PHONE, DESKTOP = (360, 740), (1280, 860)
LONG = (
    "Why does my frame say "
    + "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3
    + " every night? " * 12
)


class Visit:
    """A tab, and everything that happened in it."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.foreign: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        page.on(
            "request",
            lambda request: self.foreign.append(request.url) if not self._own(request.url) else None,
        )
        page.on("dialog", self._dismiss)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._listen)

    def _own(self, url: str) -> bool:
        return url.startswith((self.base, "data:image/svg+xml", f"blob:{self.base}"))

    def _listen(self, message: ConsoleMessage) -> None:
        """A policy that stopped something says so on the console; so does a file that is not there."""
        address = message.location.get("url", "")
        if message.type == "error" and not address.endswith("/favicon.ico"):  # redirects name no icon
            self.errors.append(f"{message.text} {address}")

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def go(self, address: str) -> None:
        """Open a page and wait until it has loaded all that it asks for."""
        self.page.goto(self.base + address, wait_until="load")

    def clean(self) -> None:
        assert not self.page.evaluate("window.__pwned")
        assert (self.foreign, self.dialogs, self.errors) == ([], [], [])
        assert self.page.url.startswith(self.base)


@contextmanager
def visit(browser: Browser, base: str, size: tuple[int, int] = DESKTOP, **options: Any) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
    try:
        yield Visit(context.new_page(), base)
    finally:
        context.close()


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with answers of every kind, among them ones that strain the layout; tests only read it."""
    kb = sample_in(tmp_path_factory.mktemp("furnished"))
    kb.answer(
        "doubles",
        title="Everything is there twice",
        topic="Backup",
        askers=41,
        confirmed_by=["f:5"],
        asked_as=["my pictures doubled themselves"],
        tags=["doubles"],
        product="Fernlight for Android",
    )
    kb.answer("wifi", title="Frame cannot find the Wi-Fi", topic="Frame", state="stale", askers=3)
    kb.answer("known", title="App closes at once", topic="App", kind="known-problem", askers=9)
    kb.answer("folders", title="Can I have folders?", topic="App", kind="not-possible", state="draft")
    kb.answer("long", title=LONG, topic=LONG, asked_as=[LONG], tags=[LONG], product=LONG)
    kb.answer("rtl", title="هل يمكنني عرض صوري على التلفاز؟", asked_as=["عرض الصور"], topic="الصور")
    kb.answer("cjk", title="写真が二重に表示されるのはなぜですか" * 6, topic="写真")
    kb.answer("burns", title="How to boil faster", asked_as=["boil faster"], redirect_from=["answers/was/"])
    taken_down(kb, "burns", words="It burns. " + LONG[:200])
    kb.options(publish=["draft", "reviewed", "stale"])
    return kb.built()


def hostile_site(kb: KnowledgeBase) -> Path:
    """A page for each hostile text, which stands in every field and in the body too."""
    for number, text in enumerate(hostile.TEXTS):
        address = hostile.ADDRESSES[number % len(hostile.ADDRESSES)]
        source = {
            "url": address,
            "thread": "f:1",
            "posts": ["1"],
            "digest": "x",
            "licence": text,
            "asked": "2026-01-02",
        }
        texts = [text, f"again {text}"]
        kb.answer(
            f"h{number}",
            body=f"a {text}\n\n> {text}\n\n1. {text}\n\n## {text}\n\n| {text}\n",
            **dict.fromkeys(("title", "topic", "product"), text),
            **dict.fromkeys(("asked_as", "also_called", "tags"), texts),
            askers=number + 2,
            confirmed_by=["f:1"],
            sources=[source],
            credits=[{"name": text, "url": address}],
            redirect_from=[f"was/h{number}/"],
        )
    return kb.built()


def plain(text: str) -> str:
    """As a browser's `innerText` and `document.title` have it: white space runs are one space."""
    return " ".join(text.split())


def test_nothing_hostile_runs_and_every_title_is_shown_as_it_is(
    sample: KnowledgeBase, browser: Browser
) -> None:
    assert len(hostile.TEXTS) >= 40
    with served(hostile_site(sample)) as base, visit(browser, base) as tab:
        for number, text in enumerate(hostile.TEXTS):
            tab.go(f"answers/h{number}/")
            assert plain(tab.page.locator("h1").text_content() or "") == plain(text)
            assert plain(tab.page.title()) == plain(f"{text} - Fernlight Help")
            assert plain(tab.page.locator(".hv-words li").first.text_content() or "") == plain(text)
            links = tab.page.eval_on_selector_all(
                "main a", "all => all.map(a => a.getAttribute('href') || '')"
            )
            assert not [
                link for link in links if re.match(r"\W*(java|vb)script:|data:|//|\\", link, re.IGNORECASE)
            ]
            tab.clean()
        for address in ("", "topics/", "404.html", "about/"):
            tab.go(address)
            tab.clean()
        tab.go("topics/")
        shown = {plain(name) for name in tab.page.locator(".hv-topic__name").all_text_contents()}
        assert shown >= {plain(text) for text in hostile.TEXTS}
        topics = tab.page.eval_on_selector_all(".hv-topic", "all => all.map(a => a.href)")
        for address in topics[:60]:
            tab.page.goto(address)
            tab.clean()
        for number in (0, 1, 5):
            tab.go(f"was/h{number}/")
            tab.page.wait_for_url(f"**/answers/h{number}/")
            tab.clean()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_every_page_and_nobody_else_is_asked(
    furnished: Path, browser: Browser, size: tuple[int, int], scheme: str
) -> None:
    with served(furnished) as base, visit(browser, base, size, color_scheme=scheme) as tab:
        pages = ["", "topics/", "topics/app/", "about/", "404.html"]
        pages += [
            f"answers/{name}/"
            for name in ("doubles", "wifi", "known", "folders", "long", "rtl", "cjk", "burns")
        ]
        for address in pages:
            tab.go(address)
            found = axe(tab.page)
            assert len(found["passes"]) > 15, "axe looked at the page"
            assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found["violations"]] == [], (
                address
            )
            assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                f"{address} is too wide"
            )
            tab.clean()


def test_the_search_box_is_first_and_fits_a_thumb(furnished: Path, browser: Browser) -> None:
    with served(furnished) as base, visit(browser, base, PHONE, has_touch=True) as tab:
        tab.go("")
        box = tab.page.get_by_role("combobox", name="Say it in your own words")
        place, button = box.bounding_box(), tab.page.locator(".hv-search__go").bounding_box()
        assert place
        assert button
        assert place["y"] + place["height"] < PHONE[1] / 2
        assert min(place["height"], button["height"], button["width"]) >= 44
        first = tab.page.eval_on_selector(".md-content", "main => main.querySelector('a, button, input').id")
        assert first == "hv-q"
        box.tap()
        tab.page.keyboard.type("pictures doubled")
        tab.page.wait_for_selector(".hv-option[href*='answers/doubles/']")
        tab.clean()


def test_our_own_pages_hold_no_script_of_our_own_inline(furnished: Path) -> None:
    ours = re.compile(r"hv-|harvest")
    for page in furnished.rglob("*.html"):
        inline = re.findall(
            r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL
        )
        assert not [script for script in inline if ours.search(script)]


def test_five_hundred_pages(sample: KnowledgeBase, record_property: Callable[[str, object], None]) -> None:
    for number in range(500):
        kb_topic = f"Topic {number % 12}"
        sample.answer(
            f"a{number}",
            title=f"Why does number {number} stop?",
            topic=kb_topic,
            body=BODY * 3,
            askers=number + 1,
        )
    done = sample.build()
    assert done.returncode == 0, done.stderr
    took = re.search(r"built in ([\d.]+) seconds", done.stderr)
    assert took
    record_property("seconds for 500 pages", float(took[1]))
    assert len(list(sample.site.glob("answers/*/index.html"))) == 500
