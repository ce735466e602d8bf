"""How long a service asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.web.waits import MOST, spent, wait_of

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
EPOCH = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("status", "headers", "said", "wait"),
    [
        (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(EPOCH + 9)}, "", None),
        (403, {}, "Resource not accessible", None),
        (403, {"X-RateLimit-Remaining": "17", "X-RateLimit-Reset": str(EPOCH + 9)}, "", None),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(EPOCH + 9)}, "", 10),
        (403, {}, "You have triggered an abuse detection mechanism", 60),
        (
            403,
            {"Retry-After": "5", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(EPOCH + 900)},
            "",
            5,
        ),
        (404, {"Retry-After": "5"}, "", None),
        (429, {}, "", 60),
        (429, {"RateLimit-Remaining": "0", "RateLimit-Reset": str(EPOCH + 30)}, "", 31),
        (429, {"RateLimit-Remaining": "0", "RateLimit-Reset": "30"}, "", 31),
        (429, {"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(EPOCH + 600)}, "", 601),
        (429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-03-02T14:05:00.000000Z"}, "", 301),
        (429, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "soon"}, "", 60),
        (429, {"Retry-After": "Mon, 02 Mar 2026 13:00:00 GMT"}, "", 0),
        (429, {"Retry-After": "999999999999"}, "", MOST),
        (500, {"Retry-After": "5"}, "", None),
        (503, {"Retry-After": "5"}, "", 5),
        (503, {}, "rate limit", None),
        (502, {}, "too many requests from this IP, more requests available in 17524 seconds", 17524),
        (502, {}, "Violation of backoff parameter", 60),
        (502, {}, "", None),
    ],
)
def test_waits(status: int, headers: dict[str, str], said: str, wait: float | None) -> None:
    assert wait_of(status, httpx.Headers(headers), said, NOW) == wait


@given(st.sampled_from([403, 429, 503]), st.text(max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_nothing_that_a_server_writes_makes_it_fail(
    status: int, after: str, remaining: str, reset: str
) -> None:
    headers = {"retry-after": after, "x-ratelimit-remaining": remaining, "x-ratelimit-reset": reset}
    wait = wait_of(status, headers, "", NOW)
    assert wait is None or 0 <= wait <= MOST


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, 0),
        ({"x-rate-limit-remaining": "1", "x-rate-limit-reset": str(EPOCH + 600)}, 0),
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(EPOCH + 600)}, 601),
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": str(EPOCH - 600)}, 0),
        ({"RateLimit-Remaining": "0", "RateLimit-Reset": "30"}, 31),
    ],
)
def test_an_answer_says_that_it_was_the_last_for_now(headers: dict[str, str], wait: float) -> None:
    assert spent(httpx.Headers(headers), NOW) == wait
