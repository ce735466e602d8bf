"""The banner harms no page, whatever the status host does: two hosts, in Chromium."""

from __future__ import annotations

import json
import re
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from harvest.status import banner
from tests.accessibility import axe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.slow
NOW = datetime.now(UTC)
SAYS = {
    "title": {"": "Kettle Works: Photos wait", "de": "Kettle Works: Fotos warten"},
    "link": "https://status.kettle-status.example/",
    "impact": "major",
    "valid_until": (NOW + timedelta(hours=1)).isoformat(),
}
HOST = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Host</title>{script}</head>
<body style="{style}"><main><h1>Host</h1><p>Buy kettles.</p></main></body></html>"""


@dataclass
class Web:
    """A host: answers by path, as (status, headers, body); a body may be pieces that come until an event."""

    answers: dict[str, tuple[int, dict[str, str], Any]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def say(self, path: str, body: Any, status: int = 200, **headers: str) -> None:
        self.answers[path] = (status, {name.replace("_", "-"): text for name, text in headers.items()}, body)


@contextmanager
def web() -> Iterator[Web]:
    host = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append(self.path)
            status, headers, body = host.answers.get(self.path, (404, {}, b""))
            if body is None:  # never answers
                host.over.wait(30)
                return
            self.send_response(status)
            for name, text in headers.items():
                self.send_header(name, text)
            self.end_headers()
            try:
                for piece in [body] if isinstance(body, bytes) else body(host.over):
                    self.wfile.write(piece)
            except OSError:  # the browser has had enough
                pass

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    host.url = f"http://127.0.0.1:{server.server_port}/"
    try:
        yield host
    finally:
        host.over.set()
        server.shutdown()
        server.server_close()


def says(**changes: Any) -> bytes:
    return json.dumps({**SAYS, **changes}).encode()


def endless(over: threading.Event) -> Iterator[bytes]:
    yield b'{"title":"'
    while not over.is_set():
        yield b"x" * 65_536


def drip(over: threading.Event) -> Iterator[bytes]:
    for byte in says():
        yield bytes([byte])
        if over.wait(0.1):
            return


OPEN: dict[str, Any] = {"Access_Control_Allow_Origin": "*", "Content_Type": "application/json"}
BAD: dict[str, tuple[int, Any, dict[str, str]]] = {
    "hanging": (200, None, OPEN),
    "slow": (200, drip, OPEN),
    "endless": (200, endless, OPEN),
    "500": (500, says(), OPEN),
    "404": (404, b"not here", OPEN),
    "nothing": (204, b"", OPEN),
    "html": (200, b"<!doctype html><script>parent.hurt = 1</script>", {**OPEN, "Content_Type": "text/html"}),
    "half": (200, says()[:40], OPEN),
    "not-utf-8": (200, b"\xff\xfe{}", OPEN),
    "null": (200, b"null", OPEN),
    "a-list": (200, b"[1]", OPEN),
    "a-number": (200, b"7", OPEN),
    "deep": (200, b"[" * 20_000, OPEN),
    "title-null": (200, says(title=None), OPEN),
    "title-object": (200, says(title={"": {"a": 1}}), OPEN),
    "title-of-prototypes": (200, says(title={"__proto__": {"": "x"}}), OPEN),
    "nothing-wrong": (200, says(title={}, impact="none"), OPEN),
    "script-as-link": (200, says(link="javascript:hurt=1"), OPEN),
    "data-as-link": (200, says(link="data:text/html,<script>hurt=1</script>"), OPEN),
    "no-link": (200, says(link=None), OPEN),
    "relative-link": (200, says(link="//evil.example/"), OPEN),
    "stale": (200, says(valid_until="2020-01-01T00:00:00Z"), OPEN),
    "valid-until-what": (200, says(valid_until="soon"), OPEN),
    "for-no-other-host": (200, says(), {"Content_Type": "application/json"}),
    "leads-in-circles": (302, b"", {**OPEN, "Location": "banner.json"}),
}
WATCH = """
window.hurt = 0; window.thrown = [];
addEventListener("error", (e) => e.message && thrown.push(e.message));
addEventListener("unhandledrejection", (e) => thrown.push(String(e.reason)));
"""


@contextmanager
def opened(browser: Browser, *, before: str = "") -> Iterator[Page]:
    context = browser.new_context()
    context.add_init_script(WATCH + before)
    try:
        yield context.new_page()
    finally:
        context.close()


def place(host: Web, script: str, *, lang: str = "en", style: str = "", policy: str = "") -> None:
    page = HOST.format(lang=lang, script=script, style=style).encode()
    headers: dict[str, Any] = {"Content_Security_Policy": policy} if policy else {}
    host.say("/", page, Content_Type="text/html", **headers)
    host.say("/banner.js", banner.script(), Content_Type="text/javascript")


def own_copy(status: str) -> str:
    return f'<script src="banner.js" data-status="{status}" async></script>'


def from_there(status: str) -> str:
    return f'<script src="{status}banner.js" async></script>'


def settled(page: Page) -> None:
    """After the answer or the failure that was waited for, everything that follows from it has run."""
    page.evaluate("() => new Promise((done) => setTimeout(() => requestAnimationFrame(done), 100))")


def unharmed(page: Page) -> None:
    """The page as it is without any script, loaded to the end, and nothing thrown."""
    found = page.evaluate(
        """(without) => [document, new DOMParser().parseFromString(without, "text/html")].map((each) =>
            each.documentElement.outerHTML.replace(/<script[^]*?<\\/script>/g, ""))""",
        HOST.format(lang="en", script="", style=""),
    )
    assert found[0] == found[1]
    assert page.evaluate("[hurt, thrown]") == [0, []]
    assert page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd") > 0


def told(page: Page) -> list[str]:
    """What of ours is on the console: what the browser says about a dead host, it says of the host."""
    found: list[str] = []
    page.on(
        "console",
        lambda each: (
            found.append(each.text)
            if not re.search(r"Failed to load resource|CORS policy|Content Security Policy", each.text)
            else None
        ),
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.mark.parametrize("what", BAD)
def test_a_status_host_that_is_broken_harms_nobody(browser: Browser, what: str) -> None:
    code, body, headers = BAD[what]
    with web() as host, web() as status, opened(browser) as page:
        status.say("/banner.json", body, code, **headers)
        place(host, own_copy(status.url))
        console = told(page)
        over: list[str] = []
        for event in ("requestfinished", "requestfailed"):
            page.on(event, lambda asked: over.append(asked.url) if "banner.json" in asked.url else None)
        page.goto(host.url, wait_until="load")  # at once, whatever the status host does
        if what in {"hanging", "slow"}:
            assert over == []
        while not over:  # two seconds, where it does not answer
            page.wait_for_timeout(20)
        settled(page)
        unharmed(page)
        assert console == []
        assert "/banner.json" in status.asked


@pytest.mark.parametrize("included", [own_copy, from_there])
def test_a_status_host_that_nobody_reaches_harms_nobody(browser: Browser, included: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        dead = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with web() as host, opened(browser) as page:
        place(host, included(dead))
        console = told(page)
        page.goto(host.url, wait_until="load")
        settled(page)
        unharmed(page)
        assert console == []


AFTER_LOAD = """<script>addEventListener("load", function () {{
var s = document.createElement("script"); s.src = "{status}banner.js";
document.head.appendChild(s); }});</script>"""


def test_a_script_host_that_hangs_holds_nothing_up_where_the_script_is_asked_for_after_the_page(
    browser: Browser,
) -> None:
    with web() as host, web() as status, opened(browser) as page:
        place(host, AFTER_LOAD.format(status=status.url))
        status.say("/banner.js", None)
        page.goto(host.url, wait_until="load")
        unharmed(page)
        place(host, from_there(status.url))  # the plain tag: the page is there, its load event waits
        page.goto(host.url, wait_until="domcontentloaded")
        assert page.locator("h1").inner_text() == "Host"
        assert page.evaluate("document.readyState") == "interactive"


def shown(page: Page) -> str:
    page.wait_for_selector("[role=status]")
    assert page.evaluate("[hurt, thrown]") == [0, []]
    return page.locator("[role=status]").inner_text()


@pytest.mark.parametrize(
    ("lang", "line"), [("en", "wait"), ("de", "warten"), ("de-AT", "warten"), ("fr", "wait"), ("", "wait")]
)
def test_while_something_is_down_every_page_says_so(browser: Browser, lang: str, line: str) -> None:
    with web() as host, web() as status, opened(browser) as page:
        status.say("/banner.json", says(), **OPEN)
        place(host, own_copy(status.url), lang=lang)
        console = told(page)
        page.goto(host.url)
        assert line in shown(page)
        assert page.locator("[role=status] a").get_attribute("href") == SAYS["link"]
        assert page.evaluate("document.body.firstElementChild.getAttribute('role')") == "status"
        assert status.asked == ["/banner.json"]
        assert console == []


@pytest.mark.parametrize("impact", ["maintenance", "critical", "__proto__"])
def test_what_it_shows_is_text_that_everybody_can_read(browser: Browser, impact: str) -> None:
    title = "<img src=x onerror=hurt=1><script>hurt=1</script>" + "long" * 900
    with web() as host, web() as status, opened(browser) as page:
        status.say("/banner.json", says(title={"": title}, impact=impact), **OPEN)
        place(host, own_copy(status.url))
        page.set_viewport_size({"width": 320, "height": 600})
        page.goto(host.url)
        assert shown(page) == title[:200]
        assert page.locator("img").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert [each["id"] for each in axe(page)["violations"]] == []


def test_a_page_that_sets_its_parts_side_by_side_keeps_them_where_they_are(browser: Browser) -> None:
    with web() as host, web() as status, opened(browser) as page:
        status.say("/banner.json", says(), **OPEN)
        place(host, own_copy(status.url), style="display:flex;margin:0")
        page.goto(host.url)
        shown(page)
        found = page.evaluate("(s) => document.querySelector(s).getBoundingClientRect().toJSON()", "main")
        line = page.evaluate("document.querySelector('[role=status]').getBoundingClientRect().toJSON()")
        assert (found["left"], line["left"]) == (0, 0)
        assert found["top"] >= line["bottom"]


@pytest.mark.parametrize("included", [own_copy, from_there])
def test_a_strict_policy_needs_to_allow_the_status_host_only(browser: Browser, included: Any) -> None:
    with web() as host, web() as status, opened(browser) as page:
        status.say("/banner.json", says(), **OPEN)
        status.say("/banner.js", banner.script(), Content_Type="text/javascript")
        script = "'self'" if included is own_copy else status.url
        policy = (
            f"default-src 'none'; script-src {script}; connect-src {status.url}; "
            "require-trusted-types-for 'script'; trusted-types 'none'"
        )
        place(host, included(status.url), policy=policy)
        page.goto(host.url)
        assert "Photos wait" in shown(page)
        assert page.locator("[role=status]").evaluate("e => getComputedStyle(e).backgroundColor") != (
            "rgba(0, 0, 0, 0)"
        )


def test_a_policy_that_does_not_allow_it_has_no_banner_and_nothing_else(browser: Browser) -> None:
    with web() as host, web() as status, opened(browser) as page:
        status.say("/banner.json", says(), **OPEN)
        place(host, own_copy(status.url), policy="default-src 'self'")
        console = told(page)
        page.goto(host.url, wait_until="load")
        settled(page)
        unharmed(page)
        assert (console, status.asked) == ([], [])


@pytest.mark.parametrize("gone", ["fetch", "AbortController", "TextDecoder", "URL", "ReadableStream"])
def test_an_old_browser_has_no_banner_and_no_error(browser: Browser, gone: str) -> None:
    without = "delete Response.prototype.body;" if gone == "ReadableStream" else f"delete window.{gone};"
    with web() as host, web() as status, opened(browser, before=without) as page:
        status.say("/banner.json", says(), **OPEN)
        place(host, own_copy(status.url))
        console = told(page)
        page.goto(host.url, wait_until="load")
        settled(page)
        unharmed(page)
        assert console == []
