"""Transports that ask public hosts only, at the addresses that were looked up.

Every host, of redirects too, is looked up first, all its addresses must be public, and it is these that are
connected to, so that a name cannot point elsewhere a moment later.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx

from harvest.web.addresses import is_public

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence


class NotPublicError(Exception):
    """An address that must not be asked; the message is the rest of a sentence."""


class NoSuchHostError(Exception):
    """A host that does not exist; the message is the rest of a sentence."""


class Guarded(httpx.BaseTransport):
    """Asks public hosts only."""

    def __init__(self, inner: httpx.BaseTransport, resolve: Callable[[str], Sequence[str]]) -> None:
        self._inner = inner
        self._resolve = resolve

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Raises NotPublicError or NoSuchHostError before anything is sent."""
        _check(request.url)
        return self._inner.handle_request(_pinned(request, self._resolve(request.url.host), public=True))

    def close(self) -> None:
        """Let go of the connections."""
        self._inner.close()


class AsyncGuarded(httpx.AsyncBaseTransport):
    """The same for many requests at a time. Hosts in `inside` may be private: the company's own.

    Every host has a transport of its own, from `make`: two hosts at one address are two, and a connection
    that was made for one must not carry the other's request.
    """

    def __init__(
        self,
        make: Callable[[], httpx.AsyncBaseTransport],
        resolve: Callable[[str], Sequence[str]],
        inside: Collection[str] = (),
    ) -> None:
        self._make = make
        self._resolve = resolve
        self._inside = inside
        self._by_host: dict[str, httpx.AsyncBaseTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises NotPublicError or NoSuchHostError before anything is sent."""
        _check(request.url)
        host = request.url.host
        addresses = await asyncio.to_thread(self._resolve, host)
        pinned = _pinned(request, addresses, public=host not in self._inside)
        if host not in self._by_host:
            self._by_host[host] = self._make()
        return await self._by_host[host].handle_async_request(pinned)

    async def aclose(self) -> None:
        """Let go of the connections."""
        for inner in self._by_host.values():
            await inner.aclose()


def _check(url: httpx.URL) -> None:
    if url.scheme not in {"http", "https"}:
        raise NotPublicError("leads to something that is no web page")
    if url.userinfo:
        raise NotPublicError("has a name or a password in it")


def _pinned(request: httpx.Request, addresses: Sequence[str], *, public: bool) -> httpx.Request:
    """The request, to the first of the addresses; `Host` and the certificate keep the name."""
    host = request.url.host
    if not addresses:
        raise NoSuchHostError(f"leads to {host}, which does not exist")
    if public and not all(map(is_public, addresses)):
        raise NotPublicError("leads to a private network")
    return httpx.Request(
        request.method,
        request.url.copy_with(host=addresses[0]),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": host},
    )
