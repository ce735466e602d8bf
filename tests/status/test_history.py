"""What was up when: states now, days, and uptime by its formula."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.status.history import Stretch, conditions, days, downtime, indicator, stretches, uptime
from harvest.status.model import Condition, Impact, Incident, Kind, Phase, Update
from tests.status.site import NOON, SETTINGS

HOUR = timedelta(hours=1)


def outage(*said: tuple[float, Phase, dict[str, Condition]], started: float = 0, id_: str = "a") -> Incident:
    """Updates at so many hours after noon."""
    return Incident(
        id=id_,
        kind=Kind.INCIDENT,
        title="x",
        started=NOON + started * HOUR,
        updates=tuple(
            Update(at=NOON + hours * HOUR, phase=phase, text="x", components=changes)
            for hours, phase, changes in said
        ),
    )


MAJOR = outage(
    (1, Phase.INVESTIGATING, {"uploads": Condition.MAJOR}),
    (2, Phase.MONITORING, {"uploads": Condition.PARTIAL}),
    (4, Phase.RESOLVED, {}),
)


def test_the_first_words_hold_from_its_start() -> None:
    found = stretches([MAJOR], NOON + 9 * HOUR)
    assert found == (
        Stretch("uploads", Condition.MAJOR, NOON, NOON + 2 * HOUR, "a"),
        Stretch("uploads", Condition.PARTIAL, NOON + 2 * HOUR, NOON + 4 * HOUR, "a"),
    )


def test_uptime_is_the_formula() -> None:
    found = stretches([MAJOR], NOON + 9 * HOUR)
    assert uptime("uploads", found, NOON, NOON + 10 * HOUR) == pytest.approx(1 - (2 + 0.3 * 2) / 10)
    assert uptime("website", found, NOON, NOON + 10 * HOUR) == 1


def test_what_is_not_over_lasts_until_now() -> None:
    open_one = outage((0, Phase.INVESTIGATING, {"sync": Condition.DEGRADED}))
    assert stretches([open_one], NOON + HOUR)[0].end == NOON + HOUR


def test_an_outage_over_midnight_is_on_both_days() -> None:
    found = stretches([outage((11, Phase.INVESTIGATING, {"sync": Condition.MAJOR}))], NOON + 13 * HOUR)
    first, second = days("sync", found, (NOON + 13 * HOUR).date(), 2)
    assert (first.down, second.down) == (12 * HOUR, HOUR)
    assert first.incidents == second.incidents == ("a",)


def test_now_is_the_worst_that_is_said() -> None:
    two = [
        outage((0, Phase.INVESTIGATING, {"sync": Condition.DEGRADED})),
        outage((0, Phase.INVESTIGATING, {"sync": Condition.PARTIAL, "website": Condition.OPERATIONAL})),
        MAJOR,
    ]
    now = conditions(SETTINGS.components, two)
    assert now == {
        "uploads": Condition.OPERATIONAL,
        "website": Condition.OPERATIONAL,
        "sync": Condition.PARTIAL,
    }
    assert indicator(now, two) is Impact.MAJOR
    assert indicator({}, []) is Impact.NONE


def test_a_planned_maintenance_changes_nothing_yet() -> None:
    planned = Incident(
        id="m",
        kind=Kind.MAINTENANCE,
        title="x",
        started=NOON + HOUR,
        updates=(
            Update(at=NOON, phase=Phase.SCHEDULED, text="x", components={"sync": Condition.MAINTENANCE}),
        ),
    )
    assert conditions(SETTINGS.components, [planned])["sync"] is Condition.OPERATIONAL
    assert stretches([planned], NOON + HOUR / 2) == ()


moments = st.integers(0, 200).map(lambda hours: NOON + hours * HOUR)
found_stretches = st.lists(
    st.builds(
        lambda a, b, condition: Stretch("sync", condition, min(a, b), max(a, b), "x"),
        moments,
        moments,
        st.sampled_from([Condition.MAJOR, Condition.PARTIAL, Condition.DEGRADED]),
    ),
    max_size=6,
)


@given(found_stretches, moments, moments)
def test_downtime_is_never_more_than_the_time(found: list[Stretch], one: datetime, other: datetime) -> None:
    start, end = min(one, other), max(one, other)
    assert timedelta() <= downtime(found, start, end) <= end - start
    assert 0 <= uptime("sync", found, start, end) <= 1


@given(found_stretches)
def test_the_days_add_up(found: list[Stretch]) -> None:
    last = (NOON + 200 * HOUR).date()
    whole = sum((day.down for day in days("sync", found, last, 10)), timedelta())
    start = datetime.combine(last - timedelta(days=9), datetime.min.time(), tzinfo=NOON.tzinfo)
    assert whole == downtime(found, start, start + timedelta(days=10))


@given(found_stretches, st.randoms())
def test_the_order_does_not_matter(found: list[Stretch], chance: object) -> None:
    shuffled = sorted(found, key=lambda each: (each.end, each.start))
    assert downtime(found, NOON, NOON + 99 * HOUR) == downtime(shuffled, NOON, NOON + 99 * HOUR)
