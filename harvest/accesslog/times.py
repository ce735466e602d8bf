"""Moments as logs write them, in UTC. All raise ValueError for what is no moment."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES, 1)}
"""In every locale: `strptime` would want them in the language of the machine."""
_COMMON: Final = re.compile(r"(\d\d)/(\w{3})/(\d{4}):(\d\d):(\d\d):(\d\d)(?: ([+-])(\d\d)(\d\d))?")
_DAY: Final = timedelta(days=1)
_UNITS: Final = ((1e11, 1), (1e14, 1e3), (1e17, 1e6), (float("inf"), 1e9))
"""Below this, a number since 1970 counts seconds, milliseconds, microseconds, nanoseconds (until 5138)."""


def common(text: str) -> datetime:
    """`25/Nov/2026:09:15:02 +0100`, the time of the common log format."""
    found = _COMMON.fullmatch(text)
    if found is None or found[2] not in _MONTHS:
        raise ValueError("not a time of the common log format")
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    at = datetime(
        int(year), _MONTHS[month], int(day), int(hour), int(minute), min(int(second), 59), tzinfo=UTC
    )
    if not sign:
        return at
    away = timedelta(hours=int(hours), minutes=int(minutes))
    if away >= _DAY:
        raise ValueError("not a time zone")
    try:  # every line has a time: this is half the work of a `timezone` and `astimezone`
        return at + away if sign == "-" else at - away
    except OverflowError as error:  # the first or the last day of all
        raise ValueError("not a time") from error


def iso(text: str) -> datetime:
    """ISO 8601; without a zone it is UTC."""
    found = datetime.fromisoformat(text)
    return _utc(found if found.tzinfo else found.replace(tzinfo=UTC))


def since_1970(number: float) -> datetime:
    """Seconds, or one of the smaller units, by its size."""
    unit = next((unit for most, unit in _UNITS if abs(number) < most), 1)
    try:
        return datetime.fromtimestamp(number / unit, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("not a time") from error


def any_time(value: object) -> datetime:
    """Whichever of them it is."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return since_1970(value)
    if not isinstance(value, str):
        raise ValueError("not a time")  # noqa: TRY004 — a line that does not fit, as any other
    for read in (common, iso):
        try:
            return read(value)
        except ValueError:
            continue
    return since_1970(float(value))


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:  # the first or the last day of all
        raise ValueError("not a time") from error
