"""The text of one file → the incident in it, and every mistake with its line.

    ---
    title: Photos do not upload
    impact: major
    started: 2026-11-27 15:40 UTC
    speaker: ada
    ---
    ## 2026-11-27 15:52 UTC investigating
    by: bo
    next: 2026-11-27 16:20 UTC
    components: uploads major_outage, website degraded_performance

    We see that new photos wait on the phone. Nothing is lost.

    ### de
    Neue Fotos warten auf dem Telefon. Es geht nichts verloren.

Lenient, because it is read in the worst hour: what can be understood is shown, and the file counts as
damaged. An incident that vanished for a mistyped line would say that all is well.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from harvest import nodes
from harvest.blocks import Key, Reading
from harvest.errors import Mistake
from harvest.nodes import LineError
from harvest.status import times
from harvest.status.body import read_updates
from harvest.status.model import (
    Impact,
    Incident,
    Kind,
    Party,
)
from harvest.values import as_https, as_language, as_text, by_language

if TYPE_CHECKING:
    import yaml

    from harvest.status.model import Settings, Update

MAX_BYTES: Final = 1_000_000
"""Of one file."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}-", re.ASCII)
_FAR: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _time(_: Reading, node: yaml.Node) -> datetime:
    try:
        return times.parse(nodes.text(node))
    except ValueError as error:
        raise LineError(nodes.line_of(node), str(error)) from None


def _impact(_: Reading, node: yaml.Node) -> Impact:
    return nodes.choice(node, Impact)


def _words(_: Reading, node: yaml.Node) -> str:
    return nodes.text(node).strip()


def _party(reading: Reading, node: yaml.Node) -> Party | None:
    values = reading.block(node, PARTY_KEYS, nodes.line_of(node))
    return None if values is None else Party(**values)


def _translations(reading: Reading, node: yaml.Node) -> dict[str, dict[str, str]]:
    return {
        language: reading.block(value, TRANSLATION_KEYS, line) or {}
        for language, line, value in by_language(node)
    }


PARTY_KEYS: Final = (
    Key("name", as_text, "The other company.", required=True),
    Key("url", as_https, "Where it says so itself."),
)
TRANSLATION_KEYS: Final = (
    Key("title", as_text, "The title in that language."),
    Key("workaround", _words, "The workaround in that language."),
)
KEYS: Final = (
    Key("title", as_text, "What customers see happening, in their words."),
    Key("impact", _impact, "`none`, `minor`, `major` or `critical`."),
    Key("started", _time, "When customers first felt it, or when the maintenance begins."),
    Key("until", _time, "When the maintenance is planned to end."),
    Key("ended", _time, "When customers felt it last, if not at the time of the last update."),
    Key("speaker", as_text, "The key of who speaks."),
    Key("workaround", _words, "What customers can do meanwhile."),
    Key("cause", _party, "Another company whose part failed, as far as known: `name` and `url`."),
    Key("discussion", as_https, "Where it is being talked about."),
    Key("lang", as_language, "The language of this file."),
    Key("translations", _translations, "Title and workaround in other languages."),
)


def read(
    id_: str, kind: Kind, text: str, settings: Settings, now: datetime | None = None
) -> tuple[Incident, tuple[Mistake, ...]]:
    """What a file tells, as far as it can be understood, and what is wrong with it.

    Updates that are dated after `now` are wrong and left out; None: nobody asks.
    """
    front, body, first = _split(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    reading = Reading({})
    values = _front(reading, front)
    every = _corrections(read_updates(reading, body, first, kind, settings, now))
    updates = tuple(each for each in every if now is None or not times.ahead(each.at, now))
    shown = values.pop("translations", {})
    found = Incident(
        id=id_,
        kind=kind,
        title=values.pop("title", "") or _DAY.sub("", id_).replace("-", " "),
        started=values.pop("started", None) or (every[0].at if every else _FAR),
        impact=values.pop("impact", Impact.MAINTENANCE if kind is Kind.MAINTENANCE else Impact.NONE),
        updates=updates,
        titles={language: each["title"] for language, each in shown.items() if each.get("title")},
        workarounds={lang: each["workaround"] for lang, each in shown.items() if each.get("workaround")},
        **values,
    )
    _check(reading, found, settings)
    if now and updates and kind is Kind.INCIDENT and times.ahead(found.started, now):
        reading.note(1, f"started: {times.yet_to_come(found.started, now)}")
        found = replace(found, started=updates[0].at)
    return replace(found, damaged=bool(reading.mistakes)), tuple(
        sorted(reading.mistakes, key=lambda mistake: mistake.line)
    )


def _split(text: str) -> tuple[str, list[str], int]:
    """Front matter, the lines of the body, and the line on which that begins."""
    lines = text.split("\n")
    if lines[0].rstrip() == "---":
        for at, line in enumerate(lines[1:], start=1):
            if line.rstrip() == "---":
                return "\n".join(lines[1:at]), lines[at + 1 :], at + 2
    return "", lines, 1


def _front(reading: Reading, front: str) -> dict[str, Any]:
    try:
        root = nodes.compose(front)
    except LineError as error:
        reading.note(error.line + 1, error.what)
        return {}
    if root is None:
        reading.note(1, "there is no front matter: write a title between two lines of ---")
        return {}
    before = len(reading.mistakes)
    values = reading.block(root, KEYS, 1) or {}
    for at, mistake in enumerate(reading.mistakes[before:], start=before):
        reading.mistakes[at] = Mistake(mistake.line + 1, mistake.what)
    if "title" not in values:
        reading.note(1, '"title" is missing: what customers see happening, in their words')
    return values


def _corrections(updates: tuple[Update, ...]) -> tuple[Update, ...]:
    """Each correction names the very moment of what it corrects, where somebody said that."""
    said = [update.at for update in updates]
    return tuple(
        replace(each, corrects=times.meant(each.corrects, said) or each.corrects) if each.corrects else each
        for each in updates
    )


def _check(reading: Reading, found: Incident, settings: Settings) -> None:
    """What each line cannot know."""
    if found.speaker and found.speaker not in [speaker.key for speaker in settings.speakers]:
        keys = [speaker.key for speaker in settings.speakers]
        reading.note(1, f"speaker: {nodes.unknown('speaker', found.speaker, keys)}")
    if not found.updates:
        reading.note(1, "there is no update: write `## 2026-03-01 10:04 UTC investigating` and a sentence")
    for name in ("until", "ended"):
        end = getattr(found, name)
        if end and end < found.started:
            reading.note(1, f"{name}: {times.said(end)} is before it started ({times.said(found.started)})")
    said = {update.at for update in found.updates}
    for update in found.updates:
        if update.corrects and update.corrects not in said:
            reading.note(1, f"corrects: nothing was said at {times.said(update.corrects)}")
        if update.next and update.next <= update.at:
            reading.note(1, f"next: {times.said(update.next)} is not after {times.said(update.at)}")
