"""The nouns of independence: what is compared, what a check found, and why one found nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from harvest.status.independence.look import Look
    from harvest.status.model import Settings, Target


class Outcome(StrEnum):
    """What a check comes to."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    UNKNOWN = "could not be checked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one check says of one thing."""

    outcome: Outcome
    why: str
    """What was seen: names, addresses, days."""


def passes(why: str) -> Verdict:
    """Independent, as far as this check sees."""
    return Verdict(Outcome.PASS, why)


def fails(why: str) -> Verdict:
    """Not independent."""
    return Verdict(Outcome.FAIL, why)


class UnseenError(HarvestError):
    """Something could not be looked at: no answer, no such name, no network. No verdict either way.

    `way`: the names or addresses that led to it, which are known all the same.
    """

    def __init__(self, what: str, *, way: tuple[str, ...] = ()) -> None:
        super().__init__(what)
        self.way = way


@dataclass(frozen=True, slots=True)
class Site:
    """An address that customers open."""

    url: str

    @property
    def host(self) -> str:
        """In lower case, without the dot of the root."""
        return self.origin[1]

    @property
    def port(self) -> int:
        """443 where none is said."""
        return self.origin[2] or 443

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host, port: what browsers call the same origin."""
        return origin(self.url)

    @property
    def label(self) -> str:
        """How it is called in what is printed."""
        return self.host


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address; of what is none, nothing."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443, "http": 80, "wss": 443, "ws": 80}.get(parts.scheme, 0)
    except ValueError:
        return ("", "", 0)
    return (parts.scheme, (parts.hostname or "").rstrip("."), port)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two addresses of the status site that are to be apart from each other."""

    one: Site
    other: Site

    @property
    def label(self) -> str:
        """How it is called in what is printed."""
        return f"{self.one.host} and {self.other.host}"


@dataclass(frozen=True, slots=True)
class Push:
    """A target that the site is pushed to, and the host that is asked for it."""

    target: Target
    host: str
    """"" where no other machine is asked."""

    @property
    def label(self) -> str:
        """How it is called in what is printed."""
        return f"target {self.target.name}"


@dataclass(frozen=True, slots=True)
class Everyone:
    """All addresses of the status site at once."""

    sites: tuple[Site, ...]
    label: str = "the status site"


@dataclass(frozen=True, slots=True)
class World:
    """What the checks have in common."""

    main: Site
    """The main service. Its own names and certificate are asked for, to be compared with."""
    sites: tuple[Site, ...]
    """Where customers read the status site: one for each host."""
    look: Look
    now: datetime
    """Aware, UTC."""
    settings: Settings


@dataclass(frozen=True, slots=True)
class Check:
    """One item of the checklist."""

    name: str
    """What it is called in the handbook and in JSON."""
    of: Callable[[World], tuple[Any, ...]]
    """What it is asked of: sites, pairs of them, or targets."""
    judge: Callable[[Any, World], Verdict]
    """Raises UnseenError for what cannot be looked at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found out about one thing."""

    check: str
    of: str
    """A host, two hosts, or a target."""
    outcome: Outcome
    why: str


LEAST_HOSTS: Final = 2
