"""What `harvest status open`, `update`, `resolve`, `maintenance` and `postmortem` say. `folder` writes it.

Words for the worst hour stand ready, calm and without blame; whoever has better ones types them. Each post
says what is seen, and while it lasts, when somebody will speak again.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from harvest.errors import HarvestError
from harvest.status import times
from harvest.status.body import fence_after
from harvest.status.model import Impact, Incident, Kind, Party, Phase, Update
from harvest.status.reading import MAX_BYTES, read

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from harvest.status.model import Condition, Settings

NEXT: Final = timedelta(minutes=30)
"""Until the next update is promised, where nobody says."""
AT_ONCE: Final = timedelta(minutes=1)
"""Two people speak, and their clocks differ by this much at most."""
LONGEST_NAME: Final = 60

TEXTS: Final[Mapping[Phase, str]] = {
    Phase.INVESTIGATING: "We see this too, and are looking for the cause.",
    Phase.IDENTIFIED: "We have found the cause and are working on it.",
    Phase.MONITORING: "It should work again. We keep watching until we are sure.",
    Phase.RESOLVED: "This is over. Thank you for your patience, and for telling us.",
    Phase.SCHEDULED: "We are going to work on this part of the service.",
    Phase.IN_PROGRESS: "We have begun.",
    Phase.VERIFYING: "The work is done. We are trying everything out.",
    Phase.COMPLETED: "The work is done, and everything is back.",
    Phase.CANCELLED: "This will not take place. Nothing changes for you.",
    Phase.POSTMORTEM: "What happened, why, what we did, and what we change so that it does not happen again:",
}
"""What is said where nobody types anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What somebody types."""

    text: str = ""
    by: str = ""
    next: datetime | None = None
    components: Mapping[str, Condition] = field(default_factory=dict)
    corrects: datetime | None = None


def opened(
    title: str,
    words: Words,
    *,
    now: datetime,
    settings: Settings,
    impact: Impact,
    started: datetime | None = None,
    workaround: str = "",
    cause: Party | None = None,
    discussion: str = "",
) -> Incident:
    """A new incident, without a name yet. Raises HarvestError for what cannot be."""
    _check_title(title)
    began = started or now
    if began > now:
        raise HarvestError(
            f"it cannot have started at {times.said(began)}: it is {times.said(now)} now",
            todo="see whether the clock is right; planned work is `harvest status maintenance`",
        )
    return Incident(
        id="",
        kind=Kind.INCIDENT,
        title=one_line(title),
        impact=impact,
        started=began,
        speaker=_speaker(words.by, settings),
        workaround=workaround.strip(),
        cause=cause,
        discussion=discussion,
        updates=(_update(Phase.INVESTIGATING, words, now, promise=True),),
    )


def planned(
    title: str, words: Words, *, now: datetime, settings: Settings, start: datetime, until: datetime
) -> Incident:
    """A new maintenance, without a name yet. Raises HarvestError for what cannot be."""
    _check_title(title)
    if until <= start:
        what = f"it would end ({times.said(until)}) before it begins ({times.said(start)})"
        raise HarvestError(what, todo="look at --from and --until")
    if until <= now:
        what = f"it would be over already ({times.said(until)}): it is {times.said(now)} now"
        raise HarvestError(what, todo="look at --until, and see whether the clock is right")
    return Incident(
        id="",
        kind=Kind.MAINTENANCE,
        title=one_line(title),
        impact=Impact.MAINTENANCE,
        started=start,
        until=until,
        speaker=_speaker(words.by, settings),
        updates=(_update(Phase.SCHEDULED, words, now, promise=False),),
    )


def next_update(incident: Incident, phase: Phase | None, words: Words, *, now: datetime) -> Update:
    """The next update of an incident; `phase` None: it stays what it was. Raises HarvestError.

    Who speaks in the same moment as another, also by a clock that is a little slow, speaks after them. A
    clock that goes back cannot put words before those that were said.
    """
    new = phase or incident.phase
    last = incident.updates[-1].at if incident.updates else None
    if last and now < last - AT_ONCE:
        todo = "see whether the clock is right"
        raise HarvestError(
            f"something was said at {times.said(last)} already, and it is {times.said(now)} now",
            todo=f"mend its date in the file, or {todo}" if times.ahead(last, now) else todo,
        )
    now = max(now, last + timedelta(seconds=1)) if last else now
    if incident.over and new not in {Phase.POSTMORTEM, incident.phase} and not words.corrects:
        todo = "if it is back, open a new one and link this; a look back is `harvest status postmortem`"
        raise HarvestError(f"{incident.id} is {incident.phase}", todo=todo)
    if new is Phase.POSTMORTEM and not incident.over:
        raise HarvestError(f"{incident.id} is not over: it is {incident.phase}", todo="resolve it first")
    if words.corrects:
        wrong = times.meant(words.corrects, (update.at for update in incident.updates))
        if not wrong:
            what = f"nothing was said at {times.said(words.corrects)}"
            raise HarvestError(what, todo="the page and the file show the times")
        words = replace(words, corrects=wrong)
    if not words.text and (phase is None or words.corrects):
        raise HarvestError("an update says something", todo="add what is new, in a sentence")
    return _update(new, words, now, promise=not incident.over and new not in {Phase.RESOLVED, *_LAST})


def check_written(kind: Kind, id_: str, before: str | None, after: str, settings: Settings) -> None:
    """Raises HarvestError where `after` cannot be read as `before` could, or hides what was added to it.

    Mistakes that `before` has keep nobody from speaking. None: there was no file.
    """
    known, old = read(id_, kind, before, settings) if before is not None else (None, ())
    found, mistakes = read(id_, kind, after, settings)
    new = [each.what for each in mistakes if each.what not in {mistake.what for mistake in old}]
    if len(after.encode("utf-8")) > MAX_BYTES:
        raise HarvestError(
            "is too big for an incident", where=f"{kind}/{id_}.md", todo="link to what is long"
        )
    if new:
        raise HarvestError(new[0], todo="nothing was written: mend that and run it again")
    if len(found.updates) <= (len(known.updates) if known else 0):
        what = f"what is added would not be seen: {old[0].what}" if old else "what is added would not be seen"
        raise HarvestError(what, todo=f"mend {kind}/{id_}.md and run it again")


_LAST: Final = (Phase.POSTMORTEM, Phase.COMPLETED, Phase.CANCELLED, Phase.SCHEDULED)


def _update(phase: Phase, words: Words, now: datetime, *, promise: bool) -> Update:
    return Update(
        at=now.replace(microsecond=0),
        phase=phase,
        text=safe(words.text.strip() or TEXTS[phase]),
        by=words.by,
        next=words.next or (now.replace(second=0, microsecond=0) + NEXT if promise else None),
        components=words.components,
        corrects=words.corrects,
    )


def safe(text: str) -> str:
    """A text that cannot be taken for the next heading of its file, nor swallow it: its own lie deeper."""
    fence = ""
    lines = []
    for line in text.splitlines():
        lines.append(line if fence else re.sub(r"^###?(?=[ \t])", "####", line))
        fence = fence_after(fence, line)
    return "\n".join([*lines, fence] if fence else lines)


def _speaker(by: str, settings: Settings) -> str:
    return by or (settings.speakers[0].key if settings.speakers else "")


def _check_title(title: str) -> None:
    if not one_line(title):
        raise HarvestError("it needs a title", todo="say what customers see, in their words")


def one_line(title: str) -> str:
    """A title without breaks and what cannot be seen."""
    shown = "".join(c if c.isprintable() else " " for c in title)
    return " ".join(shown.split())


def name(incident: Incident, taken: Collection[str]) -> str:
    """The name of its file: the day, and its title in letters that every host takes."""
    plain = unicodedata.normalize("NFKD", incident.title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].rstrip("-")
    first = f"{incident.started.date()}-{words or incident.kind.rstrip('s')}"
    number, found = 1, first
    while found in taken:
        number += 1
        found = f"{first}-{number}"
    return found


def due(incidents: Collection[Incident]) -> tuple[tuple[Incident, datetime], ...]:
    """What is not over, with when its next update was promised, earliest first.

    Without a promise it is due half an hour after its last word; planned work, when it begins.
    """
    found = []
    for incident in incidents:
        if incident.over or not incident.updates:
            continue
        last = incident.updates[-1]
        usual = incident.started if incident.phase is Phase.SCHEDULED else last.at + NEXT
        found.append((incident, last.next or usual))
    return tuple(sorted(found, key=lambda each: (each[1], each[0].id)))
