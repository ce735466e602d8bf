"""JSON as Atlassian Statuspage's public API v2 has it, so that programs made for that can read this.

Ids are the names of files and components, which never change. `generated_at` and `valid_until` are ours: a
file that is older than that tells nothing about now.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from harvest.status.model import Condition, Impact, Incident, Kind, Phase, Update
from harvest.status.site.incidents import began, path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from harvest.status.model import Component
    from harvest.status.site.facts import Facts

MOST: Final = 50
"""Incidents in a list, as Statuspage has it."""
_DESCRIPTIONS: Final = {
    Impact.NONE: "All Systems Operational",
    Impact.MINOR: "Partially Degraded Service",
    Impact.MAJOR: "Partial System Outage",
    Impact.CRITICAL: "Major Service Outage",
    Impact.MAINTENANCE: "Service Under Maintenance",
}
_UNCERTAIN: Final = "Not every report can be shown"


def files(facts: Facts) -> Iterator[tuple[str, str]]:
    """Path → JSON."""
    incidents, maintenance = facts.newest(Kind.INCIDENT), facts.newest(Kind.MAINTENANCE)
    unresolved = [each for each in incidents if not each.over]
    active = [each for each in maintenance if each.phase in {Phase.IN_PROGRESS, Phase.VERIFYING}]
    upcoming = list(facts.planned)
    status = {"status": _status(facts)}
    components = {"components": _components(facts)}
    lists: dict[str, dict[str, Any]] = {
        "summary": {
            **components,
            "incidents": _incidents(facts, unresolved),
            "scheduled_maintenances": _incidents(facts, [*upcoming, *active]),
            **status,
        },
        "status": status,
        "components": components,
        "incidents": {"incidents": _incidents(facts, incidents[:MOST])},
        "incidents/unresolved": {"incidents": _incidents(facts, unresolved)},
        "scheduled-maintenances": {"scheduled_maintenances": _incidents(facts, maintenance[:MOST])},
        "scheduled-maintenances/upcoming": {"scheduled_maintenances": _incidents(facts, upcoming)},
        "scheduled-maintenances/active": {"scheduled_maintenances": _incidents(facts, active)},
    }
    for name, content in lists.items():
        whole = {"page": _page(facts), **freshness(facts), **content}
        yield f"api/v2/{name}.json", json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def freshness(facts: Facts) -> dict[str, str]:
    """From when the file is, and until when it may be believed."""
    return {"generated_at": time(facts.now), "valid_until": time(facts.valid_until)}


def time(at: datetime) -> str:
    """With milliseconds, as Statuspage writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _page_id(facts: Facts) -> str:
    return urlsplit(facts.settings.url).hostname or "status"


def _page(facts: Facts) -> dict[str, Any]:
    return {
        "id": _page_id(facts),
        "name": facts.settings.name,
        "url": facts.settings.url.rstrip("/"),
        "time_zone": "Etc/UTC",
        "updated_at": time(facts.changed),
    }


def _status(facts: Facts) -> dict[str, str]:
    unknown = facts.unread and facts.indicator is Impact.NONE
    description = _UNCERTAIN if unknown else _DESCRIPTIONS[facts.indicator]
    return {"indicator": str(facts.indicator), "description": description}


def _components(facts: Facts) -> list[dict[str, Any]]:
    """Groups before their members."""
    found: list[dict[str, Any]] = []
    groups: dict[str, dict[str, Any]] = {}
    for component in facts.settings.components:
        if component.group and component.group not in groups:
            group = _component(facts, None, component.group, len(found) + 1)
            group["components"] = [
                each.id for each in facts.settings.components if each.group == component.group
            ]
            groups[component.group] = group
            found.append(group)
        found.append(_component(facts, component, component.group, len(found) + 1))
    return found


def _component(facts: Facts, component: Component | None, group: str, position: int) -> dict[str, Any]:
    """`component` None: the group itself, which is as its worst member."""
    members = [component] if component else [e for e in facts.settings.components if e.group == group]
    return {
        "id": component.id if component else _group_id(group),
        "name": component.name if component else group,
        "status": str(max((facts.conditions[each.id] for each in members), key=_badness)),
        "created_at": time(_first(facts)),
        "updated_at": time(_changed(facts, {each.id for each in members})),
        "position": position,
        "description": (component.about or None) if component else None,
        "showcase": True,
        "start_date": None,
        "group_id": _group_id(group) if component and group else None,
        "page_id": _page_id(facts),
        "group": component is None,
        "only_show_if_degraded": False,
    }


def _badness(condition: Condition) -> int:
    order = (
        Condition.OPERATIONAL,
        Condition.MAINTENANCE,
        Condition.DEGRADED,
        Condition.PARTIAL,
        Condition.MAJOR,
    )
    return order.index(condition)


def _group_id(group: str) -> str:
    return "group-" + _digest(group)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:12]


def _first(facts: Facts) -> datetime:
    return min((began(each, facts.now) for each in facts.incidents), default=facts.now)


def _changed(facts: Facts, components: set[str]) -> datetime:
    """When something was said of them last."""
    said = (
        update.at
        for each in facts.incidents
        for update in each.updates
        if components & set(update.components)
    )
    return max(said, default=_first(facts))


def _incidents(facts: Facts, incidents: Iterable[Incident]) -> list[dict[str, Any]]:
    known = {each["id"]: each for each in _components(facts)}
    return [_incident(facts, each, known) for each in incidents]


def _incident(facts: Facts, incident: Incident, known: dict[str, dict[str, Any]]) -> dict[str, Any]:
    start = began(incident, facts.now)
    updates = list(_updates(facts, incident))
    touched = dict.fromkeys(component for update in incident.updates for component in update.components)
    found = {
        "id": _id(incident),
        "name": incident.title,
        "status": _phase(incident.phase),
        "created_at": time(incident.updates[0].at if incident.updates else start),
        "updated_at": time(incident.updates[-1].at if incident.updates else start),
        "monitoring_at": _at(incident, Phase.MONITORING),
        "resolved_at": time(incident.finished) if incident.finished else None,
        "impact": str(incident.impact),
        "shortlink": facts.settings.url + path(incident),
        "started_at": time(start),
        "page_id": _page_id(facts),
        "incident_updates": updates[::-1],
        "components": [known[component] for component in touched if component in known],
        "reminder_intervals": None,
    }
    if incident.kind is Kind.MAINTENANCE:
        found["scheduled_for"] = time(start)
        found["scheduled_until"] = time(max(incident.until or start, start))
    return found


def _id(incident: Incident) -> str:
    """One name for both folders."""
    return incident.id if incident.kind is Kind.INCIDENT else f"maintenance-{incident.id}"


def _phase(phase: Phase) -> str:
    """As Statuspage has them, which knows no cancelled maintenance: for a program, that is over."""
    return str(Phase.COMPLETED if phase is Phase.CANCELLED else phase)


def _at(incident: Incident, phase: Phase) -> str | None:
    return next((time(update.at) for update in incident.updates if update.phase is phase), None)


def _updates(facts: Facts, incident: Incident) -> Iterator[dict[str, Any]]:
    """Oldest first. Programs expect one at least, so where nothing was said the title stands for it."""
    before: dict[str, Condition] = {}
    seen: Counter[datetime] = Counter()
    names = {each.id: each.name for each in facts.settings.components}
    start = Update(at=began(incident, facts.now), phase=incident.phase, text=incident.title)
    for update in incident.updates or (start,):
        seen[update.at] += 1
        at = time(update.at)
        yield {
            "id": _digest(_id(incident), at, str(seen[update.at])),
            "status": _phase(update.phase),
            "body": update.text,
            "incident_id": _id(incident),
            "created_at": at,
            "updated_at": at,
            "display_at": at,
            "affected_components": _affected(update, before, names),
            "deliver_notifications": False,
            "custom_tweet": None,
            "tweet_id": None,
        }
        before.update(update.components)


def _affected(
    update: Update, before: dict[str, Condition], names: dict[str, str]
) -> list[dict[str, str]] | None:
    return [
        {
            "code": component,
            "name": names.get(component, component),
            "old_status": str(before.get(component, Condition.OPERATIONAL)),
            "new_status": str(condition),
        }
        for component, condition in update.components.items()
    ] or None
