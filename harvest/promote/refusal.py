"""What a forge's "no" means to the person at the keyboard: which secret, which permission, what to do.

ForgeError
├── RefusedError    it has answered, with a status from 400 on that repeating does not change
└── UnsureError     the connection broke while something was sent that must not be sent twice
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from harvest.errors import ForgeError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_LONGEST: Final = 300
"""Characters of a forge's own words that are repeated."""
_READ: Final = 10_000
"""Of which at most so many are looked at."""


class RefusedError(ForgeError):
    """The forge has answered, with no. `status` is HTTP's, `said` its own words."""

    def __init__(self, what: str, *, status: int, said: str, where: str, todo: str = "") -> None:
        super().__init__(what, where=where, todo=todo)
        self.status = status
        self.said = said


class UnsureError(ForgeError):
    """Nobody knows whether what was sent has arrived."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A forge as its transport knows it."""

    name: str
    """As people write it: `GitHub`."""
    base: str
    """The address of its API, without a slash at the end."""
    repository: str
    """`owner/name`."""
    token: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    """Of every request; the one that opens it among them."""
    needs: str
    """What the token must allow, in the forge's own words."""

    def one_line(self, text: str) -> str:
        """`text` fit for a message: printable, short, and never with the token in it."""
        text = " ".join(text.replace(self.token, "…")[:_READ].split())
        return "".join(each for each in text if each.isprintable())[:_LONGEST]


def refused(host: Host, status: int, headers: Mapping[str, str], said: str, where: str) -> RefusedError:
    """The error for an answer from 400 to 499."""
    detail = f": {said}" if said else ""
    match status:
        case HTTPStatus.UNAUTHORIZED:
            what = f"{host.name} does not accept the token that `promote: token:` names{detail}"
            todo = f"it may have expired or been revoked; a new one needs {host.needs}"
        case HTTPStatus.FORBIDDEN:
            what = f"{host.name} does not let the token that `promote: token:` names do this{detail}"
            todo = _permission(host, headers)
        case HTTPStatus.NOT_FOUND:
            what = f"{host.name} shows no such thing to the token that `promote: token:` names{detail}"
            todo = f"is {host.repository} right at `promote: repository:`? The token needs {host.needs}"
        case HTTPStatus.GONE:
            what, todo = f"{host.name} says that this is gone or switched off{detail}", ""
        case _:
            what, todo = f"{host.name} answers {status}{detail}", ""
    return RefusedError(what, status=status, said=said, where=where, todo=todo)


def _permission(host: Host, headers: Mapping[str, str]) -> str:
    """What is missing. GitHub names it in headers, for fine-grained tokens and behind single sign-on."""
    if headers.get("x-github-sso", "").startswith("required"):
        return "authorise the token for the organisation's single sign-on"
    accepted = host.one_line(headers.get("x-accepted-github-permissions", ""))
    return f"it needs {host.needs}" + (f"; here: {accepted}" if accepted else "")


def put_off(host: Host, wait: float, now: datetime, where: str) -> ForgeError:
    """`wait` in seconds: a wait too long to sit out."""
    until = now + timedelta(seconds=wait)
    until += timedelta(seconds=-until.second % 60, microseconds=-until.microsecond)
    day = "" if until.date() == now.date() else f"{until:%Y-%m-%d} "
    return ForgeError(
        f"{host.name} asks to wait until {day}{until:%H:%M} UTC",
        where=where,
        wait=wait,
        todo="run again then",
    )
