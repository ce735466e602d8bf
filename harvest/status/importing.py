"""Incidents of a page at Statuspage, or of one that speaks like it, as ours: for whoever moves here.

Read are the answers of the public API v2 (`incidents.json`, `scheduled-maintenances.json`, `summary.json`)
and of the API for those who own a page (`/v1/pages/ID/incidents`): both tell an incident alike. Lenient, as
people move years of reports that others wrote: what is missing is made up for by what is there, and what
cannot be understood is told and left out, alone.
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from harvest.errors import HarvestError
from harvest.status import posting, times, writing
from harvest.status.model import (
    OF_INCIDENTS,
    OF_MAINTENANCE,
    OVER,
    Condition,
    Impact,
    Incident,
    Kind,
    Phase,
    Update,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime

    from harvest.status.model import Settings

WORDLESS: Final = "(No words were kept.)"
LONGEST_ID: Final = 40
_LISTS: Final = {"incidents": Kind.INCIDENT, "scheduled_maintenances": Kind.MAINTENANCE}
_BY_IMPACT: Final = {
    Impact.CRITICAL: Condition.MAJOR,
    Impact.MAJOR: Condition.PARTIAL,
    Impact.MAINTENANCE: Condition.MAINTENANCE,
}
"""How the parts of an incident were, where no update says so."""
_NAMES: Final = "p|li|div|ul|ol|h[1-6]|b|i|em|strong|var|small|span|u|code|a"
_LINK: Final = re.compile(
    r"<a\b[^<>]*\bhref=[\"'](https?://[^\"'\s<>]+)[\"'][^<>]*>([^<]*)</a>", re.IGNORECASE
)
_BREAK: Final = re.compile(r"<br\s*/?>|</(?:p|li|div|ul|ol|h[1-6])>", re.IGNORECASE)
_TAG: Final = re.compile(rf"</?(?:{_NAMES})\b[^<>]*>", re.IGNORECASE)


@dataclass(slots=True)
class Moved:
    """What was found in files."""

    incidents: dict[str, Incident] = field(default_factory=dict)
    """By the id that it had, oldest first. Its name is not given yet."""
    problems: list[HarvestError] = field(default_factory=list)
    """What was left out, and why."""
    unknown: Counter[str] = field(default_factory=Counter)
    """Names of parts that status.yml does not have: in how many incidents."""


def read(moved: Moved, where: str, data: bytes, settings: Settings) -> None:
    """Add what a file tells to `moved`; what was there already stays. `where`: what the file is called.

    Raises HarvestError where it is no such file at all.
    """
    for kind, row in _rows(where, data):
        name = str(row.get("name") or row.get("id") or "?")[:80] if isinstance(row, dict) else "a row"
        try:
            id_, found, unknown = _incident(row, kind, settings)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            why = str(error) if type(error) is ValueError else "is not told as Statuspage tells incidents"
            moved.problems.append(HarvestError(f"{name}: {why}", where=where, todo="it is left out"))
            continue
        if id_ in moved.incidents:
            continue
        moved.unknown.update(unknown.values())
        if unknown and not found.over:
            what = f"{name}: goes on and names {', '.join(unknown.values())}, which status.yml does not have"
            moved.problems.append(HarvestError(what, where=where, todo="it is written without"))
            found = _without(found, unknown)
        moved.incidents[id_] = found
    ordered = sorted(moved.incidents.items(), key=lambda pair: (pair[1].started, pair[0]))
    moved.incidents = dict(ordered)


def _without(incident: Incident, unknown: Mapping[str, str]) -> Incident:
    """Of what goes on, a part that does not exist would be a mistake."""
    updates = (
        replace(each, components={part: how for part, how in each.components.items() if part not in unknown})
        for each in incident.updates
    )
    return replace(incident, updates=tuple(updates))


def _rows(where: str, data: bytes) -> Iterator[tuple[Kind, Any]]:
    todo = "save incidents.json or scheduled-maintenances.json of the page's API"
    try:
        tree = json.loads(data)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise HarvestError("is no JSON", where=where, line=line, todo=todo) from None
    if isinstance(tree, list):
        yield from ((Kind.INCIDENT, row) for row in tree)
        return
    lists = {name: tree[name] for name in _LISTS if isinstance(tree, dict) and name in tree}
    if not lists or not all(isinstance(each, list) for each in lists.values()):
        raise HarvestError("holds no list of incidents", where=where, todo=todo)
    for name, rows in lists.items():
        yield from ((_LISTS[name], row) for row in rows)


def _incident(row: dict[str, Any], kind: Kind, settings: Settings) -> tuple[str, Incident, dict[str, str]]:
    """The id that it had, it, and parts that status.yml does not have by id. Raises ValueError and others."""
    id_ = _slug(str(row.get("id") or ""))[:LONGEST_ID].strip("-")
    if not id_:
        raise ValueError("has no id")
    planned = kind is Kind.MAINTENANCE or bool(row.get("scheduled_for")) or row.get("impact") == "maintenance"
    kind = Kind.MAINTENANCE if planned else Kind.INCIDENT
    told = Impact(row["impact"]) if row.get("impact") in list(Impact) else Impact.NONE
    impact = Impact.MAINTENANCE if planned else told
    unknown: dict[str, str] = {}
    title = posting.one_line(str(row.get("name") or "")) or id_
    updates = tuple(_updates(row, kind, title, settings, unknown))
    if not any(update.components for update in updates):
        updates = (_with_parts(row, updates[0], impact, settings, unknown), *updates[1:])
    began = _time(row.get("scheduled_for") if planned else None) or _time(row.get("started_at"))
    started = began if began and (planned or began < updates[0].at) else updates[0].at
    until = _time(row.get("scheduled_until")) if planned else None
    return (
        id_,
        Incident(
            id="",
            kind=kind,
            title=title,
            impact=impact,
            started=started,
            until=until if until and until > started else None,
            ended=None if planned else _ended(row, started, updates),
            updates=updates,
        ),
        unknown,
    )


def _ended(row: dict[str, Any], started: datetime, updates: tuple[Update, ...]) -> datetime | None:
    """When it was over, where that is another time than that of the words that ended it."""
    end = _time(row.get("resolved_at"))
    said = next((update.at for update in updates if update.phase in OVER), None)
    return end if end and said and end != said and end >= started else None


def _updates(
    row: dict[str, Any], kind: Kind, title: str, settings: Settings, unknown: dict[str, str]
) -> Iterator[Update]:
    """In order of time. A word for how far it is that we do not have leaves that as it was."""
    phases = OF_INCIDENTS if kind is Kind.INCIDENT else OF_MAINTENANCE
    told = row.get("incident_updates") or [{**row, "body": title, "display_at": row.get("started_at")}]
    dated = [(_time(each.get("display_at")) or _time(each.get("created_at")), each) for each in told[::-1]]
    if None in {at for at, _ in dated}:
        raise ValueError("has an update without a time")
    phase = phases[0]
    before: dict[str, Condition] = {}
    for at, each in sorted(dated, key=lambda pair: pair[0]):  # type: ignore[arg-type,return-value]
        phase = Phase(each["status"]) if each.get("status") in phases else phase
        now = _parts(each.get("affected_components"), settings, unknown)
        changes = {part: condition for part, condition in now.items() if before.get(part) is not condition}
        before |= changes
        body = posting.safe(_text(str(each.get("body") or "")).strip())
        yield Update(at=at, phase=phase, text=body or WORDLESS, components=changes)  # type: ignore[arg-type]


def _parts(told: Any, settings: Settings, unknown: dict[str, str]) -> dict[str, Condition]:
    """How each part that is told of is from then on."""
    found = {}
    for each in told or ():
        part = _part(each, settings, unknown)
        if part and each.get("new_status") in list(Condition):
            found[part] = Condition(each["new_status"])
    return found


def _with_parts(
    row: dict[str, Any], first: Update, impact: Impact, settings: Settings, unknown: dict[str, str]
) -> Update:
    """Old reports name their parts, but not how those were: as bad as the whole was."""
    parts = [_part(each, settings, unknown) for each in row.get("components") or ()]
    condition = _BY_IMPACT.get(impact, Condition.DEGRADED)
    return Update(
        at=first.at,
        phase=first.phase,
        text=first.text,
        components={part: condition for part in parts if part},
    )


def _part(told: Mapping[str, Any], settings: Settings, unknown: dict[str, str]) -> str:
    """The id of a part, known in status.yml by its id or its name; "" for none. Groups are none."""
    if told.get("group"):
        return ""
    name = posting.one_line(str(told.get("name") or ""))
    ids = {str(told.get("code") or told.get("id") or ""), _slug(name)}
    for each in settings.components:
        if each.id in ids or each.name.casefold() == name.casefold():
            return each.id
    part = _slug(name)
    if name:
        unknown[part or name] = name
    return part


def suggested(name: str) -> str:
    """A part as it could stand in status.yml."""
    return f"- {{id: {_slug(name) or 'part'}, name: {json.dumps(name, ensure_ascii=False)}}}"


def texts(moved: Moved, taken: Collection[str], settings: Settings) -> Iterator[tuple[Kind, str, str]]:
    """Kind, name and text of each new file; what would not be understood becomes a problem of `moved`.

    A name ends in the id that it had: where one of those that are `taken` does, it is there already.
    """
    for id_, incident in moved.incidents.items():
        if any(name.endswith(f"-{id_}") for name in taken):
            continue
        name = f"{posting.name(incident, ())}-{id_}"
        text = writing.new(incident)
        try:
            posting.check_written(incident.kind, name, None, text, settings)
        except HarvestError as error:
            moved.problems.append(HarvestError(f"{name}: {error.what}", todo="it is left out"))
            continue
        yield incident.kind, name, text


def _time(told: Any) -> datetime | None:
    """Raises ValueError for what is no time."""
    return times.parse(str(told)).replace(microsecond=0) if told else None


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _text(told: str) -> str:
    """Some pages keep HTML: its links and breaks stay, its tags go."""
    text = told.replace("\r\n", "\n")
    if not _BREAK.search(text) and not _TAG.search(text):
        return text
    linked = _LINK.sub(lambda found: f"[{found[2]}]({found[1]})", text)
    plain = html.unescape(_TAG.sub("", _BREAK.sub("\n", linked)))
    return re.sub(r"\n{3,}", "\n\n", plain)
