"""Every request to a live service: who asks, how often, how long, and what never leaves."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from harvest.errors import FetchError
from harvest.sources.live import Budget, Host, LaterError, Policy, Web
from harvest.sources.live.refusal import FailedError, GoneError, RefusedError
from tests.live.clock import Clock
from tests.live.harness import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Answer = Callable[[httpx.Request], httpx.Response]

HOST = Host(
    source="forum",
    title="Discourse",
    base="https://forum.example/sub",
    token="s3cret",
    headers={"Api-Key": "s3cret"},
    needs="the scope `topics: read`",
)


class Asked:
    """What was asked of a service that answers as it is told."""

    def __init__(self, answer: Answer, host: Host = HOST, **options: Any) -> None:
        self.requests: list[httpx.Request] = []
        self.clock = Clock()
        budget = options.pop("budget", Budget(100, self.clock.now() + timedelta(minutes=30)))

        def noted(request: httpx.Request) -> httpx.Response:
            self.requests.append(request)
            return answer(request)

        self.web = Web(
            host=host,
            transport=lambda: httpx.MockTransport(noted),
            resolve=options.pop("resolve", lambda _: (PUBLIC,)),
            sleep=self.clock.sleep,
            now=self.clock.now,
            budget=budget,
            **options,
        )

    def done(self, *work: Callable[[Web], Awaitable[Any]]) -> Any:
        async def all_of_it() -> Any:
            try:
                return [await each(self.web) for each in work][-1]
            finally:
                await self.web.aclose()

        return asyncio.run(all_of_it())


def fine(web: Web) -> Awaitable[Any]:
    return web.object("/latest.json", {"page": 2}, has="topics")


def good(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"topics": []})


def test_it_says_who_it_is_and_shows_the_key_to_the_service_only() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers["host"] == "forum.example":
            return httpx.Response(302, headers={"location": "https://elsewhere.example/latest.json"})
        return good(request)

    asked = Asked(answer, contact="https://help.kettle.example/")
    assert asked.done(fine) == {"topics": []}
    first, second = asked.requests
    assert first.url.raw_path == b"/sub/latest.json?page=2"
    assert first.headers["user-agent"].startswith("harvest-answers/")
    assert first.headers["user-agent"].endswith("(+https://help.kettle.example/)")
    assert first.headers["api-key"] == "s3cret"
    assert second.headers["host"] == "elsewhere.example"
    assert "api-key" not in second.headers


def test_failures_are_asked_again_with_growing_pauses_and_then_told() -> None:
    asked = Asked(lambda _: httpx.Response(502))
    with pytest.raises(FetchError, match="Discourse answers 502"):
        asked.done(fine)
    assert len(asked.requests) == Policy().attempts
    assert all(0 <= pause <= 60 for pause in asked.clock.slept)
    assert len(asked.clock.slept) == Policy().attempts - 1


def test_the_wait_that_is_asked_for_is_waited() -> None:
    answers = iter((httpx.Response(429, headers={"retry-after": "45"}), good))

    def answer(request: httpx.Request) -> httpx.Response:
        found = next(answers)
        return found if isinstance(found, httpx.Response) else found(request)

    asked = Asked(answer)
    assert asked.done(fine) == {"topics": []}
    assert asked.clock.slept == [45]


def test_a_wait_that_only_the_body_names_is_waited() -> None:
    """As Discourse writes it, where a proxy drops `Retry-After`."""
    body = {
        "errors": ["Please try again in 25 seconds."],
        "extras": {"wait_seconds": 25, "time_left": "25 s"},
    }
    answers = iter((httpx.Response(429, json=body), httpx.Response(200, json={"topics": []})))
    asked = Asked(lambda _: next(answers))
    asked.done(fine)
    assert asked.clock.slept == [26]


@pytest.mark.parametrize("body", ["[]", '{"extras": 7}', '{"extras": {"wait_seconds": "soon"}}', "<html>"])
def test_a_wait_that_the_body_does_not_name_is_a_minute(body: str) -> None:
    answers = iter((httpx.Response(429, text=body), httpx.Response(200, json={"topics": []})))
    asked = Asked(lambda _: next(answers))
    asked.done(fine)
    assert asked.clock.slept == [60]


def test_a_limit_that_is_spent_is_waited_for_before_the_next_request_under_it() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        reset = str(int(asked.clock.now().timestamp()) + 60)
        headers = {"x-rate-limit-remaining": "0", "x-rate-limit-reset": reset}
        return httpx.Response(200, json={"topics": []}, headers=headers)

    asked = Asked(answer)
    asked.done(
        lambda web: web.object("/a", has="topics", limit="a"),
        lambda web: web.object("/b", has="topics", limit="b"),
        lambda web: web.object("/a", has="topics", limit="a"),
    )
    assert asked.clock.slept == [61]


def test_a_long_wait_is_not_sat_out() -> None:
    asked = Asked(lambda _: httpx.Response(429, headers={"retry-after": "7200"}))
    with pytest.raises(LaterError, match="asks to wait until 2026-03-02 11:00 UTC") as told:
        asked.done(fine)
    assert told.value.until == asked.clock.now() + timedelta(hours=2)
    assert asked.clock.slept == []


def test_a_budget_of_requests_and_one_of_time_end_the_run() -> None:
    asked = Asked(good, budget=Budget(2, Clock().now() + timedelta(minutes=30)))
    with pytest.raises(LaterError, match="2 requests are spent"):
        asked.done(fine, fine, fine)
    asked = Asked(lambda _: httpx.Response(503), budget=Budget(100, Clock().now() + timedelta(seconds=3)))
    with pytest.raises(FetchError):
        asked.done(fine)
    assert sum(asked.clock.slept) <= 3


def test_requests_keep_their_distance() -> None:
    paced = Host(source="forum", title="Discourse", base="https://forum.example", pause=0.5)
    asked = Asked(good, host=paced)
    asked.done(fine, fine, fine)
    assert asked.clock.slept == [0.5, 0.5]


def test_what_has_not_changed_is_not_sent_again() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("if-none-match") == '"1"':
            return httpx.Response(304)
        return httpx.Response(200, text="<rss/>", headers={"etag": '"1"', "last-modified": "yesterday"})

    asked = Asked(answer)
    first = asked.done(lambda web: web.get("/feed"))
    assert not first.unchanged
    asked = Asked(answer)
    assert asked.done(lambda web: web.get("/feed", known=first.validators)).unchanged
    assert asked.requests[0].headers["if-modified-since"] == "yesterday"


@pytest.mark.parametrize(
    ("status", "error", "says"),
    [
        (
            401,
            RefusedError,
            "the `fetch: token` of the source forum.*a new one needs the scope `topics",
        ),
        (403, RefusedError, "the `fetch: token` of the source forum.*it needs the scope `topics: read`"),
        (404, GoneError, "is not there"),
        (410, GoneError, "is not there"),
        (422, RefusedError, "Discourse answers 422: no … here"),
    ],
)
def test_a_refusal_says_what_to_do(status: int, error: type[FetchError], says: str) -> None:
    asked = Asked(lambda _: httpx.Response(status, json={"detail": "no s3cret\x1b here"}))
    with pytest.raises(error, match=says) as told:
        asked.done(fine)
    assert "s3cret" not in str(told.value)
    assert "page=2" not in str(told.value)
    assert len(asked.requests) == 1


def test_without_a_key_a_refusal_asks_for_one() -> None:
    host = Host(source="f", title="D", base="https://a.example", needs="a key")
    asked = Asked(lambda _: httpx.Response(403), host=host)
    with pytest.raises(RefusedError, match="give the source f a `fetch: token`; it needs a key"):
        asked.done(fine)


@pytest.mark.parametrize(
    ("told", "error", "requests"),
    [
        ({"error_id": 403, "error_message": "no"}, RefusedError, 1),
        ({"error_id": 503, "error_message": "soon"}, FetchError, Policy().attempts),
        ({"error_id": 7}, RefusedError, 1),
        ({"error_id": "503"}, RefusedError, 1),
        ([503], RefusedError, 1),
    ],
)
def test_what_a_refusal_amounts_to_may_stand_in_its_json(
    told: object, error: type[FetchError], requests: int
) -> None:
    host = Host(source="f", title="D", base="https://a.example", status_key="error_id")
    asked = Asked(lambda _: httpx.Response(400, json=told), host=host)
    with pytest.raises(error):
        asked.done(fine)
    assert len(asked.requests) == requests


def test_private_hosts_are_never_asked_unless_it_is_the_companys_own() -> None:
    asked = Asked(good, resolve=lambda _: ("10.0.0.7",))
    with pytest.raises(FetchError, match=r"private network.*internal: true"):
        asked.done(fine)
    assert asked.requests == []
    own = Host(source="f", title="D", base="https://forum.example", internal=True)
    assert Asked(good, host=own, resolve=lambda _: ("10.0.0.7",)).done(fine) == {"topics": []}


def test_an_internal_service_cannot_send_us_to_other_private_hosts() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(302, headers={"location": "http://admin.internal.example/"})

    own = Host(source="f", title="D", base="https://forum.example", internal=True)
    asked = Asked(answer, host=own, resolve=lambda _: ("10.0.0.7",))
    with pytest.raises(FetchError, match="private network"):
        asked.done(fine)
    assert len(asked.requests) == 1


def test_a_host_that_does_not_exist() -> None:
    with pytest.raises(FetchError, match=r"forum\.example, which does not exist"):
        Asked(good, resolve=lambda _: ()).done(fine)


def test_one_of_several_keys_makes_an_answer() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"errors": []})

    assert Asked(answer).done(lambda web: web.object("/a", has=("data", "errors"))) == {"errors": []}
    with pytest.raises(FetchError, match="JSON without 'data' or 'meta'"):
        Asked(answer).done(lambda web: web.object("/a", has=("data", "meta")))


def test_who_can_ask_for_less_is_told_at_once_that_it_was_too_much() -> None:
    asked = Asked(lambda _: httpx.Response(502))
    with pytest.raises(FailedError, match="answers 502") as told:
        asked.done(lambda web: web.post("/graphql", {}, has="data", too_big=frozenset({502})))
    assert (told.value.status, len(asked.requests)) == (502, 1)
    asked = Asked(lambda _: httpx.Response(503))
    with pytest.raises(FailedError):
        asked.done(lambda web: web.post("/graphql", {}, has="data", too_big=frozenset({502})))
    assert len(asked.requests) > 1


def test_what_is_not_what_was_asked_for_is_asked_again_and_then_told() -> None:
    answers = iter(["<form>", "<form>", "PACKED"])

    def wrong(answer: Any) -> str:
        return "" if answer.body == b"PACKED" else "a form"

    asked = Asked(lambda _: httpx.Response(200, text=next(answers)))
    assert asked.done(lambda web: web.get("/export", wrong=wrong)).body == b"PACKED"
    assert len(asked.requests) == 3
    asked = Asked(lambda _: httpx.Response(200, text="<form>"))
    with pytest.raises(FetchError, match="Discourse answers with a form"):
        asked.done(lambda web: web.get("/export", wrong=wrong))


def test_an_answer_whose_beginning_trickles_in_ends() -> None:
    """Byte after byte of a header: no pause between two pieces is too long, and no piece of a body comes."""
    done = threading.Event()

    def trickle(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection, suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while not done.wait(0.01):
                connection.sendall(b"a")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=trickle, args=(listening,), daemon=True)
        server.start()
        host = replace(HOST, base=f"http://127.0.0.1:{listening.getsockname()[1]}", internal=True)
        policy = Policy(attempts=1, answer_timeout=0.2, read_timeout=2)
        clock = Clock()
        web = Web(
            host=host,
            transport=httpx.AsyncHTTPTransport,
            resolve=lambda _: ("127.0.0.1",),
            sleep=clock.sleep,
            now=clock.now,
            budget=Budget(1, clock.now() + timedelta(minutes=1)),
            policy=policy,
        )

        async def ask() -> None:
            try:
                await asyncio.wait_for(fine(web), 5)
            finally:
                await web.aclose()

        with pytest.raises(FetchError, match="takes too long over an answer"):
            asyncio.run(ask())
        done.set()
        server.join()


def test_no_cookie_is_kept() -> None:
    """Nobody is to know us again, and a server must not make our requests grow."""
    asked = Asked(lambda _: httpx.Response(200, headers={"set-cookie": "a=b; Path=/"}, json={"topics": []}))
    asked.done(fine, fine)
    assert [request.headers.get("cookie") for request in asked.requests] == [None, None]


def test_a_token_that_no_header_can_hold_is_told_before_anything_is_asked() -> None:
    host = replace(HOST, token="“s3cret”", headers={"Api-Key": "“s3cret”"})
    with pytest.raises(FetchError, match="letters that cannot be sent") as told:
        Asked(good, host)
    assert "s3cret" not in str(told.value)
    with pytest.raises(FetchError, match="letters that cannot be sent"):
        Asked(good).web.sign("sé")


def test_a_token_is_not_shown_as_it_stands_in_an_address_either() -> None:
    host = replace(HOST, token="a+b/c=d", headers={"Api-Key": "a+b/c=d"})
    said = "a+b/c=d a%2Bb/c%3Dd a%2Bb%2Fc%3Dd"
    asked = Asked(lambda _: httpx.Response(403, json={"errors": [said]}), host)
    with pytest.raises(FetchError, match="see it: … … …") as told:
        asked.done(fine)
    assert "a%2Bb" not in str(told.value)
