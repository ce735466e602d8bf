"""Addresses of others are tried gently, and never private ones."""

from __future__ import annotations

import http.server
import threading
from typing import TYPE_CHECKING

import httpx
import pytest

from harvest.probe import PAUSE, Probed, prober
from harvest.web.addresses import is_public

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PUBLIC = "93.184.215.14"


def tried(
    answer: Callable[[httpx.Request], httpx.Response],
    *addresses: str,
    resolve: Callable[[str], Sequence[str]] = lambda _: (PUBLIC,),
    slept: list[float] | None = None,
) -> Probed:
    waits: list[float] = [] if slept is None else slept
    return prober(waits.append, transport=httpx.MockTransport(answer), resolve=resolve)(addresses)


@pytest.mark.parametrize(
    ("status", "dead", "unsure"),
    [
        (200, "", ""),
        (404, "is not there any more (404)", ""),
        (410, "is gone (410)", ""),
        (403, "", "answers 403"),
    ],
)
def test_what_an_answer_means(status: int, dead: str, unsure: str) -> None:
    found = tried(lambda _: httpx.Response(status), "https://a.example/x")
    assert found.dead.get("https://a.example/x", "") == dead
    assert found.unsure.get("https://a.example/x", "") == unsure


def test_each_address_is_asked_once_and_hosts_are_given_time() -> None:
    asked: list[str] = []
    slept: list[float] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.headers['host']}{request.url.path}")
        return httpx.Response(200)

    tried(answer, "https://a.example/1", "https://a.example/2", "https://a.example/1", slept=slept)
    assert asked == ["a.example/1", "a.example/2"]
    assert slept == [PAUSE]


def test_the_name_is_asked_at_the_address_that_was_looked_up() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.host == PUBLIC
        assert request.headers["host"] == "a.example"
        assert request.extensions["sni_hostname"] == "a.example"
        return httpx.Response(200)

    assert tried(answer, "https://a.example/x") == Probed()


def test_a_name_that_changes_its_mind_is_looked_up_for_every_request_and_used_as_looked_up() -> None:
    answers = iter(((PUBLIC,), ("10.0.0.1",)))
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return httpx.Response(302, headers={"location": "https://a.example/next"})

    found = tried(answer, "https://a.example/x", resolve=lambda _: next(answers))
    assert asked == [PUBLIC]
    assert found.dead == {"https://a.example/x": "leads to a private network"}


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "ff02::1"),
        *("::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:0:a00:1::"),
    ],
)
def test_private_addresses_are_never_asked(ip: str) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise AssertionError("asked")

    assert not is_public(ip)
    found = tried(answer, "http://inside.example/", resolve=lambda _: (PUBLIC, ip))
    assert found.dead == {"http://inside.example/": "leads to a private network"}


@pytest.mark.parametrize("ip", [PUBLIC, "2606:4700::6810:84e5", "::ffff:93.184.215.14"])
def test_public_addresses_are(ip: str) -> None:
    assert is_public(ip)
    assert tried(lambda _: httpx.Response(200), "https://a.example/", resolve=lambda _: (ip,)) == Probed()


def test_redirects_are_followed_a_few_times_and_nowhere_odd() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        to = {"/moved": "/here", "/here": "", "/file": "file:///etc/passwd"}.get(request.url.path, "/round")
        return httpx.Response(301, headers={"location": to}) if to else httpx.Response(200)

    found = tried(answer, "https://a.example/moved", "https://a.example/file", "https://a.example/round")
    assert found.dead == {"https://a.example/file": "leads to something that is no web page"}
    assert found.unsure == {"https://a.example/round": "leads on more than 5 times"}


def test_what_fails_for_a_moment_is_tried_again_and_then_nobody_knows() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if request.url.path == "/slow":
            raise httpx.ReadTimeout("slow", request=request)
        return httpx.Response(503 if len(asked) == 1 else 200)

    assert tried(answer, "https://a.example/once") == Probed()
    found = tried(answer, "https://a.example/slow")
    assert found.unsure == {"https://a.example/slow": "does not answer (ReadTimeout)"}
    assert asked == ["/once", "/once", "/slow", "/slow"]


def test_a_host_that_does_not_exist_is_dead_and_one_that_nobody_can_look_up_is_not() -> None:
    def broken(_: str) -> Sequence[str]:
        raise OSError("no network")

    def answer(_: httpx.Request) -> httpx.Response:
        raise AssertionError("asked")

    gone = tried(answer, "https://gone.example/", resolve=lambda _: ())
    assert gone.dead == {"https://gone.example/": "leads to gone.example, which does not exist"}
    assert tried(answer, "https://a.example/", resolve=broken).dead == {}


def test_the_body_is_never_read() -> None:
    class Endless(httpx.SyncByteStream):
        def __iter__(self):  # type: ignore[no-untyped-def]
            raise AssertionError("read")

    assert tried(lambda _: httpx.Response(200, stream=Endless()), "https://a.example/") == Probed()


class _Asked(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(404 if "gone" in self.path else 200, self.headers["Host"])
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Here(httpx.HTTPTransport):
    """The real transport; what is meant for the public address is a server of ours."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port
        self.hosts: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        assert request.url.host == PUBLIC
        url = request.url.copy_with(host="127.0.0.1", port=self.port)
        inner = httpx.Request("GET", url, headers=request.headers, extensions=request.extensions)
        response = super().handle_request(inner)
        self.hosts.append(response.extensions["reason_phrase"].decode())
        return response


def test_over_a_real_connection() -> None:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Asked) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here = _Here(server.server_port)
        probe = prober(lambda _: None, transport=here, resolve=lambda _: (PUBLIC,))
        found = probe(["http://a.example/ok", "http://a.example/gone", "http://b.example/ok"])
        server.shutdown()
    assert found == Probed({"http://a.example/gone": "is not there any more (404)"})
    assert sorted(here.hosts) == ["a.example", "a.example", "b.example"]


def test_this_machine_is_private_however_it_is_written() -> None:
    own = [
        "http://127.0.0.1:1/",
        "http://localhost/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
    ]
    found = prober(lambda _: None)(own)
    assert found.dead == dict.fromkeys(sorted(own), "leads to a private network")
