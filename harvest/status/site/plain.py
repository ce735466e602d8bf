"""The whole state as text: for terminals, slow lines, and screens that read aloud."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

from harvest.status import times
from harvest.status.model import Condition, Impact
from harvest.status.site import words
from harvest.status.site.incidents import began, name, path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.status.model import Incident, Speaker, Update
    from harvest.status.site.facts import Facts
    from harvest.status.site.words import Words

HEADLINES = {
    Impact.NONE: "all_good",
    Impact.MAINTENANCE: "maintenance_now",
    Impact.MINOR: "minor",
    Impact.MAJOR: "major",
    Impact.CRITICAL: "critical",
}


def headline(facts: Facts) -> str:
    """The key of the words for how everything is.

    One part that is down makes Statuspage's indicator critical. The service is down where all of it is, or
    where somebody has said of an incident that it is critical.
    """
    if facts.unread and facts.indicator is Impact.NONE:
        return "uncertain"
    if facts.indicator is Impact.CRITICAL and not _whole(facts):
        return HEADLINES[Impact.MAJOR]
    return HEADLINES[facts.indicator]


def _whole(facts: Facts) -> bool:
    said = any(each.impact is Impact.CRITICAL for each in facts.open)
    return said or all(each is Condition.MAJOR for each in facts.conditions.values())


def text(facts: Facts) -> str:
    """In the site's language."""
    return "\n".join(_lines(facts, words.of(facts.settings.lang))) + "\n"


def _lines(facts: Facts, say: Words) -> Iterator[str]:
    yield f"{facts.settings.name} · {say['status']}: {say[headline(facts)]}"
    yield say["as_of"].format(time=times.said(facts.now.replace(second=0)))
    yield say["valid"].format(time=times.said(facts.valid_until.replace(second=0)))
    if facts.unread:
        yield say["unread"]
    for incident in facts.open:
        yield ""
        yield from _incident(facts, say, incident)
    yield ""
    yield f"{say['parts']}:"
    for component in facts.settings.components:
        yield f"  {name(facts.settings, component.id, say.lang)}: {say[facts.conditions[component.id]]}"
    if facts.planned:
        yield ""
        yield f"{say['planned']}:"
    for incident in facts.planned:
        yield f"  {incident.title}: {_span(say, incident)}"
        yield f"    {facts.settings.url}{path(incident)}"


def _span(say: Words, incident: Incident) -> str:
    start = times.said(incident.started)
    if not incident.until:
        return say["begins"].format(start=start)
    return say["planned_span"].format(start=start, end=times.said(incident.until))


def _incident(facts: Facts, say: Words, incident: Incident) -> Iterator[str]:
    yield f"{incident.title} ({say[incident.phase]})"
    yield f"  {facts.settings.url}{path(incident)}"
    yield "  " + say["since"].format(time=times.said(began(incident, facts.now)))
    if incident.damaged:
        yield f"  {say['damaged']}"
    for component, condition in incident.conditions.items():
        if condition is not Condition.OPERATIONAL:
            yield f"  {name(facts.settings, component, say.lang)}: {say[condition]}"
    if incident.workaround:
        yield f"  {say['meanwhile']}:"
        yield indent(incident.workaround, "    ")
    last = incident.updates[-1] if incident.updates else None
    if last and last.next:
        key = "late" if last.next <= facts.now else "next"
        yield "  " + say[key].format(time=times.said(last.next))
    if speaker := _speaker(facts, incident.speaker):
        yield "  " + say["speaks"].format(name=speaker.name, role=speaker.role)
    if incident.cause:
        address = f" ({incident.cause.url})" if incident.cause.url else ""
        yield "  " + say["involves"].format(name=incident.cause.name) + address
    if incident.discussion:
        yield f"  {say['discussed']}: {incident.discussion}"
    for update in reversed(incident.updates):
        yield from _update(facts, say, update)


def _update(facts: Facts, say: Words, update: Update) -> Iterator[str]:
    by = _speaker(facts, update.by) if update.by else None
    yield f"  {times.said(update.at)}: {say[update.phase]}" + (f" ({by.name}, {by.role})" if by else "")
    if update.corrects:
        yield "    " + say["corrects"].format(time=times.said(update.corrects))
    yield indent(update.text, "    ")


def _speaker(facts: Facts, key: str) -> Speaker | None:
    return next((each for each in facts.settings.speakers if each.key == key or not key), None)
