"""Outage pages: what they say, and that the real nginx, Caddy and Apache give them at the right time."""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from harvest.errors import HarvestError
from harvest.status import outage
from harvest.status.outage.words import WORDS
from tests.accessibility import axe
from tests.status import servers
from tests.status.servers import ask, free_port
from tests.status.site import SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from playwright.sync_api import Browser

EVERY = replace(SETTINGS, languages=tuple(WORDS))


@pytest.mark.parametrize("planned", [False, True])
def test_a_page_needs_nothing_but_itself_in_every_language(planned: bool) -> None:
    page = outage.page(EVERY, planned=planned)
    assert len(page.encode()) <= 14_000
    assert not re.search(r"<script|<img|<link|<iframe|src=|url\(|@import|http-equiv=\"refresh", page)
    for language, words in WORDS.items():
        assert f'<section lang="{language}" dir="{"rtl" if words.rtl else "ltr"}">' in page
    assert page.count(f'href="{SETTINGS.url}"') == len(WORDS)
    assert page.count(f'href="{SETTINGS.help}"') == len(WORDS)


def test_the_companys_own_language_comes_first_and_english_where_we_have_none_of_its_words() -> None:
    assert outage.languages(replace(SETTINGS, lang="de-AT", languages=("xx", "ar"))) == ("de-AT", "ar")
    assert outage.languages(replace(SETTINGS, lang="xx", languages=())) == ("en",)
    assert '<html lang="ar" dir="rtl">' in outage.page(replace(SETTINGS, lang="ar"), planned=False)


def test_a_name_is_shown_as_it_is() -> None:
    assert "&lt;svg onload=x&gt;$name &amp; ${x}" in outage.page(
        replace(SETTINGS, name="<svg onload=x>$name & ${x}"), planned=False
    )


def test_programs_get_a_problem() -> None:
    found = json.loads(outage.problem(SETTINGS, planned=True))
    assert (found["status"], found["maintenance"], found["status_page"]) == (503, True, SETTINGS.url)


@pytest.mark.parametrize(
    "place", ["relative", "/with space", '/quote"', "/dollar$x", "/a;b", "/a/../b", "/", "/a\nb", "/a{b}"]
)
def test_a_place_that_would_break_out_of_a_servers_file_is_refused(place: str) -> None:
    with pytest.raises(HarvestError, match="whole path"):
        outage.files(SETTINGS, place, 120)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_it(browser: Browser, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 700})
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("console", lambda each: errors.append(each.text))
    page.on("request", lambda each: asked.append(each.url))
    page.route("http://main.example/", lambda route: route.fulfill(body=outage.page(EVERY, planned=False)))
    page.goto("http://main.example/")
    assert [(each["id"], each["nodes"]) for each in axe(page)["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator("body").evaluate("e => getComputedStyle(e).maxWidth") == "608px"
    assert errors == []
    assert [each for each in asked if not each.endswith("favicon.ico")] == ["http://main.example/"]
    context.close()


# The three servers in front of a service that is away.


@contextmanager
def service() -> Iterator[int]:
    """A service that works at /, answers a 503 of its own at /own, and hangs at /hangs; yields its port."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/hangs"):
                over.wait(30)
                return
            self.send_response(503 if self.path == "/own" else 200)
            self.end_headers()
            self.wfile.write(b"of the service")

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server.server_port
    finally:
        over.set()
        server.shutdown()
        server.server_close()


def with_nginx(folder: Path, at: Path, upstream: int) -> AbstractContextManager[str]:
    proxy = f"location / {{ proxy_pass http://127.0.0.1:{upstream}; proxy_read_timeout 1s; }}"
    return servers.nginx(folder, f"include {at}/nginx.conf;\n{proxy}")


def with_caddy(folder: Path, at: Path, upstream: int) -> AbstractContextManager[str]:
    proxy = f"reverse_proxy 127.0.0.1:{upstream} {{\ntransport http {{\nresponse_header_timeout 1s\n}}\n}}"
    site = f"import {at}/Caddyfile\nhandle /api/* {{\n{proxy}\n}}\nhandle {{\n{proxy}\n}}"
    return servers.caddy(folder, site, "\torder error first")


def with_apache(folder: Path, at: Path, upstream: int) -> AbstractContextManager[str]:
    return servers.apache(folder, f'Include {at}/apache.conf\nProxyPass "/" "http://127.0.0.1:{upstream}/"')


SERVERS = [
    pytest.param(
        function,
        marks=pytest.mark.skipif(not servers.there(name), reason=f"{name} is not installed"),
        id=name,
    )
    for name, function in (("nginx", with_nginx), ("caddy", with_caddy), ("apache2", with_apache))
]
JSON: dict[str, Any] = {"Accept": "application/json"}


@pytest.fixture
def at(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as the command writes it."""
    root = tmp_path_factory.getbasetemp()
    while root.parent.name.startswith("pytest-"):
        root = root.parent
    for folder in (tmp_path, *tmp_path.parents):
        folder.chmod(0o755)  # Apache's workers are somebody else
        if folder == root:
            break
    place = tmp_path / "outage"
    place.mkdir()
    for name, content in outage.files(SETTINGS, str(place), 90).items():
        (place / name).write_bytes(content)
    return place


def is_outage(answer: servers.Answer, heading: str) -> None:
    assert answer.status == 503
    assert answer.headers["retry-after"] == "90"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert heading in answer.body.decode()
    assert SETTINGS.url in answer.body.decode()


@pytest.mark.slow
@pytest.mark.parametrize("server", SERVERS)
def test_a_dead_service_is_a_503_with_the_way_to_the_status_site(server: Any, at: Path) -> None:
    down = WORDS["en"].down
    with server(at.parent / "run", at, free_port()) as address:
        is_outage(ask(f"{address}/"), down)
        is_outage(ask(f"{address}/any/page?x=1", Accept="text/html,application/xhtml+xml,*/*;q=0.8"), down)
        is_outage(ask(f"{address}/api/buy", "POST", b"x=1"), down)
        is_outage(ask(f"{address}/", If_None_Match="*", Range="bytes=0-9"), down)
        first = ask(f"{address}/")
        assert "etag" not in first.headers
        assert ask(f"{address}/", "HEAD").body == b""
        program = ask(f"{address}/api/things", **JSON)
        assert (program.status, program.headers["retry-after"]) == (503, "90")
        assert program.headers["content-type"] == "application/problem+json; charset=utf-8"
        assert json.loads(program.body)["status_page"] == SETTINGS.url


@pytest.mark.slow
@pytest.mark.parametrize("server", SERVERS)
def test_a_service_that_hangs_is_a_503_and_one_that_works_is_left_alone(server: Any, at: Path) -> None:
    with service() as upstream, server(at.parent / "run", at, upstream) as address:
        assert ask(f"{address}/").body == b"of the service"
        assert ask(f"{address}/own").body == b"of the service"
        is_outage(ask(f"{address}/hangs"), WORDS["en"].down)
        hidden = ask(f"{address}/.outage/outage.html")
        assert hidden.status == 404 or hidden.body == b"of the service"


@pytest.mark.slow
@pytest.mark.parametrize("server", SERVERS)
def test_planned_work_begins_and_ends_with_a_file(server: Any, at: Path) -> None:
    with service() as upstream, server(at.parent / "run", at, upstream) as address:
        (at / outage.FLAG).touch()
        for path in ("/", "/api/things", "/hangs"):
            is_outage(ask(f"{address}{path}"), WORDS["en"].work)
        assert json.loads(ask(f"{address}/api/things", **JSON).body)["maintenance"] is True
        is_outage(ask(f"{address}/api/buy", "POST", b"x=1"), WORDS["en"].work)
        (at / outage.FLAG).unlink()
        assert ask(f"{address}/").body == b"of the service"
