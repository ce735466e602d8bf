"""Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1: the newest incidents and maintenance with all that was said."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from harvest.status import times
from harvest.status.site import words
from harvest.status.site.api import freshness
from harvest.status.site.incidents import path
from harvest.status.site.markup import html

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from harvest.status.model import Incident
    from harvest.status.site.facts import Facts

MOST: Final = 25
OURS: Final = "urn:x-harvest:status"
"""The namespace of `generated_at` and `valid_until`, for which neither format has a word."""


@dataclass(frozen=True, slots=True)
class _Item:
    title: str
    url: str
    html: str
    first: datetime
    last: datetime
    lang: str


def files(facts: Facts) -> Iterator[tuple[str, str]]:
    """Path → text."""
    items = [_item(facts, each) for each in _newest(facts)]
    yield "history.atom", _atom(facts, items)
    yield "history.rss", _rss(facts, items)
    yield "feed.json", _json(facts, items)


def _newest(facts: Facts) -> list[Incident]:
    """By the last word on each."""
    said = [each for each in facts.incidents if each.updates]
    return sorted(said, key=lambda each: (each.updates[-1].at, each.id), reverse=True)[:MOST]


def _item(facts: Facts, incident: Incident) -> _Item:
    phases = words.of(facts.settings.lang)
    parts = []
    for update in reversed(incident.updates):
        parts.append(f"<p><strong>{phases[update.phase]}</strong> · {times.said(update.at)}</p>")
        if update.corrects:
            parts.append(f"<p>{phases['corrects'].format(time=times.said(update.corrects))}</p>")
        parts.append(html(update.text))
    return _Item(
        title=incident.title,
        url=facts.settings.url + path(incident),
        html="\n".join(parts),
        first=incident.updates[0].at,
        last=incident.updates[-1].at,
        lang=incident.lang or facts.settings.lang,
    )


def _title(facts: Facts) -> str:
    return f"{facts.settings.name} · {words.of(facts.settings.lang)['status']}"


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    found = ET.SubElement(parent, tag, attributes)
    found.text = text or None
    return found


def _document(root: ET.Element) -> str:
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _atom(facts: Facts, items: list[_Item]) -> str:
    root = ET.Element(
        "feed",
        {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:s": OURS, "xml:lang": facts.settings.lang},
    )
    _add(root, "title", _title(facts))
    _add(root, "id", facts.settings.url)
    _add(root, "updated", times.rfc3339(facts.changed))
    _add(root, "link", rel="alternate", type="text/html", href=facts.settings.url)
    _add(root, "link", rel="self", type="application/atom+xml", href=facts.settings.url + "history.atom")
    _add(_add(root, "author"), "name", facts.settings.name)
    for name, value in freshness(facts).items():
        _add(root, f"s:{name}", value)
    for item in items:
        entry = _add(root, "entry")
        entry.set("xml:lang", item.lang)
        _add(entry, "title", item.title)
        _add(entry, "id", item.url)
        _add(entry, "link", rel="alternate", type="text/html", href=item.url)
        _add(entry, "published", times.rfc3339(item.first))
        _add(entry, "updated", times.rfc3339(item.last))
        _add(entry, "content", item.html, type="html")
    return _document(root)


def _rss(facts: Facts, items: list[_Item]) -> str:
    root = ET.Element("rss", {"version": "2.0", "xmlns:a": "http://www.w3.org/2005/Atom", "xmlns:s": OURS})
    channel = _add(root, "channel")
    _add(channel, "title", _title(facts))
    _add(channel, "link", facts.settings.url)
    _add(channel, "description", _title(facts))
    _add(channel, "language", facts.settings.lang)
    _add(channel, "lastBuildDate", format_datetime(facts.now))
    _add(channel, "ttl", str(facts.settings.valid_minutes))
    _add(channel, "a:link", rel="self", type="application/rss+xml", href=facts.settings.url + "history.rss")
    for name, value in freshness(facts).items():
        _add(channel, f"s:{name}", value)
    for item in items:
        entry = _add(channel, "item")
        _add(entry, "title", item.title)
        _add(entry, "link", item.url)
        _add(entry, "guid", item.url, isPermaLink="true")
        _add(entry, "pubDate", format_datetime(item.last))
        _add(entry, "description", item.html)
    return _document(root)


def _json(facts: Facts, items: list[_Item]) -> str:
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(facts),
        "home_page_url": facts.settings.url,
        "feed_url": facts.settings.url + "feed.json",
        "language": facts.settings.lang,
        "authors": [{"name": facts.settings.name}],
        "_harvest": freshness(facts),
        "items": [
            {
                "id": item.url,
                "url": item.url,
                "title": item.title,
                "content_html": item.html,
                "date_published": times.rfc3339(item.first),
                "date_modified": times.rfc3339(item.last),
                "language": item.lang,
            }
            for item in items
        ],
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
