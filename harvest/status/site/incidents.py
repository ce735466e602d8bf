"""An incident as a reader of one language sees it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final

from harvest.status.model import WORST_FIRST, Condition, Incident, Kind, Phase
from harvest.status.site import words
from harvest.status.site.markup import html

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from harvest.status.model import Party, Settings, Speaker, Update

FOLDERS: Final = {Kind.INCIDENT: "incidents", Kind.MAINTENANCE: "maintenance"}


@dataclass(frozen=True, slots=True)
class Said:
    """Words and their language."""

    text: str
    """A title: plain. Anything longer: HTML."""
    lang: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Another update of the same incident."""

    at: datetime
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownUpdate:
    """One update."""

    at: datetime
    anchor: str
    phase: Phase
    body: Said
    by: Speaker | None
    """Where it is somebody else than who speaks for the whole."""
    corrects: Reference | None
    corrected: tuple[Reference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An incident or a maintenance."""

    path: str
    """`incidents/2026-03-01-photos/`, within the pages of a language."""
    title: Said
    phase: Phase
    started: datetime
    finished: datetime | None
    until: datetime | None
    planned: bool
    """Whether it is maintenance."""
    over: bool
    current: bool
    """Whether it is going on: what it says of components is how they are."""
    affected: tuple[tuple[str, Condition], ...]
    """Names of components: how they are, will be, or of what is over, how they were at worst."""
    speaker: Speaker | None
    next: datetime | None
    late: bool
    workaround: Said | None
    cause: Party | None
    discussion: str
    updates: tuple[ShownUpdate, ...]
    """Newest first."""
    damaged: bool


def began(incident: Incident, now: datetime) -> datetime:
    """When it began, as far as can be believed: nothing that is told began before computers told time."""
    if incident.started.year <= 1970:
        return min((update.at for update in incident.updates), default=now)
    return incident.started


def path(incident: Incident) -> str:
    """Its permanent address, within the pages of a language."""
    return f"{FOLDERS[incident.kind]}/{incident.id}/"


def name(settings: Settings, component: str, lang: str) -> str:
    """What a component is called in a language; its id where it is gone."""
    for each in settings.components:
        if each.id == component:
            return words.pick(each.names, each.name, settings.lang, lang)[0]
    return component


def anchors(incident: Incident) -> tuple[str, ...]:
    """A name for each update that stays when others are added."""
    seen: Counter[str] = Counter()
    found = []
    for update in incident.updates:
        stamp = update.at.astimezone(UTC).isoformat()[:19].replace(":", "").replace("-", "")
        seen[stamp] += 1
        found.append(f"u{stamp}" + (f"-{seen[stamp]}" if seen[stamp] > 1 else ""))
    return tuple(found)


def show(incident: Incident, settings: Settings, lang: str, now: datetime) -> Shown:
    """Everything a page says of it."""
    spoken = incident.lang or settings.lang
    last = incident.updates[-1] if incident.updates else None
    promised = last.next if last and not incident.over and incident.phase is not Phase.SCHEDULED else None
    speaker = _speaker(settings, incident.speaker)
    workaround = _said(incident.workarounds, incident.workaround, spoken, lang)
    return Shown(
        path=path(incident),
        title=Said(*words.pick(incident.titles, incident.title, spoken, lang)),
        phase=incident.phase,
        started=began(incident, now),
        finished=incident.finished,
        until=incident.until,
        planned=incident.kind is Kind.MAINTENANCE,
        over=incident.over,
        current=not incident.over and incident.phase is not Phase.SCHEDULED,
        affected=_affected(incident, settings, lang),
        speaker=speaker,
        next=promised,
        late=bool(promised and promised <= now),
        workaround=workaround if workaround.text else None,
        cause=incident.cause,
        discussion=incident.discussion,
        updates=_updates(incident, settings, spoken, lang, speaker),
        damaged=incident.damaged,
    )


def _updates(
    incident: Incident, settings: Settings, spoken: str, lang: str, speaker: Speaker | None
) -> tuple[ShownUpdate, ...]:
    marks = anchors(incident)
    first: dict[datetime, str] = {}
    corrected: defaultdict[datetime, list[Reference]] = defaultdict(list)
    for update, mark in zip(incident.updates, marks, strict=True):
        first.setdefault(update.at, mark)
        if update.corrects:
            corrected[update.corrects].append(Reference(update.at, mark))
    found = []
    for update, mark in zip(incident.updates, marks, strict=True):
        by = _speaker(settings, update.by) if update.by else None
        found.append(
            ShownUpdate(
                at=update.at,
                anchor=mark,
                phase=update.phase,
                body=_said(update.texts, update.text, spoken, lang),
                by=None if by == speaker else by,
                corrects=_reference(update, first),
                corrected=tuple(corrected.get(update.at, ())) if first[update.at] == mark else (),
            )
        )
    return tuple(reversed(found))


def _reference(update: Update, first: Mapping[datetime, str]) -> Reference | None:
    if update.corrects is None or update.corrects not in first:
        return None
    return Reference(update.corrects, first[update.corrects])


def _said(texts: Mapping[str, str], original: str, spoken: str, lang: str) -> Said:
    text, language = words.pick(texts, original, spoken, lang)
    return Said(html(text), language)


def _speaker(settings: Settings, key: str) -> Speaker | None:
    """Who that is; without a key, whoever comes first in status.yml."""
    fitting = [each for each in settings.speakers if each.key == key or not key]
    return fitting[0] if fitting else None


def _affected(incident: Incident, settings: Settings, lang: str) -> tuple[tuple[str, Condition], ...]:
    if incident.over:
        worst: dict[str, Condition] = {}
        for update in incident.updates:
            for component, condition in update.components.items():
                worst[component] = min(worst.get(component, condition), condition, key=WORST_FIRST.index)
    else:
        worst = dict(incident.conditions)
    return tuple(
        (name(settings, component, lang), condition)
        for component, condition in worst.items()
        if condition is not Condition.OPERATIONAL
    )
