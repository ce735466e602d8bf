"""The engine gives the same results wherever it runs, and one clear error when a worker is lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from harvest.engine import run
from harvest.errors import ConfigError, HarvestError, Mistake, SourceError

PARTS = [Path(f"part-{number}") for number in range(7)]


def measure(path: Path, *, factor: int) -> tuple[str, int]:
    return path.name, len(path.name) * factor


def refuse(path: Path) -> str:
    if path.name == "part-3":
        raise SourceError("is not what it says", where=path, line=4, todo="look at it")
    return path.name


def configure(path: Path) -> str:
    raise ConfigError(path, (Mistake(3, "no such key"),))


def die(path: Path) -> str:
    if path.name == "part-2":
        os.kill(os.getpid(), signal.SIGKILL)
    return path.name


def sleep(path: Path) -> str:
    if path.name != "part-0":
        time.sleep(600)  # ended by the parent, long before
    return path.name


def no_children() -> bool:
    return not multiprocessing.active_children()


@pytest.mark.parametrize("workers", [0, 1, 2, 20])
def test_gives_the_same_results_in_the_same_order_wherever_it_runs(workers: int) -> None:
    found = list(run(partial(measure, factor=3), PARTS, workers=workers))
    assert found == [(path.name, 18) for path in PARTS]
    assert no_children()


@pytest.mark.parametrize("workers", [1, 2])
def test_nothing_to_do_gives_nothing(workers: int) -> None:
    assert list(run(refuse, [], workers=workers)) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_what_the_function_raises_is_raised_here_after_the_results_before_it(workers: int) -> None:
    results = run(refuse, PARTS, workers=workers)
    assert [next(results) for _ in range(3)] == ["part-0", "part-1", "part-2"]
    with pytest.raises(SourceError) as caught:
        next(results)
    assert str(caught.value) == "part-3:4: is not what it says (look at it)"
    assert no_children()


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_that_does_not_pickle_is_not_taken_for_a_lost_worker(workers: int) -> None:
    with pytest.raises(HarvestError, match="no such key"):
        list(run(configure, PARTS[:2], workers=workers))


def test_a_killed_worker_is_one_clear_error() -> None:
    with pytest.raises(HarvestError, match="a worker process died") as caught:
        list(run(die, PARTS, workers=2))
    assert "fewer workers" in str(caught.value)
    assert no_children()


def test_stopping_early_ends_the_workers_at_once() -> None:
    results = run(sleep, PARTS, workers=2)
    assert next(results) == "part-0"
    results.close()  # type: ignore[attr-defined]
    assert no_children()


def test_an_interrupt_leaves_no_process_behind() -> None:
    code = (
        "import os, pathlib, tests.test_engine as t\n"
        "for name in t.run(t.sleep, t.PARTS, workers=2): print(name, flush=True)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
        start_new_session=True,
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"part-0\n"
    parent.send_signal(signal.SIGINT)  # to the parent alone
    # Ends only when the last process that holds these pipes has ended; the workers would sleep on.
    _, errors = parent.communicate(timeout=60)
    assert parent.returncode != 0
    assert b"KeyboardInterrupt" in errors
