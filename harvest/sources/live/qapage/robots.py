"""What a site lets robots do: robots.txt (RFC 9309), and what its pages say of themselves.

- robots.txt is asked for once in each run. One that is not there (4xx) allows everything; while it cannot be
  had (5xx, no connection), nothing may be fetched.
- `Crawl-delay` and `Request-rate` are no part of the standard and are obeyed all the same.
- A page that must not be found (`noindex`), kept (`noarchive`) or quoted (`nosnippet`), or that machines are
  to leave alone (`noai`), becomes no post: an answer page would do each of these.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from protego import Protego

from harvest.sources.live.refusal import GoneError, RefusedError
from harvest.sources.qapage.webpage import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harvest.sources.live.transport import Web

AGENT: Final = "harvest-answers"
"""Our name in robots.txt."""
REFUSALS: Final = frozenset({"noindex", "none", "noarchive", "nosnippet", "noai"})
_MOST_BYTES: Final = 500 << 10
"""The standard asks to read at least so much, and lets us stop there."""
_NAMED: Final = re.compile(r"([a-z0-9_-]+)\s*:\s*(.*)", re.DOTALL)
_WITH_VALUE: Final = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})


class Robots:
    """The rules of the hosts that a run asks."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._rules: dict[str, Protego] = {}

    async def learn(self, address: str) -> None:
        """Read the rules of the host of an address, once. Raises FetchError where they cannot be had now."""
        host = host_of(address)
        if host in self._rules:
            return
        try:
            body = (await self._web.get(f"{urlsplit(address).scheme}://{host}/robots.txt")).body
        except (GoneError, RefusedError):
            body = b""
        self._rules[host] = Protego.parse(body[:_MOST_BYTES].decode("utf-8-sig", "replace"))
        self.rest(address)

    def allow(self, address: str) -> bool:
        """Whether an address of a host whose rules are known may be asked for."""
        rules = self._rules.get(host_of(address))
        return rules is None or rules.can_fetch(address, AGENT)

    def rest(self, address: str) -> None:
        """After a request: nothing more is asked until the host of the address lets us."""
        if seconds := self._pause(address):
            self._web.hold(seconds)

    def _pause(self, address: str) -> float:
        """Seconds that the host of an address wants between two requests; 0 where it names none."""
        rules = self._rules.get(host_of(address))
        if rules is None:
            return 0
        rate = rules.request_rate(AGENT)
        return max(
            rules.crawl_delay(AGENT) or 0, rate.seconds / rate.requests if rate and rate.requests else 0
        )


def refusal(headers: Mapping[str, str], metas: Iterable[str]) -> str:
    """The word with which a page refuses; "" where it does not.

    `metas`: the contents of its `robots` elements, and of those with our name.
    """
    said = [rule for content in metas for rule in content.split(",")]
    said += _header_rules(headers.get("x-robots-tag", "").lower())
    words = {rule.strip() for rule in said}
    return min(words & REFUSALS, default="")


def _header_rules(value: str) -> list[str]:
    """The rules of X-Robots-Tag that are for us: a name before a colon holds until the next name."""
    found, ours = [], True
    for rule in value.split(","):
        named = _NAMED.match(rule.strip())
        names = named is not None and named[1] not in _WITH_VALUE
        ours = named[1] == AGENT if named and names else ours
        if ours:
            found.append(named[2] if named and names else rule)
    return found
