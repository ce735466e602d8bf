"""Why a service does not give what it is asked for.

FetchError
├── GoneError       it is not there, or no longer (404, 410): a deletion
├── FailedError     the service is in trouble, or the question is too big for it (5xx)
├── RefusedError    any other answer from 400 on that repeating does not change
├── LedAwayError    it redirects to where the service may not be asked
└── LaterError      not now: a rate limit, or this run's budget is spent; not a mistake of anybody
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from harvest.errors import FetchError

if TYPE_CHECKING:
    from datetime import datetime

    from harvest.sources.live.service import Host


_CAPPED: Final = re.compile(r"(usage|spend(ing)?) (cap|limit)|not have any credits", re.IGNORECASE)
"""What is bought from a service is used up; X says so with 402, 403 or 429, and no time to wait."""


class GoneError(FetchError):
    """There is nothing at the address."""


class FailedError(FetchError):
    """The service could not answer. `status` is HTTP's."""

    def __init__(self, what: str, *, status: int, where: str, todo: str = "") -> None:
        super().__init__(what, where=where, todo=todo)
        self.status = status


class RefusedError(FetchError):
    """The service has answered, with no. `status` is HTTP's."""

    def __init__(self, what: str, *, status: int, where: str, todo: str = "") -> None:
        super().__init__(what, where=where, todo=todo)
        self.status = status


class LedAwayError(FetchError):
    """A redirect that is not followed. `reason`: why, in a few words; `for_good`: it says so (301, 308)."""

    def __init__(self, what: str, *, where: str, reason: str, for_good: bool) -> None:
        super().__init__(what, where=where)
        self.reason = reason
        self.for_good = for_good


class LaterError(FetchError):
    """Not now. `until`: when the service may be asked again; None where only this run's budget is spent."""

    def __init__(self, what: str, *, where: str, until: datetime | None = None) -> None:
        super().__init__(what, where=where, todo="the next run goes on from here")
        self.until = until


def refused(host: Host, status: int, said: str, where: str) -> FetchError:
    """The error for an answer from 400 to 499. `said`: the service's own words, on one line."""
    detail = f": {said}" if said else ""
    match status:
        case _ if capped(said) or status == HTTPStatus.PAYMENT_REQUIRED:
            what = (
                f"{host.title} gives no more: what the account of the source {host.source} may use is used up"
            )
            what, todo = f"{what}{detail}", "raise its limit or buy more there, or wait for its next period"
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return GoneError(f"is not there ({status}){detail}", where=where)
        case HTTPStatus.UNAUTHORIZED if host.token:
            what = f"{host.title} does not accept the `fetch: token` of the source {host.source}{detail}"
            todo = f"it may have expired or been revoked; a new one needs {host.needs}"
        case HTTPStatus.FORBIDDEN if host.token:
            what = f"{host.title} does not let the `fetch: token` of the source {host.source} see it{detail}"
            todo = f"it needs {host.needs}"
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN if not host.needs:
            what, todo = f"{host.title} does not show this to everybody ({status}){detail}", ""
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            what = f"{host.title} shows this only to those who have a key ({status}){detail}"
            todo = f"give the source {host.source} a `fetch: token`; it needs {host.needs}"
        case _:
            what, todo = f"{host.title} answers {status}{detail}", ""
    return RefusedError(what, status=status, where=where, todo=todo)


def token_missing(title: str, source: str, needs: str) -> FetchError:
    """The error for a service that answers nobody without a token. `needs`: what it must allow."""
    return FetchError(
        f"the source {source} has no `fetch: token`, and {title} shows nothing without one",
        where="mkdocs.yml",
        todo=f"set the variable that its `fetch: token` names; the token needs {needs}",
    )


def capped(said: str) -> bool:
    """Whether a service speaks of a cap on what was bought, which no short wait lifts."""
    return bool(_CAPPED.search(said))


def put_off(host: Host, until: datetime, where: str) -> LaterError:
    """A wait too long to sit out."""
    what = f"{host.title} asks to wait until {until:%Y-%m-%d %H:%M} UTC"
    return LaterError(what, where=where, until=until)
