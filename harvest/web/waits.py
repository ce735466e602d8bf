"""How long a service asks to be left alone, read from its answer. Pure.

GitHub: `Retry-After`, else `X-RateLimit-Remaining: 0` with `X-RateLimit-Reset` (seconds of the Unix epoch),
else, where its text speaks of a rate limit, at least a minute. GitLab and Bluesky: `RateLimit-Reset`. X:
`x-rate-limit-reset`. Mastodon: `X-RateLimit-Reset` as a date (ISO 8601). Stack Exchange: in words.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

UNSAID: Final = 60.0
"""Seconds to wait where a service names none; GitHub asks for so many."""
MOST: Final = 31 * 86_400.0
"""A longer wait is nonsense and cut to this."""

_DIGITS: Final = re.compile(r"\d{1,12}")
_LIMITED: Final = re.compile(r"rate limit|abuse detection", re.IGNORECASE)
_IN_WORDS: Final = re.compile(
    r"more requests available in (\d{1,12}) second|violation of backoff parameter", re.IGNORECASE
)
_LIMITS: Final = ("x-rate-limit", "x-ratelimit", "ratelimit")
_EPOCH: Final = 1_000_000_000
"""Smaller numbers are seconds from now: newer proxies write `RateLimit-Reset` so."""


def wait_of(status: int, headers: Mapping[str, str], said: str, now: datetime) -> float | None:
    """Seconds until the service may be asked again; None where this is no request to wait.

    `headers` ignore case; `said` is the text of the answer; `now` knows its time zone.
    """
    if told := _IN_WORDS.search(said):
        return min(float(told[1] or UNSAID), MOST)
    if status not in {HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        return None
    named = _retry_after(headers.get("retry-after", ""), now)
    if named is None and status != HTTPStatus.SERVICE_UNAVAILABLE:
        named = _reset(headers, now)
        if named is None and (status == HTTPStatus.TOO_MANY_REQUESTS or _LIMITED.search(said)):
            named = UNSAID
    return None if named is None else min(max(named, 0.0), MOST)


def _retry_after(value: str, now: datetime) -> float | None:
    """Seconds or a date (RFC 9110, 10.2.3)."""
    value = value.strip()
    if _DIGITS.fullmatch(value):
        return float(value)
    try:
        at = parsedate_to_datetime(value)
        return (at - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None


def spent(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds until the next request is allowed, as an answer that was given says: 0 where one is allowed."""
    return min(max(_reset(headers, now) or 0.0, 0.0), MOST)


def _reset(headers: Mapping[str, str], now: datetime) -> float | None:
    """Where nothing remains, until it does; a second is added because the header's are whole."""
    for prefix in _LIMITS:
        if headers.get(f"{prefix}-remaining", "").strip() == "0":
            at = _moment(headers.get(f"{prefix}-reset", "").strip(), now)
            if at is not None:
                return at + 1
    return None


def _moment(reset: str, now: datetime) -> float | None:
    """Seconds from now."""
    if _DIGITS.fullmatch(reset):
        number = float(reset)
        return number - (now.timestamp() if number >= _EPOCH else 0)
    try:
        at = datetime.fromisoformat(reset)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return (at - now).total_seconds()
