"""What can go wrong on the way: each takes the place of one answer, or of several in a row."""

from __future__ import annotations

import gzip
from functools import cache
from typing import TYPE_CHECKING, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    Fault = Callable[[httpx.Request], httpx.Response]


class _Body(httpx.AsyncByteStream):
    """A body in pieces that ends in an error, or never."""

    def __init__(self, pieces: list[bytes], error: Exception | None, times: int = 1) -> None:
        self._pieces = pieces
        self._error = error
        self._times = times

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in range(self._times):
            for piece in self._pieces:
                yield piece
        if self._error:
            raise self._error


def _raising(error: type[httpx.RequestError]) -> Fault:
    def fault(request: httpx.Request) -> httpx.Response:
        raise error("it broke", request=request)

    return fault


def _answering(status: int, text: str = "", **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _: httpx.Response(status, text=text, headers=named)


def _half(_: httpx.Request) -> httpx.Response:
    error = httpx.RemoteProtocolError("peer closed connection without sending complete message body")
    return httpx.Response(200, stream=_Body([b'{"topic_li'], error), headers=_JSON)


def _reset(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, stream=_Body([b'{"a": '], httpx.ReadError("connection reset")), headers=_JSON)


def _huge(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, stream=_Body([b"x" * (1 << 20)], None, times=10_000), headers=_JSON)


def _huge_by_its_word(_: httpx.Request) -> httpx.Response:
    return httpx.Response(
        200, stream=_Body([b"{}"], None), headers={**_JSON, "content-length": str(10 << 30)}
    )


@cache
def _packed() -> bytes:
    return gzip.compress(b"[" * (1 << 28), 1)


def _bomb(_: httpx.Request) -> httpx.Response:
    pieces = [_packed()[at : at + 65_536] for at in range(0, len(_packed()), 65_536)]
    return httpx.Response(200, stream=_Body(pieces, None), headers={**_JSON, "content-encoding": "gzip"})


def _not_gzip(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, stream=_Body([b"{}"], None), headers={**_JSON, "content-encoding": "gzip"})


def _circle(request: httpx.Request) -> httpx.Response:
    return httpx.Response(302, headers={"location": str(request.url)})


_JSON: Final = {"content-type": "application/json"}
_HTML: Final = "<!DOCTYPE html><title>We will be back</title>"

FAULTS: Final[Mapping[str, Fault]] = {
    "no connection": _raising(httpx.ConnectError),
    "no connection in time": _raising(httpx.ConnectTimeout),
    "no answer in time": _raising(httpx.ReadTimeout),
    "the request cannot be sent": _raising(httpx.WriteError),
    "the connection ends before an answer": _raising(httpx.RemoteProtocolError),
    "half an answer": _half,
    "a reset in the middle of an answer": _reset,
    "500": _answering(500),
    "502 with a page": _answering(502, _HTML, content_type="text/html"),
    "503": _answering(503),
    "503 and when to come back": _answering(503, retry_after="7"),
    "504": _answering(504),
    "429 and when to come back": _answering(429, retry_after="30"),
    "429 without a word": _answering(429),
    "429 with the time as X writes it": _answering(
        429, x_rate_limit_remaining="0", x_rate_limit_reset="1772442600"
    ),
    "429 for a day": _answering(429, retry_after="86400"),
    "a page instead of JSON": _answering(200, _HTML, content_type="text/html"),
    "a page that calls itself JSON": _answering(200, _HTML, content_type="application/json"),
    "nothing at all": _answering(200, "", content_type="application/json"),
    "JSON that is cut": _answering(200, '{"a": [1, 2', content_type="application/json"),
    "JSON of another kind": _answering(200, "[1, 2]", content_type="application/json"),
    "JSON nested without end": _answering(200, "[" * 100_000, content_type="application/json"),
    "10 GB": _huge,
    "10 GB by its own word": _huge_by_its_word,
    "a little that unpacks to much": _bomb,
    "not packed as it says": _not_gzip,
    "a circle of redirects": _circle,
    "a redirect to a private address": _answering(302, location="http://10.0.0.7/latest.json"),
    "a redirect to this machine": _answering(302, location="http://127.0.0.1:22/"),
    "a redirect to a file": _answering(302, location="file:///etc/passwd"),
    "a redirect to nowhere": _answering(302, location="http://"),
    "401": _answering(401),
    "403": _answering(403),
    "400": _answering(400, '{"detail": "no"}', content_type="application/json"),
    "418": _answering(418),
}


class Faulty:
    """A stand-in whose answers number `at` and the `times - 1` after it are a fault."""

    def __init__(self, answer: Fault, fault: Fault, at: int, times: int) -> None:
        self._answer = answer
        self._fault = fault
        self._faulty = range(at, at + times)
        self.asked = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        return (self._fault if self.asked in self._faulty else self._answer)(request)
