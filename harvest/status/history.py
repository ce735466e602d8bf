"""What was up when: how components are now, day by day, and uptime with its formula.

Uptime of a component over a span is 1 - (weighted downtime / span). A major outage counts whole, a partial
outage counts 30 %, degraded performance and maintenance do not count: the weights of Atlassian's Statuspage
("Display historical uptime of components"). An incident without a word on components counts for none.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from harvest.status.model import WORST_FIRST, Condition, Impact, Kind, Phase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from harvest.status.model import Component, Incident

WEIGHTS: Final[Mapping[Condition, float]] = {Condition.MAJOR: 1.0, Condition.PARTIAL: 0.3}
FORMULA: Final = "1 − (major outage + 0.3 × partial outage) ÷ time"
DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class Stretch:
    """A component was like this from one time to another."""

    component: str
    condition: Condition
    start: datetime
    end: datetime
    incident: str
    """The id of the incident that says so."""


def stretches(incidents: Iterable[Incident], now: datetime) -> tuple[Stretch, ...]:
    """Every stretch in which a component was not operational, up to now, in order of time."""
    found = [stretch for incident in incidents for stretch in _of(incident, now)]
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.component, each.incident)))


def _of(incident: Incident, now: datetime) -> Iterator[Stretch]:
    """An incident says how components are from update to update; the first words hold from its start."""
    began = min((incident.started, now)) if incident.kind is Kind.INCIDENT else None
    current: dict[str, tuple[Condition, datetime]] = {}
    planned: dict[str, Condition] = {}
    for update in incident.updates:
        if update.at > now:
            break
        if update.phase is Phase.SCHEDULED:
            planned.update(update.components)
            continue
        changes = {**planned, **update.components}
        planned.clear()
        at = began or update.at
        for component, condition in changes.items():
            if component in current:
                before, since = current[component]
                yield from _stretch(component, before, since, update.at, incident)
                at = update.at
            current[component] = (condition, at)
        began = None if changes else began
    end = min(incident.finished or now, now)
    for component, (condition, since) in current.items():
        yield from _stretch(component, condition, since, end, incident)


def _stretch(
    component: str, condition: Condition, start: datetime, end: datetime, incident: Incident
) -> Iterator[Stretch]:
    if condition is not Condition.OPERATIONAL and start < end:
        yield Stretch(component, condition, start, end, incident.id)


def conditions(components: Sequence[Component], incidents: Iterable[Incident]) -> Mapping[str, Condition]:
    """How each component is now: the worst that an unfinished incident says of it."""
    said: dict[str, list[Condition]] = defaultdict(list)
    for incident in incidents:
        if incident.over or incident.phase is Phase.SCHEDULED:
            continue
        for component, condition in incident.conditions.items():
            said[component].append(condition)
    return {each.id: _worst(said[each.id]) for each in components}


def _worst(found: Iterable[Condition]) -> Condition:
    return min(found, key=WORST_FIRST.index, default=Condition.OPERATIONAL)


def indicator(states: Mapping[str, Condition], incidents: Iterable[Incident]) -> Impact:
    """The one word for everything, as Statuspage has it."""
    order = (Impact.NONE, Impact.MAINTENANCE, Impact.MINOR, Impact.MAJOR, Impact.CRITICAL)
    of_states = {
        Condition.OPERATIONAL: Impact.NONE,
        Condition.MAINTENANCE: Impact.MAINTENANCE,
        Condition.DEGRADED: Impact.MINOR,
        Condition.PARTIAL: Impact.MAJOR,
        Condition.MAJOR: Impact.CRITICAL,
    }
    said = [of_states[state] for state in states.values()]
    said += [each.impact for each in incidents if not each.over and each.kind is Kind.INCIDENT]
    return max(said, key=order.index, default=Impact.NONE)


@dataclass(frozen=True, slots=True)
class Day:
    """One day (UTC) of one component."""

    day: date
    worst: Condition
    down: timedelta
    """Weighted."""
    incidents: tuple[str, ...]


def days(component: str, found: Sequence[Stretch], last: date, many: int = DAYS) -> tuple[Day, ...]:
    """So many days up to `last`, oldest first."""
    mine = [each for each in found if each.component == component]
    return tuple(_day(last - timedelta(days=back), mine) for back in range(many - 1, -1, -1))


def _day(day: date, mine: Sequence[Stretch]) -> Day:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    end = start + timedelta(days=1)
    here = [each for each in mine if each.start < end and each.end > start]
    return Day(
        day=day,
        worst=_worst(each.condition for each in here),
        down=downtime(here, start, end),
        incidents=tuple(dict.fromkeys(each.incident for each in here)),
    )


def downtime(found: Iterable[Stretch], start: datetime, end: datetime) -> timedelta:
    """Weighted downtime within a span; where stretches overlap, the heaviest counts, once."""
    edges: set[datetime] = {start, end}
    here = []
    for each in found:
        weight = WEIGHTS.get(each.condition, 0.0)
        first, last = max(each.start, start), min(each.end, end)
        if weight and first < last:
            here.append((first, last, weight))
            edges |= {first, last}
    total = timedelta()
    times = sorted(edges)
    for first, last in pairwise(times):
        total += (last - first) * max((w for a, b, w in here if a <= first and last <= b), default=0.0)
    return total


def uptime(component: str, found: Iterable[Stretch], start: datetime, end: datetime) -> float:
    """1 for a span without downtime, 0 for nothing but; 1 for no span at all."""
    if end <= start:
        return 1.0
    mine = [each for each in found if each.component == component]
    return 1 - downtime(mine, start, end) / (end - start)
