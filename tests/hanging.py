"""A guard against what never ends: hostile texts that cost more than they are long."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

SECONDS: Final = 60.0
"""Of this process's own time, whatever else the machine does: far more than anything takes that ends."""


@contextmanager
def no_hanging(seconds: float = SECONDS) -> Iterator[None]:
    """Stops what is done inside when it has computed for so long; fast or slow, it is not judged."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"has computed for {seconds:g} s and does not end")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
