"""Whatever goes wrong on the way, nothing is lost: the next run makes the lake what it would have been."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import httpx
import pytest

from harvest.sources.live import POLICY, SERVICES
from tests.live.faults import FAULTS, Faulty
from tests.live.harness import Base, mostly_slow
from tests.live.serving import serving
from tests.live.standins import STANDINS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.live.faults import Fault

    Calm = Callable[[str], tuple[list[tuple[object, ...]], int]]

A_WHILE = max(POLICY.attempts, POLICY.most_redirects + 1)
"""So many answers in a row, and one request has failed for good."""
TO_THE_END = 1000
FIRST = next(iter(STANDINS))
CASES = [
    pytest.param(
        name,
        fault,
        times,
        id=f"{name}: {what}, {times}",
        marks=() if (name, times) == (FIRST, A_WHILE) else pytest.mark.slow,
    )
    for name in STANDINS
    for what, fault in FAULTS.items()
    for times in ((A_WHILE, TO_THE_END) if name == FIRST else (A_WHILE,))
]
"""Every fault with every service; `make check` has time for one of them."""


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Calm:
    """By service, the rows of a run without faults, and how many requests it took."""

    @cache
    def run(name: str) -> tuple[list[tuple[object, ...]], int]:
        base = Base(tmp_path_factory.mktemp("calm"), STANDINS[name].SOURCES, STANDINS[name].ENVIRON)
        result = base.one(STANDINS[name].kettles().answer)
        assert result.failed is None
        assert result.new
        return base.rows(), len(base.asked)

    return run


def test_every_service_is_here() -> None:
    assert {name.partition(",")[0] for name in STANDINS} == set(SERVICES)


@pytest.mark.parametrize("name", STANDINS)
@pytest.mark.parametrize(
    "what", mostly_slow(["503", "half an answer", "a page instead of JSON", "429 without a word"], ["503"])
)
def test_what_fails_once_is_asked_again_in_the_same_run(
    tmp_path: Path, calm: Calm, name: str, what: str
) -> None:
    standin, (rows, requests) = STANDINS[name], calm(name)
    base = Base(tmp_path, standin.SOURCES, standin.ENVIRON)
    result = base.one(Faulty(standin.kettles().answer, FAULTS[what], at=(requests + 1) // 2, times=1))
    assert result.failed is None
    assert base.rows() == rows


@pytest.mark.parametrize(("name", "fault", "times"), CASES)
def test_after_a_fault_that_stays_the_next_run_makes_it_good(
    tmp_path: Path, calm: Calm, name: str, fault: Fault, times: int
) -> None:
    standin, (rows, requests) = STANDINS[name], calm(name)
    base = Base(tmp_path, standin.SOURCES, standin.ENVIRON)
    broken = base.one(Faulty(standin.kettles().answer, fault, at=(requests + 1) // 2, times=times))
    # what only lasts for a while may be survived, where a service then asks for less
    assert broken.failed or broken.unfinished or (times == A_WHILE and base.rows() == rows)
    assert set(base.rows()) <= set(rows)
    if broken.until:
        base.clock.time = broken.until
    mended = base.one(standin.kettles().answer)
    assert (mended.failed, mended.unfinished) == (None, "")
    assert base.rows() == rows


@pytest.mark.parametrize("name", mostly_slow(STANDINS, [FIRST]))
def test_a_server_that_dies_in_the_middle_of_an_answer(tmp_path: Path, calm: Calm, name: str) -> None:
    """Over a real connection, which the server closes in the middle of every answer from the third on."""
    standin, (rows, requests) = STANDINS[name], calm(name)
    base = Base(tmp_path, standin.SOURCES, standin.ENVIRON)
    with serving(standin.kettles().answer) as server:
        server.cut = requests // 2

        class Led(httpx.AsyncBaseTransport):
            """Everything goes to the server on this machine."""

            def __init__(self) -> None:
                self._inner = httpx.AsyncHTTPTransport()

            async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
                url = httpx.URL(server.base).copy_with(raw_path=request.url.raw_path)
                return await self._inner.handle_async_request(
                    httpx.Request(request.method, url, headers=request.headers, stream=request.stream)
                )

            async def aclose(self) -> None:
                await self._inner.aclose()

        result = base.one(transport=Led)
        assert result.failed is None  # it was asked again
        assert server.asked == requests + 1
    assert base.rows() == rows


@pytest.mark.parametrize("name", mostly_slow(STANDINS, [FIRST, "x", "stackexchange", "mailbox"]))
def test_small_budgets_come_to_the_same_end(tmp_path: Path, calm: Calm, name: str) -> None:
    """However few requests a run may make, the next one goes on, and never makes more than it may."""
    standin, (rows, requests) = STANDINS[name], calm(name)
    budget = 8
    base = Base(tmp_path, standin.SOURCES, standin.ENVIRON, requests=budget)
    answer = standin.kettles().answer
    for _ in range(requests):
        result = base.one(answer)
        assert result.failed is None
        assert result.requests <= budget
        if not result.unfinished:
            break
    assert result.unfinished == ""
    assert base.rows() == rows
