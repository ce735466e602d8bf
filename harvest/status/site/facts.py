"""What every page and every format says the same of: computed once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from harvest.status import history
from harvest.status.model import Kind, Phase
from harvest.status.site import clean
from harvest.status.site.incidents import began

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from harvest.status.folder import Contents
    from harvest.status.history import Day, Stretch
    from harvest.status.model import Condition, Impact, Incident, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Cleaned, in order, and how everything is at `now`."""

    settings: Settings
    incidents: tuple[Incident, ...]
    """Incidents and maintenance, by file name."""
    now: datetime
    valid_until: datetime
    unread: bool
    """Whether a file could not be read at all, so that nobody knows whether all is well."""
    stretches: tuple[Stretch, ...]
    conditions: Mapping[str, Condition]
    indicator: Impact
    days: Mapping[str, tuple[Day, ...]]
    """By component, oldest first."""

    def newest(self, kind: Kind) -> tuple[Incident, ...]:
        """By when they began, newest first."""
        mine = (each for each in self.incidents if each.kind is kind)
        return tuple(sorted(mine, key=lambda each: (began(each, self.now), each.id), reverse=True))

    @property
    def open(self) -> tuple[Incident, ...]:
        """What is going on: incidents first, then maintenance that has begun."""
        running = [
            each
            for each in self.newest(Kind.MAINTENANCE)
            if not each.over and each.phase is not Phase.SCHEDULED
        ]
        return (*(each for each in self.newest(Kind.INCIDENT) if not each.over), *running)

    @property
    def planned(self) -> tuple[Incident, ...]:
        """Maintenance that is to come, soonest first."""
        found = (each for each in self.newest(Kind.MAINTENANCE) if each.phase is Phase.SCHEDULED)
        return tuple(reversed(tuple(found)))

    @property
    def changed(self) -> datetime:
        """When something was said last; now, where nothing ever was."""
        return max((each.updates[-1].at for each in self.incidents if each.updates), default=self.now)


def gather(settings: Settings, contents: Contents, now: datetime) -> Facts:
    """Everything at `now` (aware)."""
    incidents = tuple(clean.incident(each) for each in contents.incidents)
    safe = clean.settings(settings)
    stretches = history.stretches(incidents, now)
    conditions = history.conditions(safe.components, incidents)
    return Facts(
        settings=safe,
        incidents=incidents,
        now=now,
        valid_until=now + timedelta(minutes=safe.valid_minutes),
        unread=contents.unread,
        stretches=stretches,
        conditions=conditions,
        indicator=history.indicator(conditions, incidents),
        days={each.id: history.days(each.id, stretches, now.date()) for each in safe.components},
    )
