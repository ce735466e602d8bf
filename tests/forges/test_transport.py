"""What goes wrong on the way to a forge and back."""

from __future__ import annotations

import gzip
import socket
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest

from harvest.errors import ForgeError
from harvest.promote.answer import words
from harvest.promote.policy import POLICY
from harvest.promote.refusal import Host, RefusedError, UnsureError
from harvest.promote.transport import Transport
from tests.forges.raw import JSON, RawServer, flood, reply, reset, say, silence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

    from tests.forges.raw import Reaction

NOW: Final = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
TOKEN: Final = "t-very-secret"
HTML: Final = "Content-Type: text/html; charset=utf-8"
HALF: Final = f"HTTP/1.1 200 OK\r\n{JSON}\r\nContent-Length: 100\r\n\r\n[1,".encode()
OK: Final = reply(200, b'{"ok": true}')


@dataclass
class Line:
    """A transport, and the server at its other end."""

    transport: Transport
    server: RawServer
    slept: list[float]
    api: str

    def get(self, path: str = "/x") -> Any:
        return self.transport.get(path)

    def post(self) -> Any:
        return self.transport.send("POST", "/x", {"a": 1}, again=False)


@pytest.fixture
def line(client: httpx.Client) -> Iterator[Callable[..., Line]]:
    """Makes one whose server reacts so, under the usual policy or a changed one."""
    with ExitStack() as servings:

        def make(*reactions: Reaction, now: Callable[[], datetime] = lambda: NOW, **policy: Any) -> Line:
            server = RawServer(*reactions)
            api = servings.enter_context(server.serving())
            slept: list[float] = []
            changed = replace(POLICY, **policy)
            transport = Transport(host_at(api), client=client, sleep=slept.append, now=now, policy=changed)
            return Line(transport, server, slept, api)

        yield make


def host_at(base: str) -> Host:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return Host(
        name="Forge", base=base, repository="a/b", token=TOKEN, headers=headers, needs="the right to write"
    )


@pytest.mark.parametrize("fault", [reset, say(b""), say(HALF), reply(500), reply(502, b"<h1>Bad", kind=HTML)])
def test_what_breaks_is_asked_again(line: Callable[..., Line], fault: Reaction) -> None:
    made = line(fault, fault, OK)
    assert made.get() == {"ok": True}
    assert len(made.slept) == 2
    assert all(0 <= each <= 20 for each in made.slept)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (reset, "cannot be reached"),
        (say(b""), "cannot be reached"),
        (say(HALF), "cannot be reached"),
        (reply(503, b'{"message": "down"}'), "answers 503: down"),
        (reply(500, b"<h1>Oh", kind=HTML), "answers 500"),
    ],
)
def test_what_stays_broken_is_told_in_one_line(line: Callable[..., Line], fault: Reaction, told: str) -> None:
    made = line(fault)
    with pytest.raises(ForgeError, match=told) as caught:
        made.get()
    assert len(made.server.heads) == POLICY.attempts
    assert str(caught.value).startswith(f"{made.api}/x: Forge ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "fault", [reset, say(b""), say(HALF), reply(500), reply(503, b"{}", "Retry-After: 1")]
)
def test_what_must_not_be_sent_twice_is_not(line: Callable[..., Line], fault: Reaction) -> None:
    made = line(fault)
    with pytest.raises(UnsureError, match="may have been done"):
        made.post()
    assert len(made.server.heads) == 1
    assert made.slept == []


def test_what_never_left_may_be_sent_again(client: httpx.Client) -> None:
    """Nothing listens: the request cannot have arrived."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    slept: list[float] = []
    host = host_at(f"http://127.0.0.1:{port}")
    transport = Transport(host, client=client, sleep=slept.append, now=lambda: NOW, policy=POLICY)
    with pytest.raises(ForgeError, match="cannot be reached") as caught:
        transport.send("POST", "/x", {}, again=False)
    assert not isinstance(caught.value, UnsureError)
    assert len(slept) == POLICY.attempts - 1


def test_a_server_that_says_nothing(line: Callable[..., Line]) -> None:
    made = line(silence, read_timeout=0.05, attempts=2)
    with pytest.raises(ForgeError, match="cannot be reached"):
        made.get()
    assert len(made.server.heads) == 2


def test_an_answer_that_trickles_in(line: Callable[..., Line]) -> None:
    """Each piece arrives in time, the whole never does."""
    clock = iter(NOW + timedelta(minutes=at) for at in range(99))
    made = line(flood, now=lambda: next(clock), attempts=2)
    with pytest.raises(ForgeError, match="takes too long over an answer"):
        made.get()


def test_an_answer_that_is_too_big(line: Callable[..., Line]) -> None:
    made = line(flood, most_bytes=3 << 20)
    with pytest.raises(ForgeError, match="sends more than 3 MB"):
        made.get()
    assert len(made.server.heads) == 1


def test_an_answer_that_unpacks_to_too_much(line: Callable[..., Line]) -> None:
    bomb = gzip.compress(b" " * (8 << 20))
    made = line(reply(200, bomb, "Content-Encoding: gzip"), most_bytes=3 << 20)
    with pytest.raises(ForgeError, match="sends more than 3 MB"):
        made.get()


def test_an_answer_that_cannot_be_unpacked(line: Callable[..., Line]) -> None:
    made = line(reply(200, b"no gzip", "Content-Encoding: gzip"), attempts=2)
    with pytest.raises(ForgeError, match="cannot be reached"):
        made.get()


@pytest.mark.parametrize(
    "answer",
    [
        reply(200, b"<!doctype html><title>Log in</title>", kind=HTML),
        reply(200, b"{", kind=JSON),
        reply(200, b"\xff\xfe", kind=JSON),
        reply(200, b"[" * 200_000, kind=JSON),
        reply(200, b"{}", kind="X-No-Type: 1"),
    ],
)
def test_what_is_no_json_is_told(line: Callable[..., Line], answer: Reaction) -> None:
    made = line(answer)
    with pytest.raises(
        ForgeError, match=r"that is no JSON .does `promote: api:` name the address of its API"
    ):
        made.get()
    assert len(made.server.heads) == 1


def test_an_answer_to_a_change_that_is_no_json_says_nothing(line: Callable[..., Line]) -> None:
    with pytest.raises(UnsureError, match=r"text/html that is no JSON .it may have been done"):
        line(reply(200, b"<title>Log in</title>", kind=HTML)).post()


def test_a_refusal_in_a_thousand_brackets(line: Callable[..., Line]) -> None:
    body = b'{"message": ' + b"[" * 800 + b'"x"' + b"]" * 800 + b"}"
    with pytest.raises(RefusedError, match="answers 422"):
        line(reply(422, body)).get()


def test_an_empty_answer_to_a_change_is_none(line: Callable[..., Line]) -> None:
    assert line(reply(204, b"", kind="X-No-Type: 1")).post() is None


@pytest.mark.parametrize(
    ("status", "todo"), [(401, "expired"), (403, "the right to write"), (404, "a/b"), (410, "")]
)
def test_a_refusal_is_not_asked_again(line: Callable[..., Line], status: int, todo: str) -> None:
    made = line(reply(status, b'{"message": "no"}'))
    with pytest.raises(RefusedError, match="no") as caught:
        made.get()
    assert caught.value.status == status
    assert todo in caught.value.todo
    assert len(made.server.heads) == 1


def test_the_token_is_never_told_even_where_the_server_repeats_it(line: Callable[..., Line]) -> None:
    body = f'{{"message": "bad token {TOKEN} \\u001b[31m"}}'.encode()
    for status in (401, 403, 404, 422):
        with pytest.raises(RefusedError) as caught:
            line(reply(status, body)).get()
        assert "bad token …" in str(caught.value)
        assert TOKEN not in str(caught.value)
        assert "\x1b" not in str(caught.value)
    assert TOKEN not in repr(host_at("https://forge.example"))


def test_a_redirect_within_the_host_is_followed(line: Callable[..., Line]) -> None:
    made = line(reply(301, b"{}", "Location: /repositories/7"), OK)
    assert made.get() == {"ok": True}
    assert made.server.heads[1].startswith("GET /repositories/7 ")
    assert TOKEN in made.server.heads[1]


def test_a_change_is_redirected_only_as_a_change(line: Callable[..., Line]) -> None:
    made = line(reply(307, b"{}", "Location: /repositories/7"), OK)
    made.post()
    assert made.server.heads[1].startswith("POST /repositories/7 ")
    with pytest.raises(ForgeError, match=r"has moved .write the new name at `promote: repository:`"):
        line(reply(301, b"{}", "Location: /repositories/7"), OK).post()


def test_redirects_in_a_circle_end(line: Callable[..., Line]) -> None:
    made = line(reply(302, b"{}", "Location: /x"))
    with pytest.raises(ForgeError, match="in a circle"):
        made.get()
    assert len(made.server.heads) == POLICY.most_redirects + 1


def test_the_token_goes_to_no_other_host(line: Callable[..., Line]) -> None:
    other = line(OK)
    for location in (f"{other.api}/x", f"//{other.api.removeprefix('http://')}/x", "https://127.0.0.1/x"):
        made = line(reply(302, b"{}", f"Location: {location}"))
        with pytest.raises(ForgeError, match=r"sends us to 127\.0\.0\.1, and the token stays with"):
            made.get()
    assert other.server.heads == []


@pytest.mark.parametrize("location", ["http://[", "javascript:alert(1)", "file:///etc/passwd"])
def test_a_redirect_to_nonsense(line: Callable[..., Line], location: str) -> None:
    with pytest.raises(ForgeError, match=r"the token stays with|redirects to no address"):
        line(reply(302, b"{}", f"Location: {location}")).get()


def test_a_redirect_without_an_address(line: Callable[..., Line]) -> None:
    with pytest.raises(ForgeError, match="answers 302, which says nothing"):
        line(reply(302)).get()


def test_pages_lead_to_no_other_host(line: Callable[..., Line]) -> None:
    other = line(reply(200, b"[2]"))
    made = line(reply(200, b"[1]", f'Link: <{other.api}/x?page=2>; rel="next"'))
    with pytest.raises(ForgeError, match="the token stays with"):
        list(made.transport.pages("/x"))
    assert other.server.heads == []


def test_pages_that_lead_back_end(line: Callable[..., Line]) -> None:
    made = line(reply(200, b"[1]", 'Link: </x?page=2>; rel="next"'))
    with pytest.raises(ForgeError, match="without end"):
        list(made.transport.pages("/x"))
    assert len(made.server.heads) == 2


def test_pages_without_end_end(line: Callable[..., Line]) -> None:
    links = [reply(200, b"[1]", f'Link: </x?page={at}>; rel="next"') for at in range(9)]
    with pytest.raises(ForgeError, match="without end"):
        list(line(*links, most_pages=5).transport.pages("/x"))


def test_a_list_that_is_none(line: Callable[..., Line]) -> None:
    with pytest.raises(ForgeError, match="does not send a list"):
        list(line(OK).transport.pages("/x"))


@pytest.mark.parametrize("after", ["-5", "soon", "1e3", "9" * 40, ""])
def test_a_wait_that_is_nonsense_is_no_wait_for_ever(line: Callable[..., Line], after: str) -> None:
    made = line(reply(429, b"{}", f"Retry-After: {after}"), OK)
    assert made.get() == {"ok": True}
    assert made.slept == [60]


def test_a_wait_until_a_date(line: Callable[..., Line]) -> None:
    made = line(reply(503, b"{}", "Retry-After: Mon, 02 Mar 2026 14:00:25 GMT"), OK)
    made.get()
    assert made.slept == [25]


def test_a_wait_until_tomorrow_says_so(line: Callable[..., Line]) -> None:
    with pytest.raises(ForgeError, match="asks to wait until 2026-03-03 02:00 UTC") as caught:
        line(reply(429, b"{}", "Retry-After: 43200")).post()
    assert caught.value.wait == 43_200


def test_answers_may_say_what_is_wrong_in_many_ways() -> None:
    assert words({"message": "Bad", "documentation_url": "https://x"}) == "Bad"
    assert words({"message": {"base": ["is wrong", "is old"]}}) == "is wrong; is old"
    assert words({"error": "scope", "error_description": "too small"}) == "scope; too small"
    assert words({"message": "No", "errors": [{"field": "head", "code": "invalid"}]}) == "No; head; invalid"
    assert words(["a", {"message": "b"}, 3, None]) == "a; b"
    assert words(None) == ""
