"""Text of files: a new incident, and the next update at the end of one. Nothing that stands there changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from harvest.status import times
from harvest.status.model import Impact

if TYPE_CHECKING:
    from harvest.status.model import Incident, Update


def new(incident: Incident) -> str:
    """The text of a new file. Reading it gives the incident back."""
    values: dict[str, object] = {
        "title": incident.title,
        "impact": "" if incident.impact is Impact.MAINTENANCE else str(incident.impact),
        "started": times.said(incident.started),
        "until": times.said(incident.until) if incident.until else "",
        "ended": times.said(incident.ended) if incident.ended else "",
        "speaker": incident.speaker,
        "workaround": incident.workaround,
        "cause": {"name": incident.cause.name, **({"url": incident.cause.url} if incident.cause.url else {})}
        if incident.cause
        else "",
        "discussion": incident.discussion,
        "lang": incident.lang,
        "translations": _translations(incident),
    }
    front: str = yaml.safe_dump(
        {key: value for key, value in values.items() if value},
        sort_keys=False,
        allow_unicode=True,
        width=1_000_000_000,
    )
    return f"---\n{front}---\n" + "\n".join(entry(update) for update in incident.updates)


def _translations(incident: Incident) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for name, texts in (("title", incident.titles), ("workaround", incident.workarounds)):
        for language, text in texts.items():
            found.setdefault(language, {})[name] = text
    return found


def entry(update: Update) -> str:
    """One update as it stands in a file."""
    lines = [f"## {times.said(update.at)} {update.phase}"]
    lines += [f"by: {update.by}"] if update.by else []
    lines += [f"next: {times.said(update.next)}"] if update.next else []
    lines += [f"corrects: {times.said(update.corrects)}"] if update.corrects else []
    if update.components:
        changes = ", ".join(f"{component} {condition}" for component, condition in update.components.items())
        lines.append(f"components: {changes}")
    lines += ["", update.text]
    for language, text in update.texts.items():
        lines += ["", f"### {language}", text]
    return "\n".join(lines) + "\n"


def with_update(text: str, update: Update) -> str:
    """A file with one more update at its end; every character before stays."""
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if text.endswith(end * 2) else end if text.endswith(("\n", "\r\n")) else end * 2
    return text + gap + entry(update).replace("\n", end)
