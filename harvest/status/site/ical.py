"""Planned maintenance as a calendar (RFC 5545, RFC 7986) that people subscribe to.

A calendar program knows an event by its UID, takes the one with the higher SEQUENCE, and crosses out what is
CANCELLED. SEQUENCE is the number of updates after the first: who moves a maintenance says so in an update.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from harvest.status.model import Kind, Phase
from harvest.status.site import words
from harvest.status.site.incidents import path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from harvest.status.model import Incident
    from harvest.status.site.facts import Facts

OCTETS: Final = 75
"""Of a line, without its end."""
KEPT: Final = timedelta(days=90)
"""How long what is over stays, so that every program learns of it."""


def calendar(facts: Facts) -> str:
    """The whole file, with CRLF."""
    title = f"{facts.settings.name} · {words.of(facts.settings.lang)['maintenance']}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Harvest//status//EN",
        "METHOD:PUBLISH",
        f"NAME:{_text(title)}",
        f"X-WR-CALNAME:{_text(title)}",
        f"SOURCE;VALUE=URI:{facts.settings.url}maintenance.ics",
        f"LAST-MODIFIED:{_time(facts.now)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{facts.settings.valid_minutes}M",
        f"X-HARVEST-VALID-UNTIL:{_time(facts.valid_until)}",
    ]
    for incident in facts.newest(Kind.MAINTENANCE):
        if (incident.finished or facts.now) >= facts.now - KEPT:
            lines += _event(facts, incident)
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in _folded(line))


def _event(facts: Facts, incident: Incident) -> Iterator[str]:
    last = incident.updates[-1] if incident.updates else None
    end = incident.ended or incident.until
    yield "BEGIN:VEVENT"
    yield f"UID:maintenance-{incident.id}@{urlsplit(facts.settings.url).hostname}"
    yield f"SEQUENCE:{max(len(incident.updates) - 1, 0)}"
    yield f"DTSTAMP:{_time(last.at if last else incident.started)}"
    yield f"DTSTART:{_time(incident.started)}"
    if end and end > incident.started:
        yield f"DTEND:{_time(end)}"
    yield f"STATUS:{'CANCELLED' if incident.phase is Phase.CANCELLED else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{_text(f'{facts.settings.name}: {incident.title}')}"
    if last:
        yield f"DESCRIPTION:{_text(last.text)}"
    yield f"URL:{facts.settings.url}{path(incident)}"
    yield "END:VEVENT"


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")[:19].replace("-", "").replace(":", "") + "Z"


def _text(text: str) -> str:
    """A value of the type TEXT."""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, all but the first after a space; no character is cut in two."""
    part, size = "", 0
    for character in line:
        octets = len(character.encode("utf-8"))
        if size + octets > OCTETS:
            yield part
            part, size = " ", 1
        part += character
        size += octets
    yield part
