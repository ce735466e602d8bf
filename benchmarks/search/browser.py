"""One engine's site in real Chromium, on nginx with brotli and HTTP/2."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Error, sync_playwright

from tests.site.webserver import Nginx, nginx

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, CDPSession, Page

    from benchmarks.search.engines.built import Built

_HERE: Final = Path(__file__).parent
_PAGE: Final = """\
<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,">
<script type="module" src="host.js"></script></html>
"""
_ISOLATED: Final = """
set $opener "";
set $embedder "";
if ($uri ~ "^/bench/|worker") {
set $opener same-origin;
set $embedder require-corp;
}
add_header Cross-Origin-Opener-Policy $opener always;
add_header Cross-Origin-Embedder-Policy $embedder always;
"""
"""What a browser wants before it tells how much memory a page holds, of the page and its workers only."""
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--enable-blink-features=ForceEagerMeasureMemory",
)
_PATIENCE: Final = 1_800_000
"""Milliseconds: some peers load 30 MB over a slow line."""


@dataclass(frozen=True, slots=True)
class Network:
    """How a line is emulated, for each request: 0 is as fast as it gets."""

    milliseconds: int = 0
    bits_per_second: int = 0


@dataclass(frozen=True, slots=True)
class First:
    """From nothing to what the first query finds."""

    seconds: float
    bytes: int
    """Over the wire, headers and all, without the page itself."""
    headers: int
    """Of these, what is no file's content."""
    trips: int
    """Round trips that depend on each other; only a line with a latency tells."""
    longest: float
    """Milliseconds of the longest task on the main thread; 0 where none was over 50."""
    found: list[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Many queries, all asked once, then all again."""

    once: list[float]
    """Milliseconds, what a query needed having still to be loaded, from this machine."""
    again: list[float]
    """The same with everything loaded."""
    found: list[list[str]]
    longest: float
    """As of `First`."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Several series of queries, asked in one visit."""

    series: tuple[Asked, ...]
    megabytes: float
    """What scripts hold after the first series."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(built: Built, driver: Path, folder: Path) -> Iterator[Nginx]:
    """The site with the page that asks; `folder` is made, for what the server needs."""
    bench = built.site / "bench"
    bench.mkdir()
    (bench / "index.html").write_text(_PAGE, encoding="utf-8")
    shutil.copy(_HERE / "host.js", bench)
    shutil.copy(driver.with_name("worker.js"), bench)
    shutil.copy(driver, bench / "driver.js")
    headers = folder.with_suffix(".conf")
    headers.write_text(built.headers + _ISOLATED, encoding="utf-8")
    with nginx(built.site, headers, folder, encrypted=True) as server:
        yield server


def first(browser: Browser, server: Nginx, text: str, network: Network) -> First:
    """Ask one query in a browser that has loaded nothing but the page."""
    with _page(browser, server, network) as page:
        before = len(server.sent())
        told = page.evaluate("(text) => first(text)", text)
        sent = server.sent()[before:]
    return First(
        seconds=told["milliseconds"] / 1000,
        bytes=sum(each.bytes for each in sent),
        headers=sum(each.bytes - each.body for each in sent),
        trips=waves([each.asked for each in sent], network.milliseconds / 1000),
        longest=told["longest"],
        found=told["found"],
    )


def waves(asked: Sequence[float], latency: float) -> int:
    """How many times something was asked for that had to wait for an answer to what was asked before.

    No answer is there before the latency is over (seconds; clocks are a little off): what was asked within it
    waited for none.
    """
    many, until = 0, 0.0
    for when in sorted(asked):
        if when >= until:
            many, until = many + 1, when + 0.9 * latency
    return many


def visit(browser: Browser, server: Nginx, *series: Sequence[str]) -> Visit:
    """Ask all texts of a series, then all of them again; then the next series."""
    asked = []
    with _page(browser, server, Network()) as page:
        page.evaluate("(text) => first(text)", series[0][0])
        megabytes = 0.0
        for texts in series:
            told = page.evaluate("(texts) => ask(texts)", list(texts))
            once, again = ([each["milliseconds"] for each in told[when]] for when in ("once", "again"))
            asked.append(Asked(once, again, [each["found"] for each in told["again"]], told["longest"]))
            megabytes = megabytes or page.evaluate("() => memory()") / 1e6
    return Visit(tuple(asked), megabytes)


@contextmanager
def _page(browser: Browser, server: Nginx, network: Network) -> Iterator[Page]:
    context = browser.new_context(base_url=server.address, ignore_https_errors=True)
    context.set_default_timeout(_PATIENCE)
    try:
        page = context.new_page()
        page.goto("bench/")
        page.wait_for_function("window.ready")
        if network != Network():
            _slow(context.new_cdp_session(page), network)
        yield page
    finally:
        context.close()


def _slow(session: CDPSession, network: Network) -> None:
    """Emulate the line for the page and for the workers that it will start."""
    rate = network.bits_per_second // 8 or -1
    conditions = {
        "offline": False,
        "latency": network.milliseconds,
        "downloadThroughput": rate,
        "uploadThroughput": rate,
    }
    commands: list[tuple[str, dict[str, Any]]] = [
        ("Network.enable", {}),
        ("Network.emulateNetworkConditions", conditions),
    ]

    def attached(event: dict[str, Any]) -> None:
        for number, (method, params) in enumerate([*commands, ("Runtime.runIfWaitingForDebugger", {})]):
            message = json.dumps({"id": number, "method": method, "params": params})
            told = {"sessionId": event["sessionId"], "message": message}
            with suppress(Error):  # a worker of a page that is being closed
                session.send("Target.sendMessageToTarget", told)

    for method, params in commands:
        session.send(method, params)
    session.on("Target.attachedToTarget", attached)
    session.send(
        "Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": False}
    )
