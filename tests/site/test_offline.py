"""The site without a connection, in Chromium, on nginx with the headers that the build wrote for it."""

from __future__ import annotations

import http.server
import shutil
import threading
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Error, expect

from harvest.search.export.build import Export
from harvest.site import offline
from harvest.site.init import init
from tests.accessibility import axe
from tests.site import hostile
from tests.site.conftest import KnowledgeBase, taken_down
from tests.site.test_browser import Visit, visit
from tests.site.webserver import Nginx, nginx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

HOSTILE = hostile.TEXTS[0]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    """A knowledge base that is kept for when there is no connection."""
    folder = tmp_path_factory.mktemp("offline") / "kb"
    init(folder)
    kb = KnowledgeBase(folder)
    kb.answer("doubles", title="Everything is there twice", topic="Backup", redirect_from=["answers/twice/"])
    kb.answer("flicker", title="Frame flickers at night", topic="Frame")
    kb.answer("hostile", title=HOSTILE, topic="Frame")
    kb.options(search={"offline": True, "misses": True})
    kb.built()
    return kb


class Place:
    """A knowledge base of one's own, and a server for it that can be stopped and started."""

    def __init__(self, kb: KnowledgeBase, folder: Path, below: str = "") -> None:
        self.kb, self._folder, self._below = kb, folder, below
        self._running = ExitStack()
        self._starts = 0
        self._server: Nginx | None = None
        self.start()

    @property
    def address(self) -> str:
        assert self._server
        return self._server.address + self._below

    @property
    def log(self) -> str:
        assert self._server
        return self._server.log()

    def start(self) -> None:
        """At the address that it had before, with the headers as they are now."""
        port = int(self._server.address.rsplit(":", 1)[1].strip("/")) if self._server else 0
        root = self.kb.folder / "root" if self._below else self.kb.site
        headers = self.kb.folder / ".harvest/headers/nginx.conf"
        self._starts += 1
        run = self._folder / f"run{self._starts}"
        self._server = self._running.enter_context(nginx(root, headers, run, port))

    def stop(self) -> None:
        self._running.close()


@contextmanager
def placed(kb: KnowledgeBase, folder: Path, below: str = "") -> Iterator[Place]:
    place = Place(kb, folder, below)
    try:
        yield place
    finally:
        place.stop()


@pytest.fixture
def place(built: KnowledgeBase, tmp_path: Path) -> Iterator[Place]:
    shutil.copytree(built.folder, tmp_path / "kb")
    with placed(KnowledgeBase(tmp_path / "kb"), tmp_path) as made:
        yield made


@pytest.fixture
def tab(place: Place, browser: Browser) -> Iterator[Visit]:
    with visit(browser, place.address) as opened:
        yield opened


def kept(page: Page) -> list[str]:
    """The addresses of all that is kept, relative to the host."""
    found: list[str] = page.evaluate(
        """async () => {
            const caching = (await caches.keys()).map((name) => caches.open(name));
            const keys = await Promise.all((await Promise.all(caching)).map((cache) => cache.keys()));
            return keys.flat().map(({ url }) => url.slice(location.origin.length)).sort();
        }"""
    )
    return found


def until(page: Page, test: str, wanted: object = None) -> None:
    """Until a function, which may be asynchronous and gets `wanted`, says that it is so."""
    page.evaluate(
        f"""async (wanted) => {{
            const test = {test};
            for (const end = performance.now() + 15000; !(await test(wanted)); ) {{
                if (performance.now() > end) throw new Error("never: " + test);
                await new Promise(requestAnimationFrame);
            }}
        }}""",
        wanted,
    )


def wait_for(page: Page, *addresses: str) -> None:
    """Until these are kept: a worker does that after the page has loaded."""
    until(
        page,
        "async (all) => (await Promise.all(all.map((one) => caches.match(one)))).every(Boolean)",
        list(addresses),
    )


def wait_without(page: Page, address: str) -> None:
    """Until this is kept no more."""
    until(page, "async (old) => !(await caches.match(old))", address)


def first_visit(tab: Visit, place: Place, address: str, *, index: bool = True) -> None:
    """As somebody who comes from a search engine and reads one page, long enough for the whole index."""
    tab.go(address)
    wanted = [address, "search/", "assets/harvest/offline/", "assets/harvest/site.css"]
    if index:
        wanted += [path.relative_to(place.kb.site).as_posix() for path in place.kb.site.rglob("*.bin")]
    wait_for(tab.page, *(tab.base + path for path in wanted))


# ── reading and searching ────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_what_was_read_and_the_search_work_after_the_first_visit(place: Place, tab: Visit) -> None:
    first_visit(tab, place, "answers/doubles/")
    tab.clean()
    place.stop()
    tab.page.reload()
    expect(tab.page.locator("h1")).to_have_text("Everything is there twice")
    assert tab.page.evaluate("getComputedStyle(document.querySelector('.hv-crumbs')).display") == "flex"
    tab.page.locator("#hv-q").fill("flickers")
    expect(tab.page.get_by_role("option").first).to_contain_text("Frame flickers at night")
    expect(tab.page.get_by_role("option").first).to_contain_text("It stops all the time")
    tab.go("search/?q=everything+twice")
    expect(tab.page.locator(".hv-results .hv-row__title").first).to_have_text("Everything is there twice")
    tab.page.locator(".hv-results .hv-row__title").first.click()
    expect(tab.page.locator("h1")).to_have_text("Everything is there twice")


@pytest.mark.slow
def test_a_page_that_is_not_there_shows_those_that_are(place: Place, tab: Visit) -> None:
    first_visit(tab, place, "answers/doubles/")
    for address in ("answers/hostile/", "topics/frame/"):
        tab.go(address)
        wait_for(tab.page, tab.base + address)
    tab.clean()
    place.stop()
    for address in ("answers/flicker/", "", "topics/nowhere/at/all/"):
        tab.go(address)
        expect(tab.page.locator("h1")).to_have_text("There is no connection")
        assert tab.page.url == tab.base + address
        rows = tab.page.locator("[data-hv-kept] .hv-row__title")
        expect(rows).to_have_count(3)
        assert [" ".join(title.split()) for title in rows.all_text_contents()] == [
            "Frame",
            " ".join(HOSTILE.split()),
            "Everything is there twice",
        ]
        tab.page.locator("#hv-q").fill("everything twice")
        expect(tab.page.get_by_role("option").first).to_contain_text("Everything is there twice")
    assert axe(tab.page)["violations"] == []
    tab.page.locator("#hv-q").fill("")
    tab.page.get_by_role("link", name="Everything is there twice").click()
    expect(tab.page.locator("h1")).to_have_text("Everything is there twice")
    assert not tab.page.evaluate("window.__pwned")
    tab.go("answers/flicker/")
    tab.page.evaluate("dispatchEvent(new Event('online'))")
    tab.page.locator("#hv-q").fill("typed meanwhile")
    expect(tab.page.locator("#hv-q")).to_have_value("typed meanwhile")
    tab.page.locator("#hv-q").press("Escape")
    place.start()
    tab.page.get_by_role("button", name="Try again").click()
    expect(tab.page.locator("h1")).to_have_text("Frame flickers at night")


@pytest.mark.slow
def test_with_save_data_only_what_was_used_is_kept_and_the_search_says_what_is_missing(
    place: Place, browser: Browser
) -> None:
    with visit(browser, place.address) as tab:
        tab.page.add_init_script(
            "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
        )
        first_visit(tab, place, "answers/doubles/", index=False)
        assert not [address for address in kept(tab.page) if "/w0" in address]
        tab.clean()
        place.stop()
        tab.page.context.set_offline(True)
        tab.page.reload()
        tab.page.locator("#hv-q").fill("everything")
        expect(tab.page.locator(".hv-panel")).to_contain_text("a part of the search is not on this device")
        tab.go("search/?q=everything")
        expect(tab.page.locator(".hv-results")).to_contain_text("a part of the search is not on this device")
        place.start()
        tab.page.context.set_offline(False)
        tab.page.get_by_role("button", name="Try again").click()
        row = tab.page.locator(".hv-results .hv-row__title").first
        expect(row).to_have_text("Everything is there twice")
        place.stop()
        tab.page.reload()
        expect(row).to_have_text("Everything is there twice")


AWAY = "Needs a connection"


@pytest.mark.slow
def test_without_a_connection_results_that_are_not_on_the_device_are_marked(place: Place, tab: Visit) -> None:
    first_visit(tab, place, "answers/doubles/")
    facts = tab.page.locator(".hv-row__facts")
    for address in ("answers/doubles/", "search/"):
        tab.go(address)
        tab.page.locator("#hv-q").fill("frame everything")
        expect(tab.page.locator(".hv-row__facts").nth(1)).to_be_visible()
        assert not any(AWAY in fact for fact in facts.all_text_contents())
    assert "away.js" not in [url.rsplit("/")[-1] for url in tab.page.evaluate(LOADED)]
    place.stop()
    tab.page.context.set_offline(True)
    for address, row in (("answers/doubles/", ".hv-option"), ("search/", ".hv-results .hv-row")):
        tab.go(address)
        tab.page.locator("#hv-q").fill("frame everything")
        expect(tab.page.locator(row, has_text="Everything is there twice")).to_be_visible()
        expect(tab.page.locator(row, has_text="Everything is there twice")).not_to_contain_text(AWAY)
        expect(tab.page.locator(row, has_text="Frame flickers at night")).to_contain_text(AWAY)
    assert axe(tab.page)["violations"] == []


LOADED = "performance.getEntriesByType('resource').map(({ name }) => name)"


@pytest.mark.slow
def test_a_part_that_was_damaged_on_the_device_is_fetched_anew(place: Place, tab: Visit) -> None:
    first_visit(tab, place, "search/")
    tab.page.evaluate(
        """async () => {
            const name = (await caches.keys()).find((name) => name.endsWith(" index"));
            const index = await caches.open(name);
            for (const request of await index.keys()) await index.put(request, new Response("damaged"));
        }"""
    )
    tab.go("search/?q=everything")
    row = tab.page.locator(".hv-results .hv-row__title").first
    retry = tab.page.get_by_role("button", name="Try again")
    expect(row.or_(retry).first).to_be_visible()
    for _ in range(4):  # each time, one kind of part more is asked for
        if retry.is_visible():
            retry.click()
            tab.page.wait_for_load_state("networkidle")
    expect(row).to_have_text("Everything is there twice")


# ── what is new, what is slow, what is gone ──────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_new_build_is_there_at_once_and_the_old_index_goes(place: Place, tab: Visit) -> None:
    first_visit(tab, place, "answers/doubles/")
    before = {address for address in kept(tab.page) if "/w0" in address}
    assert len(before) == 1
    place.kb.answer("doubles", title="All photos are there two times", topic="Backup")
    place.kb.built()
    tab.page.reload()
    expect(tab.page.locator("h1")).to_have_text("All photos are there two times")
    tab.page.locator("#hv-q").fill("photos two times")
    expect(tab.page.get_by_role("option").first).to_contain_text("All photos are there two times")
    wait_without(tab.page, tab.base.rstrip("/") + before.pop())
    wait_for(tab.page, tab.base + "answers/doubles/")
    tab.clean()
    place.stop()
    tab.page.reload()
    expect(tab.page.locator("h1")).to_have_text("All photos are there two times")


@pytest.mark.slow
def test_a_page_that_is_gone_goes_from_the_device_too(place: Place, tab: Visit) -> None:
    first_visit(tab, place, "answers/doubles/")
    shutil.rmtree(place.kb.site / "answers/doubles")
    tab.page.reload()
    expect(tab.page.locator("h1")).to_have_text("There is nothing at this address")
    wait_without(tab.page, tab.base + "answers/doubles/")


@pytest.mark.slow
def test_a_page_that_was_taken_down_goes_from_the_device_unasked(place: Place, tab: Visit) -> None:
    first_visit(tab, place, "answers/doubles/")
    taken_down(place.kb, "doubles")
    place.kb.built()
    tab.go("answers/flicker/")
    wait_without(tab.page, tab.base + "answers/doubles/")


@dataclass
class Mood:
    """What a host does when it is asked for a page."""

    does: str = ""
    done: threading.Event = field(default_factory=threading.Event)


class _Moody(http.server.SimpleHTTPRequestHandler):
    def __init__(self, mood: Mood, *rest: Any, **options: Any) -> None:
        self.mood = mood
        super().__init__(*rest, **options)

    def do_GET(self) -> None:
        if not self.path.startswith("/answers/doubles/") or not self.mood.does:
            super().do_GET()
        elif self.mood.does == "hangs":
            self.mood.done.wait()
        elif self.mood.does == "fails":
            self.send_error(500)
        else:
            self.send_response(302)
            self.send_header("Location", "/answers/flicker/")
            self.end_headers()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # or the browser's own cache answers
        super().end_headers()

    def log_message(self, *said: object) -> None:
        pass


@contextmanager
def moody(kb: KnowledgeBase) -> Iterator[tuple[Mood, str]]:
    mood = Mood()
    handler = partial(_Moody, mood, directory=str(kb.site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield mood, f"http://127.0.0.1:{server.server_port}/"
        finally:
            mood.done.set()
            server.shutdown()
            thread.join()


@pytest.mark.slow
def test_a_network_that_hangs_is_not_waited_for(built: KnowledgeBase, browser: Browser) -> None:
    with moody(built) as (mood, address), visit(browser, address) as tab:
        tab.go("answers/doubles/")
        wait_for(tab.page, tab.page.url)
        mood.does = "hangs"
        tab.page.reload()
        expect(tab.page.locator("h1")).to_have_text("Everything is there twice")


@pytest.mark.slow
@pytest.mark.parametrize("does", ["fails", "leads elsewhere"])
def test_an_error_is_shown_and_not_kept_and_a_page_that_moved_goes(
    built: KnowledgeBase, browser: Browser, does: str
) -> None:
    with moody(built) as (mood, address), visit(browser, address) as tab:
        tab.go("answers/doubles/")
        wait_for(tab.page, tab.page.url)
        mood.does = does
        answer = tab.page.goto(tab.base + "answers/doubles/")
        assert answer
        if does == "fails":
            assert answer.status == 500
            assert "Everything is there twice" in tab.page.evaluate(
                "async () => (await caches.match(location.href)).text()"
            )
        else:
            expect(tab.page.locator("h1")).to_have_text("Frame flickers at night")
            wait_without(tab.page, tab.base + "answers/doubles/")


@pytest.mark.slow
def test_what_another_version_kept_goes_and_what_another_site_kept_stays(place: Place, tab: Visit) -> None:
    first_visit(tab, place, "answers/doubles/")
    mine, other = "harvest / 0.0.1 pages", "harvest /other/ 0.0.1 pages"
    tab.page.evaluate("(names) => Promise.all(names.map((name) => caches.open(name)))", [mine, other])
    with (place.kb.site / "sw.js").open("a", encoding="utf-8") as worker:
        worker.write("// newer")
    tab.page.reload()
    until(tab.page, "async (name) => !(await caches.has(name))", mine)
    assert tab.page.evaluate("(name) => caches.has(name)", other)
    wait_for(tab.page, tab.base + "answers/doubles/")
    tab.clean()


# ── what is never kept ───────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_errors_redirects_and_the_files_of_others_are_not_kept(place: Place, tab: Visit) -> None:
    app = place.kb.site / "app/index.html"  # beside the site, not of it
    app.parent.mkdir()
    app.write_text("<!doctype html><title>App</title><h1>Private</h1>", encoding="utf-8")
    first_visit(tab, place, "answers/doubles/")
    for address in ("answers/nothing/", "answers/flicker", "answers/flicker/?from=mail#top", "app/"):
        tab.page.goto(tab.base + address)
    wait_for(tab.page, tab.base + "answers/flicker/")
    found = kept(tab.page)
    assert not [address for address in found if "app" in address or "nothing" in address or "?" in address]
    assert "/answers/flicker" not in found
    assert "/sw.js" not in found
    place.stop()
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        tab.page.goto(tab.base + "app/?new")


@pytest.mark.slow
def test_words_that_found_nothing_reach_the_host_each_time(place: Place, tab: Visit) -> None:
    first_visit(tab, place, "search/")
    for _ in range(2):
        with tab.page.expect_response("**/search/miss.txt?q=zyzzyva") as told:
            tab.go("search/?q=zyzzyva")
        assert not told.value.from_service_worker
    assert place.log.count("search/miss.txt?q=zyzzyva") == 2
    assert not [address for address in kept(tab.page) if "miss.txt" in address]
    tab.clean()


@pytest.mark.slow
def test_pages_are_kept_up_to_a_number_and_the_oldest_go(place: Place, tab: Visit) -> None:
    first_visit(tab, place, "answers/doubles/")
    tab.page.evaluate(
        """async () => {
            const pages = await caches.open((await caches.keys()).find((name) => name.endsWith(" pages")));
            for (let at = 0; at < 250; at++) await pages.put(`/answers/made${at}/`, new Response("x"));
        }"""
    )
    tab.go("answers/flicker/")
    wait_without(tab.page, tab.base + "answers/made50/")
    found = [address for address in kept(tab.page) if address.startswith("/answers/")]
    assert len(found) == 200
    assert {"/answers/flicker/", "/answers/made249/"} <= {*found}
    assert "/answers/doubles/" not in found


# ── when it is not wanted, or cannot be ──────────────────────────────────────────────────────────


def gone(page: Page) -> None:
    """Until no worker is registered and nothing is kept."""
    until(
        page,
        "async () => !(await navigator.serviceWorker.getRegistrations()).length"
        " && !(await caches.keys()).length",
    )


@pytest.mark.slow
@pytest.mark.parametrize("worker", ["that takes itself out", "that is not there"])
def test_switched_off_it_goes_with_all_it_kept(place: Place, tab: Visit, worker: str) -> None:
    first_visit(tab, place, "answers/doubles/")
    place.kb.options(search={"offline": False})
    place.kb.built()
    if worker == "that is not there":
        (place.kb.site / "sw.js").unlink()
    place.stop()
    place.start()
    tab.page.reload()
    gone(tab.page)
    tab.go("answers/flicker/")
    tab.page.locator("#hv-q").fill("everything")
    expect(tab.page.get_by_role("option").first).to_contain_text("Everything is there twice")
    assert not kept(tab.page)
    assert tab.page.evaluate("navigator.serviceWorker.controller") is None
    if worker == "that takes itself out":
        tab.clean()
    place.stop()
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        tab.page.reload()


@pytest.mark.slow
def test_what_the_old_worker_still_does_leaves_nothing_behind(place: Place, tab: Visit) -> None:
    """It looks at what is kept when its patience with the network ends: after it was told to go."""
    first_visit(tab, place, "answers/doubles/")
    other = "harvest /other/ 0.0.1 pages"
    tab.page.evaluate("(name) => caches.open(name)", other)
    place.kb.options(search={"offline": False})
    place.kb.built()
    place.stop()
    place.start()
    tab.page.reload()
    until(tab.page, "async () => !(await navigator.serviceWorker.getRegistrations()).length")
    until(tab.page, "() => performance.now() > 5000")
    assert tab.page.evaluate("caches.keys()") == [other]


@pytest.mark.slow
def test_a_full_disk_breaks_nothing(place: Place, tab: Visit) -> None:
    session = tab.page.context.new_cdp_session(tab.page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": place.address.rstrip("/"), "quotaSize": 1})
    tab.go("answers/doubles/")
    until(tab.page, "() => navigator.serviceWorker.controller")
    tab.go("answers/flicker/")
    expect(tab.page.locator("h1")).to_have_text("Frame flickers at night")
    tab.page.locator("#hv-q").fill("everything")
    expect(tab.page.get_by_role("option").first).to_contain_text("Everything is there twice")
    assert not kept(tab.page)
    assert "facets.bin" not in place.log, "what cannot be kept is not fetched at every page"
    tab.clean()


DENIED = {
    "refused": "navigator.serviceWorker.register = () => "
    "Promise.reject(new DOMException('no', 'SecurityError'))",
    "not there": "Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined })",
    "thrown": "Object.defineProperty(Navigator.prototype, 'serviceWorker', "
    "{ get() { throw new DOMException('no', 'SecurityError') } })",
}


@pytest.mark.slow
@pytest.mark.parametrize("how", DENIED)
@pytest.mark.parametrize("wanted", [True, False], ids=["wanted", "not wanted"])
def test_where_a_browser_allows_no_worker_the_site_works_without(
    place: Place, browser: Browser, how: str, wanted: bool
) -> None:
    if not wanted:
        for path in place.kb.site.rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(" data-offline>", ">"), encoding="utf-8")
    with visit(browser, place.address) as tab:
        tab.page.add_init_script(DENIED[how])
        tab.go("answers/doubles/")
        tab.page.locator("#hv-q").fill("flickers")
        expect(tab.page.get_by_role("option").first).to_contain_text("Frame flickers at night")
        tab.page.keyboard.press("Escape")
        tab.page.evaluate("document.activeElement.blur()")
        tab.page.keyboard.press("/")
        expect(tab.page.locator("#hv-q")).to_be_focused()
        tab.clean()


# ── below a path ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_site_below_a_path_keeps_to_it(built: KnowledgeBase, browser: Browser, tmp_path: Path) -> None:
    shutil.copytree(built.folder, tmp_path / "kb")
    kb = KnowledgeBase(tmp_path / "kb")
    path = kb.folder / "mkdocs.yml"
    settings = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(
        yaml.safe_dump({**settings, "site_url": "https://kettle.example/help/de/"}), encoding="utf-8"
    )
    shutil.copytree(kb.built(), kb.folder / "root/help/de")
    (kb.folder / "root/index.html").write_text("<!doctype html><h1>Shop</h1>", encoding="utf-8")
    with placed(kb, tmp_path, "help/de/") as place, visit(browser, place.address) as tab:
        first_visit(tab, place, "answers/doubles/")
        scope = tab.page.evaluate("navigator.serviceWorker.ready.then(({ scope }) => scope)")
        assert scope == place.address
        with urllib.request.urlopen(place.address + "sw.js") as answer:
            assert answer.headers["Cache-Control"] == "no-cache"
        tab.clean()
        place.stop()
        tab.go("answers/flicker/")
        expect(tab.page.locator("h1")).to_have_text("There is no connection")
        tab.page.get_by_role("link", name="Everything is there twice").click()
        expect(tab.page.locator("h1")).to_have_text("Everything is there twice")
        tab.page.locator("#hv-q").fill("flickers")
        expect(tab.page.get_by_role("option").first).to_contain_text("Frame flickers at night")
        with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
            tab.page.goto(place.address.removesuffix("help/de/"))


# ── the files ────────────────────────────────────────────────────────────────────────────────────


def test_unless_it_is_asked_for_no_worker_is_put_in_and_none_may_be(kb: KnowledgeBase) -> None:
    kb.answer("a")
    site = kb.built()
    worker = (site / "sw.js").read_text(encoding="utf-8")
    assert "registration.unregister()" in worker
    assert "fetch" not in worker
    assert "data-offline" not in kb.page("answers/a")
    assert not (site / "assets/harvest/offline").exists()
    assert "worker-src 'none'" in (site / "_headers").read_text(encoding="utf-8")


def test_a_company_keeps_its_own_worker(kb: KnowledgeBase) -> None:
    kb.answer("a")
    kb.write("docs/sw.js", "mine")
    assert (kb.built() / "sw.js").read_text(encoding="utf-8") == "mine"
    kb.options(search={"offline": True})
    done = kb.build()
    assert done.returncode == 1
    assert "sw.js: you have one of your own: take it or `search: offline` out" in done.stderr


def test_an_index_is_loaded_whole_only_where_it_is_small(tmp_path: Path) -> None:
    def whole(sizes: dict[str, int], texts: dict[str, int]) -> list[str]:
        for folder, found in (("b", sizes), ("texts", texts)):
            (tmp_path / "search" / folder).mkdir(parents=True, exist_ok=True)
            for name, size in found.items():
                (tmp_path / "search" / folder / f"{name}.bin").write_bytes(b"x" * size)
        index = Export(b"", "b", dict.fromkeys(sizes, b""), dict.fromkeys(texts, b""))
        return offline.whole(tmp_path, index)

    assert whole({"w0": 10, "p0": 10}, {"a1": 10}) == ["p0", "texts/a1", "w0"]
    assert whole({"w0": offline.LARGEST}, {}) == ["w0"]
    assert whole({"w0": offline.LARGEST}, {"a1": 1}) == []
    assert whole({f"w{number}": 1 for number in range(offline.MOST_PARTS + 1)}, {}) == []


@pytest.mark.slow
def test_a_cache_between_does_not_keep_the_worker(place: Place) -> None:
    with urllib.request.urlopen(place.address + "sw.js?harvest") as answer:
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    with urllib.request.urlopen(place.address) as answer:
        assert answer.headers["Cache-Control"] is None
    with pytest.raises(HTTPError) as missing:
        urllib.request.urlopen(place.address + "nothing/sw.jst")
    assert missing.value.headers["Cache-Control"] is None
    missing.value.close()


def test_nothing_is_kept_of_what_somebody_is_writing(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`mkdocs serve` has a worker that goes."""
    kb.answer("a")
    kb.options(search={"offline": True})
    monkeypatch.chdir(kb.folder)
    config = load_config("mkdocs.yml")
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    assert "data-offline" not in kb.page("answers/a")
    assert "registration.unregister()" in (kb.site / "sw.js").read_text(encoding="utf-8")
