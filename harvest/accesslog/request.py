"""A request as far as failed searches are concerned: what was asked for, when, and by whom."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_plus

if TYPE_CHECKING:
    from datetime import datetime

MISS: Final = "search/miss.txt"
"""What the site asks for when it finds nothing, relative to its root. `misses.js` has it, too."""
PATH: Final = f"/{MISS}"
PARAMETER: Final = "q"

_CRAWLER: Final = re.compile(
    r"(?<!cu)bots?\b|(?<!cu)bot[/_-]|crawl|spider|slurp|scrap(?:er|y)|archiver|headless|lighthouse"
    r"|facebookexternalhit|https?:",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Request:
    """One line of an access log."""

    target: str
    """Path and query as they were asked for, percent-encoded; a whole address where a proxy was asked."""
    at: datetime
    """In UTC."""
    address: str
    """Of the client: personal data, only ever hashed. "" where it is not logged."""
    agent: str
    """The user agent. "" where it is not logged."""
    given: bool = True
    """Whether it was read, and the site gave it: see `was_given`."""


def elsewhere(at: datetime) -> Request:
    """A request for something else: only its time is read, for nearly all of a log is such requests."""
    return Request("", at, "", "")


def missed(target: str) -> str | None:
    """The words of a failed search, decoded; None for any other request.

    Broken encodings survive: what is no UTF-8 becomes U+FFFD, a stray percent sign stays one.
    """
    path, _, query = target.partition("?")
    if not path.endswith(PATH):
        return None
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        if name == PARAMETER:
            return unquote_plus(value, errors="replace")
    return None


def was_given(method: str, status: str | int) -> bool:
    """Whether a file was asked for as browsers do, and given (RFC 9110): 2xx, or 304 where a cache had it.

    What is not logged ("", "-") speaks for the visitor: a log may have neither.
    """
    code = str(status)
    return method.upper() in {"GET", "HEAD", "", "-"} and (code in {"", "-", "304"} or code.startswith("2"))


def is_crawler(agent: str) -> bool:
    """Whether a user agent says that it is a program which reads sites.

    It says "bot", "crawler", "spider" or the like, or gives an address where it explains itself; browsers
    give none. (The plus before it, `+https://`, is a blank in IIS's log.) A false alarm loses a customer's
    search, a miss counts a machine as one visitor. "Cubot" is a telephone.
    """
    return _CRAWLER.search(agent) is not None


def visitor(request: Request, salt: bytes) -> int:
    """Who asked, as a number of 64 bits: the same for one address and one user agent under one salt.

    Keyed BLAKE2 (RFC 7693): without the salt, which lives as long as one run, nobody can try out addresses
    until one fits. Of an IPv6 address the network counts (/64): devices change the rest daily (RFC 8981).

    One person with two browsers, or with a new address each week, is several visitors; a family with one kind
    of telephone is one. The former shows words that only one person used: the longer the time that the logs
    span, the more visitors should be asked for.
    """
    who = f"{_network(request.address)}\0{request.agent}".encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(who, key=salt, digest_size=8).digest(), "big")


def _network(address: str) -> str:
    """The address without what changes from day to day, or from one connection to the next."""
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address.lower()
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)
