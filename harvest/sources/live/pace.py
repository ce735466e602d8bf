"""When the next request may go out: between two of them, under a limit, and within the budget of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from harvest.sources.live.refusal import LaterError, put_off

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from harvest.sources.live.policy import Policy
    from harvest.sources.live.service import Host


@dataclass(slots=True)
class Budget:
    """How much one run may ask of one source."""

    requests: int
    until: datetime
    """When the run must end."""
    made: int = 0
    """Requests so far, repeated ones too."""


@dataclass(slots=True)
class Pace:
    """How fast one host is asked in one run."""

    host: Host
    budget: Budget
    policy: Policy
    sleep: Callable[[float], Awaitable[None]] = field(repr=False)
    now: Callable[[], datetime] = field(repr=False)
    _free: dict[str, datetime] = field(default_factory=dict, init=False)
    """By limit: when the next request under it may go out."""
    _next: datetime | None = field(default=None, init=False)
    """When the next request may go out so that it is not too soon after the last."""

    def hold(self, seconds: float, limit: str = "") -> None:
        """No request under `limit` goes out for so long: the service has said so."""
        until = self.now() + timedelta(seconds=seconds)
        self._free[limit] = max(until, self._free.get(limit, until))

    async def wait(self, seconds: float) -> None:
        """Sleep, unless the run would be over by then: LaterError."""
        if self.now() + timedelta(seconds=seconds) > self.budget.until:
            raise LaterError("this run's time is spent", where=self.host.base)
        if seconds > 0:
            await self.sleep(seconds)

    async def turn(self, limit: str, where: str) -> None:
        """Wait until a request may go out, and count it. Raises LaterError where that is not in this run."""
        free = self._free.get(limit)
        if free is not None and free > self.now():
            seconds = (free - self.now()).total_seconds()
            if seconds > self.policy.longest_wait or free > self.budget.until:
                raise put_off(self.host, free, where)
            await self.wait(seconds)
        if self._next is not None and self._next > self.now():
            await self.wait((self._next - self.now()).total_seconds())
        if self.budget.made >= self.budget.requests:
            raise LaterError(f"this run's {self.budget.requests:,} requests are spent", where=self.host.base)
        if self.now() >= self.budget.until:
            raise LaterError("this run's time is spent", where=self.host.base)
        self.budget.made += 1
        if self.host.pause and not self.host.internal:
            self._next = self.now() + timedelta(seconds=self.host.pause)
