"""Whether addresses of others still answer.

One GET for each address, whose body is never read; redirects are followed, a few. Addresses of one host are
tried one after the other, with a pause; several hosts at a time. Nothing is asked of private addresses:
every host, of redirects too, is looked up first, all its addresses must be public, and it is these that are
connected to, so that a name cannot point elsewhere a moment later.

Policy. Calling a good link dead keeps an answer from customers; so only no such page (404, 410), no such host
and an address that must not be asked are dead. All else (refused, slow, broken today) is unsure, after a
second try where that may help.
"""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

import httpx

from harvest import __version__
from harvest.web.addresses import look_up
from harvest.web.guard import Guarded, NoSuchHostError, NotPublicError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

HOSTS: Final = 8
"""So many are asked at a time."""
PAUSE: Final = 1.0
"""Seconds between two requests to one host."""
TIMEOUT: Final = 10.0
"""Seconds for connecting, and for each part of an answer."""
REDIRECTS: Final = 5
TRIES: Final = 2
_NO_REUSE: Final = httpx.Limits(max_keepalive_connections=0)
"""Two hosts at one address are two: a connection that was made for one must not carry the other's request."""
GONE: Final = {404: "is not there any more (404)", 410: "is gone (410)"}
AGENT: Final = f"harvest-answers/{__version__} (checks that links still work)"


@dataclass(frozen=True, slots=True)
class Probed:
    """What became of the addresses; those that answer are in neither."""

    dead: Mapping[str, str] = field(default_factory=dict)
    """Certainly gone, and why, as the rest of a sentence."""
    unsure: Mapping[str, str] = field(default_factory=dict)
    """Nobody knows, and why."""


class Prober(Protocol):
    """Tries addresses."""

    def __call__(self, addresses: Iterable[str], /) -> Probed:
        """Each once."""


def prober(
    sleep: Callable[[float], None],
    *,
    transport: httpx.BaseTransport | None = None,
    resolve: Callable[[str], Sequence[str]] = look_up,
) -> Prober:
    """What tries addresses. `sleep` waits that many seconds; `transport` is what is really asked."""

    def probe(addresses: Iterable[str], /) -> Probed:
        """Each address once; those of a host one after the other, hosts side by side."""
        by_host: dict[str, list[str]] = defaultdict(list)
        for address in sorted(set(addresses)):
            by_host[httpx.URL(address).host].append(address)
        guarded = Guarded(transport or httpx.HTTPTransport(limits=_NO_REUSE), resolve)
        dead: dict[str, str] = {}
        unsure: dict[str, str] = {}
        with (
            httpx.Client(
                transport=guarded,
                timeout=TIMEOUT,
                follow_redirects=True,
                max_redirects=REDIRECTS,
                headers={"User-Agent": AGENT, "Accept": "*/*"},
            ) as client,
            ThreadPoolExecutor(HOSTS) as pool,
        ):
            for own_dead, own_unsure in pool.map(lambda own: _host(client, own, sleep), by_host.values()):
                dead.update(own_dead)
                unsure.update(own_unsure)
        return Probed(dict(sorted(dead.items())), dict(sorted(unsure.items())))

    return probe


def _host(
    client: httpx.Client, addresses: Sequence[str], sleep: Callable[[float], None]
) -> tuple[dict[str, str], dict[str, str]]:
    """The addresses of one host that are dead, and those that nobody knows about."""
    dead: dict[str, str] = {}
    unsure: dict[str, str] = {}
    first = True
    for address in addresses:
        gone, doubt = "", ""
        for _ in range(TRIES):
            if not first:
                sleep(PAUSE)
            first = False
            gone, doubt, again = _try(client, address)
            if not again:
                break
        if gone:
            dead[address] = gone
        elif doubt:
            unsure[address] = doubt
    return dead, unsure


def _try(client: httpx.Client, address: str) -> tuple[str, str, bool]:
    """Why it is dead, why nobody knows, and whether another try may tell; both "" where it answers."""
    try:
        with client.stream("GET", address) as response:
            status = response.status_code
    except (NotPublicError, NoSuchHostError) as error:
        return str(error), "", False
    except httpx.TooManyRedirects:
        return "", f"leads on more than {REDIRECTS} times", False
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        return "", f"does not answer ({type(error).__name__})", isinstance(error, httpx.TransportError)
    if status in GONE:
        return GONE[status], "", False
    if status >= httpx.codes.BAD_REQUEST:
        return "", f"answers {status}", status >= httpx.codes.INTERNAL_SERVER_ERROR
    return "", "", False
