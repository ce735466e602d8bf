"""All targets side by side: none waits for another, and none that is dead stops another."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from harvest.errors import HarvestError
from harvest.status.publishing.options import check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from harvest.status.model import Target
    from harvest.status.publishing.job import Job

GRACE: Final = 2.0
"""Seconds more that a target gets to say itself that its time is over."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one target."""

    name: str
    kind: str
    url: str
    ok: bool
    said: str
    """One line."""
    seconds: float


def publish(
    targets: Sequence[Target],
    job: Callable[[], Job],
    *,
    told: Callable[[Result], None] = lambda _: None,
    sleep: Callable[[float], None] = time.sleep,
) -> tuple[Result, ...]:
    """Publish to each; results in the order of `targets`. `told` hears of each as soon as it is known.

    `job` makes the work of one target, whose time begins then. Threads of targets that do not end are left
    behind; they cannot keep the program from ending.
    """
    results: dict[str, Result] = {}
    known = threading.Condition()

    def one(target: Target, mine: Job) -> None:
        found = _one(target, mine, sleep)
        with known:
            if target.name not in results:
                results[target.name] = found
                told(found)
            known.notify()

    jobs = {target.name: job() for target in targets}
    for target in targets:
        threading.Thread(target=one, args=(target, jobs[target.name]), daemon=True).start()
    with known:
        for target in targets:
            mine = jobs[target.name].deadline
            done = known.wait_for(
                lambda name=target.name: name in results,  # type: ignore[misc] # a lambda with a default
                timeout=max(0.0, mine.at + GRACE - mine.clock()),
            )
            if not done:
                said = f"not done within {mine.seconds:g} s"
                results[target.name] = Result(target.name, target.kind, target.url, False, said, mine.seconds)
                told(results[target.name])
        return tuple(results[target.name] for target in targets)


def _one(target: Target, job: Job, sleep: Callable[[float], None]) -> Result:
    began = job.deadline.clock()
    ok = False
    try:
        said = _published(target, job)
        if not job.dry and target.url:
            from harvest.status.publishing.readback import served  # noqa: PLC0415 — a client for the web is slow to load

            said += served(target, job, sleep)
        ok = True
    except HarvestError as error:
        said = str(error)
    except Exception as error:  # noqa: BLE001 — a bug in one kind must not take the other targets along
        said = f"has failed in a way that nobody foresaw: {type(error).__name__}: {error}"
    line = " ".join(said.split())
    return Result(target.name, target.kind, target.url, ok, line, round(job.deadline.clock() - began, 3))


def _published(target: Target, job: Job) -> str:
    """Each kind is loaded when it is needed."""
    check(target)
    kind = import_module(f"harvest.status.publishing.{target.kind}")
    if target.kind == "s3":
        return str(kind.publish(target, job, time.time))
    return str(kind.publish(target, job))
