"""Times, always with their zone: an outage is no moment to guess which clock somebody meant."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_TIME: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})(:\d{2})?(?:\.\d+)?[ ]?(UTC|Z|[+-]\d{2}:?\d{2})", re.ASCII
)

AHEAD: Final = timedelta(days=1)


def parse(text: str) -> datetime:
    """`2026-03-01 10:04 UTC`, or RFC 3339. Raises ValueError, also where the zone is missing."""
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValueError("a time belongs here, written as 2026-03-01 10:04 UTC")
    day, minute, second, zone = found.groups()
    offset = "+00:00" if zone in {"UTC", "Z"} else zone
    try:
        return datetime.fromisoformat(f"{day}T{minute.zfill(5)}{second or ''}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("there is no such time: write it as 2026-03-01 10:04 UTC") from None


def meant(time: datetime, known: Iterable[datetime]) -> datetime | None:
    """Which of the `known` moments somebody means by `time`; None for none of them.

    Pages show minutes, files have seconds: a whole minute is the last that was known in it.
    """
    every = tuple(known)
    if time in every or time.second:
        return time if time in every else None
    return max((each for each in every if each.replace(second=0) == time), default=None)


def ahead(time: datetime, now: datetime) -> bool:
    """Whether it is yet to come, whatever is wrong with somebody's clock or time zone."""
    return time > now + AHEAD


def yet_to_come(time: datetime, now: datetime) -> str:
    """What is wrong with a time that is `ahead`."""
    return f"{said(time)} is yet to come: it is {said(now)} now; look at the date and at the clock"


def said(time: datetime) -> str:
    """As people read it and files have it: `2026-03-01 10:04 UTC`, with seconds where there are any."""
    unit = "seconds" if time.second else "minutes"
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(" ", unit) + " UTC"


def rfc3339(time: datetime) -> str:
    """As programs read it (RFC 3339): `2026-03-01T10:04:00Z`."""
    return time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
