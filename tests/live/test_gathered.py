"""What waits for its commit is bounded, whatever a service says."""

from __future__ import annotations

from datetime import UTC, datetime

from harvest.pipeline.gathered import MOST_NAMES, Gathered
from harvest.sources.live import Step


def test_announced_posts_that_never_come_are_bounded() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    gathered = Gathered(now)
    ids = frozenset(map(str, range(MOST_NAMES // 2)))
    gathered.take(Step(whole={"1": ids}))
    assert not gathered.is_full(now)
    gathered.take(Step(whole={"2": ids}))
    assert gathered.is_full(now)
