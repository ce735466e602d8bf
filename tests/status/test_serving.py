"""The status site on the real nginx and Caddy with the shipped settings: types, headers, caches, load."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import status_load
from harvest.status import serving
from harvest.status.folder import Contents
from harvest.status.output import put
from harvest.status.site import build
from tests.status import servers
from tests.status.servers import ask
from tests.status.site import NOON, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TYPES = {
    "/": "text/html; charset=utf-8",
    "/history/": "text/html; charset=utf-8",
    "/api/v2/summary.json": "application/json",
    "/banner.json": "application/json",
    "/banner.js": "text/javascript; charset=utf-8",
    "/feed.json": "application/feed+json",
    "/history.atom": "application/atom+xml; charset=utf-8",
    "/history.rss": "application/rss+xml; charset=utf-8",
    "/maintenance.ics": "text/calendar; charset=utf-8",
    "/text.txt": "text/plain; charset=utf-8",
    "/text": "text/plain; charset=utf-8",
    "/badge.svg": "image/svg+xml",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    put(folder, build(SETTINGS, Contents((), ()), NOON))
    for name, content in serving.files(SETTINGS, str(folder)).items():
        (tmp_path / name).write_bytes(content)
    return folder


def with_nginx(site: Path) -> Any:
    return servers.nginx(site.parent / "run", f"include {site.parent}/nginx.conf;")


def with_caddy(site: Path) -> Any:
    return servers.caddy(site.parent / "run", f"import {site.parent}/Caddyfile")


@pytest.mark.slow
@pytest.mark.parametrize("server", [with_nginx, with_caddy])
def test_every_file_comes_as_what_it_is_with_every_header(server: Any, site: Path) -> None:
    with server(site) as address:
        for path, type_ in TYPES.items():
            answer = ask(f"{address}{path}")
            assert (path, answer.status, answer.headers["content-type"]) == (path, 200, type_)
            assert answer.headers["access-control-allow-origin"] == "*"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "no-referrer"
            assert answer.headers["strict-transport-security"] == "max-age=86400"
            assert "camera=()" in answer.headers["permissions-policy"]
            cache = serving.CACHE_SCRIPT if path == "/banner.js" else serving.CACHE
            assert answer.headers["cache-control"] == cache
        page = ask(f"{address}/")
        meta = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page.body.decode())
        assert meta
        own = meta[1].replace("&#39;", "'")
        assert page.headers["content-security-policy"] == f"{own}; frame-ancestors 'none'"
        assert ask(f"{address}/", Accept_Encoding="gzip").headers["content-encoding"] == "gzip"
        missing = ask(f"{address}/nothing/here")
        assert (missing.status, missing.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert missing.body == (site / "404.html").read_bytes()
        assert ask(f"{address}/.harvest-status").status == 404


def test_a_cache_between_shows_a_post_within_five_seconds() -> None:
    kept = {name: int(many) for name, many in re.findall(r"([a-z-]+)=(\d+)", serving.CACHE)}
    assert kept["max-age"] + kept["stale-while-revalidate"] <= 5
    assert kept["stale-if-error"] >= 3600


@pytest.mark.slow
def test_a_real_cache_carries_the_load_shows_the_news_and_outlives_the_host(
    site: Path, record_property: Callable[[str, object], None]
) -> None:
    """By our headers alone: the cache before the host has no rule of its own."""
    cached = f"proxy_cache_path {site.parent}/kept keys_zone=kept:1m;"
    before = (
        "proxy_cache kept; proxy_cache_background_update on; proxy_cache_lock on;\n"
        "add_header X-Cache $upstream_cache_status always;\nlocation / { proxy_pass %s; }"
    )
    with ExitStack() as ends:
        host = ExitStack()
        ends.push(host)
        address = host.enter_context(with_nginx(site))
        cache = ends.enter_context(servers.nginx(site.parent / "cache", before % address, cached))
        old = ask(f"{cache}/text").body
        assert ask(f"{cache}/text").headers["x-cache"] == "HIT"
        put(site, build(SETTINGS, Contents((), ()), NOON + timedelta(hours=1)))
        posted = time.monotonic()
        while ask(f"{cache}/text").body == old:
            assert time.monotonic() < posted + 30
        record_property(
            "seconds until a cache before the host shows a post", round(time.monotonic() - posted, 1)
        )
        new = ask(f"{cache}/text").body
        host.close()
        stopped = time.monotonic()
        while (answer := ask(f"{cache}/text")).headers["x-cache"] != "STALE":
            assert time.monotonic() < stopped + 30
        assert (answer.status, answer.body) == (200, new)


@pytest.mark.slow
def test_while_posts_are_published_every_answer_is_whole_and_none_is_late(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as apart:  # the browser of other tests has the event loop of this thread
        seen = apart.submit(status_load.run, tmp_path, clients=50, seconds=8, posts=10).result()
    assert set(seen.statuses) == {200}
    assert (seen.mixed, seen.old, seen.broken) == (0, 0, 0)
    assert seen.newest == 10
    assert len(seen.milliseconds) > 100


def test_the_load_sees_what_it_looks_for() -> None:
    built = status_load.versions(2)
    for path, allowed in status_load.digests(built).items():
        assert {number for which in allowed.values() for number in which} == {0, 1, 2}, path
    assert len(status_load.digests(built)["/"]) == 3
