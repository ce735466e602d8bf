"""The nouns of the status site. States, impacts and component states are those of Atlassian's Statuspage."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a component, a speaker, a target and the file of an incident are called."""


class Condition(StrEnum):
    """How a component is."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded_performance"
    PARTIAL = "partial_outage"
    MAJOR = "major_outage"
    MAINTENANCE = "under_maintenance"


class Impact(StrEnum):
    """How bad it is for customers, all in all."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    MAINTENANCE = "maintenance"


class Phase(StrEnum):
    """How far an incident or a maintenance is."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    POSTMORTEM = "postmortem"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


OF_INCIDENTS: Final = (
    Phase.INVESTIGATING,
    Phase.IDENTIFIED,
    Phase.MONITORING,
    Phase.RESOLVED,
    Phase.POSTMORTEM,
)
OF_MAINTENANCE: Final = (
    Phase.SCHEDULED,
    Phase.IN_PROGRESS,
    Phase.VERIFYING,
    Phase.COMPLETED,
    Phase.CANCELLED,
)
OVER: Final = (Phase.RESOLVED, Phase.POSTMORTEM, Phase.COMPLETED, Phase.CANCELLED)

WORST_FIRST: Final = (
    Condition.MAJOR,
    Condition.PARTIAL,
    Condition.DEGRADED,
    Condition.MAINTENANCE,
    Condition.OPERATIONAL,
)


class Kind(StrEnum):
    """In which folder a file lies."""

    INCIDENT = "incidents"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A part of the service, as customers see it."""

    id: str
    """Letters, digits, hyphens; never changes."""
    name: str
    about: str = ""
    group: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    """By language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody of the company who may speak for it."""

    key: str
    """What is written in files."""
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Another company whose part failed, as far as known. A fact with a link, no blame."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What was said at one time. It is never rewritten: a mistake in it gets an update that corrects it."""

    at: datetime
    """Aware, UTC."""
    phase: Phase
    text: str
    """Markdown without HTML."""
    by: str = ""
    """The key of a speaker; "" for who speaks for the whole."""
    next: datetime | None = None
    """By when the next update is promised."""
    components: Mapping[str, Condition] = field(default_factory=dict)
    """What changes with it; components that are not named stay as they were."""
    corrects: datetime | None = None
    """The time of the update that it corrects."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Its text in other languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An outage or a maintenance, with everything that was said about it, in order of time."""

    id: str
    """The name of its file; never changes."""
    kind: Kind
    title: str
    impact: Impact = Impact.NONE
    started: datetime
    """When customers first felt it; of a maintenance, when it is planned to begin."""
    until: datetime | None = None
    """Of a maintenance: when it is planned to end."""
    ended: datetime | None = None
    """When customers felt it last; None: when the update came that ended it."""
    updates: tuple[Update, ...] = ()
    speaker: str = ""
    """The key of who speaks."""
    workaround: str = ""
    """What customers can do meanwhile; Markdown."""
    cause: Party | None = None
    discussion: str = ""
    """Where it is being talked about."""
    lang: str = ""
    """Of the texts; "" for the site's."""
    titles: Mapping[str, str] = field(default_factory=dict)
    workarounds: Mapping[str, str] = field(default_factory=dict)
    damaged: bool = False
    """Whether its file has mistakes, so that something may be missing."""

    @property
    def phase(self) -> Phase:
        """That of the last update."""
        first = Phase.INVESTIGATING if self.kind is Kind.INCIDENT else Phase.SCHEDULED
        return self.updates[-1].phase if self.updates else first

    @property
    def over(self) -> bool:
        """Whether nothing more is to come of it but a look back."""
        return self.phase in OVER

    @property
    def finished(self) -> datetime | None:
        """When it was over; None while it is not."""
        if not self.over:
            return None
        last = next((update.at for update in self.updates if update.phase in OVER), None)
        return self.ended or last

    @property
    def conditions(self) -> Mapping[str, Condition]:
        """How it leaves its components, by the last that was said of each."""
        now: dict[str, Condition] = {}
        for update in self.updates:
            now.update(update.components)
        return now


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Somewhere the site is published to."""

    name: str
    kind: str
    """`folder`, `rsync`, `s3` or `git`."""
    to: str
    """A folder, `host:folder`, `s3://bucket/prefix`, or the address of a repository."""
    url: str = ""
    """Where customers read what is published there; "" where nobody can."""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`status.yml`."""

    name: str
    """The company's."""
    url: str
    """Where customers read the status site first."""
    service: str = ""
    """The address of the main service: never asked for anything, only compared with."""
    help: str = ""
    """Where customers get help."""
    components: tuple[Component, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    targets: tuple[Target, ...] = ()
    lang: str = "en"
    languages: tuple[str, ...] = ()
    """Other languages that texts may have."""
    valid_minutes: int = 60
    """A page older than this says that it may be out of date."""
    key: str = ""
    """The file of the public key that the manifest is signed for; "" for no signature."""
    damaged: bool = False
    """Whether `status.yml` has mistakes, so that something of it may be missing."""
