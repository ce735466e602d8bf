"""A clock that only moves when somebody waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Passed in as `now` and `sleep`."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)
