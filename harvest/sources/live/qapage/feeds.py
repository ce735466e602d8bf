"""Where pages are found: sitemaps, lists of sitemaps, RSS, Atom, and plain lists of addresses. Pure.

https://www.sitemaps.org/protocol.html; any of them may be packed with gzip.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from harvest.sources.fields import BadRow, web_address
from harvest.sources.qapage.conversation import moment
from harvest.sources.qapage.webpage import absolute
from harvest.sources.webxml import NotXmlError, local, root_of, unpacked

if TYPE_CHECKING:
    from lxml.etree import _Element

_DAY: Final = len("2026-01-31")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One address in a feed."""

    url: str
    changed: datetime | None = None
    """When what is there was last changed; None where the feed does not say."""
    is_feed: bool = False
    """Whether it is another sitemap, not a page."""
    settled: bool = True
    """Whether `changed` tells moments apart: a day alone does not, as long as it is not over."""


def read(body: bytes, base: str, now: datetime) -> tuple[Entry, ...]:
    """The addresses in a feed. Raises NotXmlError with what is wrong with it."""
    body = unpacked(body)
    if listed := _plain_list(body):
        return listed
    root = root_of(body)
    name = local(root)
    if name == "sitemapindex":
        return _located(root, "sitemap", base, now)
    if name == "urlset":
        return _located(root, "url", base, now)
    if name == "feed":
        return _atom(root, base, now)
    if name in {"rss", "RDF"}:
        return _rss(root, base)
    raise NotXmlError(f"{'a web page' if name == 'html' else 'XML'} that is neither a sitemap nor a feed")


def _plain_list(body: bytes) -> tuple[Entry, ...]:
    if b"<" in body[:1000]:
        return ()
    lines = [line.strip() for line in body.decode("utf-8-sig", "replace").splitlines() if line.strip()]
    addresses = [web_address(line) for line in lines]
    return tuple(Entry(url=one) for one in addresses) if all(addresses) else ()


def _located(root: _Element, kind: str, base: str, now: datetime) -> tuple[Entry, ...]:
    found = []
    for element in root:
        if local(element) == kind:
            said = {local(child): (child.text or "").strip() for child in element}
            url = web_address(absolute(base, said.get("loc", "")))
            if url:
                entry = _entry(url, said.get("lastmod", ""), now)
                found.append(replace(entry, is_feed=kind == "sitemap"))
    return tuple(found)


def _entry(url: str, changed: str, now: datetime) -> Entry:
    """An entry with its time, if that can be true: one in the future would hide all changes until then."""
    try:
        when = moment(changed, "lastmod") if changed else None
    except BadRow:
        when = None
    if when is None or when > now + timedelta(days=1):
        return Entry(url=url)
    return Entry(url=url, changed=when, settled=len(changed) > _DAY or when < now - timedelta(days=2))


def _atom(root: _Element, base: str, now: datetime) -> tuple[Entry, ...]:
    found = []
    for entry in root:
        if local(entry) != "entry":
            continue
        links = [child for child in entry if local(child) == "link"]
        own = [link for link in links if link.get("rel", "alternate") == "alternate"]
        url = web_address(absolute(base, (own or links)[0].get("href", ""))) if links else ""
        updated = next((child.text or "" for child in entry if local(child) == "updated"), "")
        if url:
            found.append(_entry(url, updated.strip(), now))
    return tuple(found)


def _rss(root: _Element, base: str) -> tuple[Entry, ...]:
    """Items have the time when they were first published, which says nothing of what came later."""
    found = []
    for item in root.iter():
        if local(item) != "item":
            continue
        said = {local(child): (child.text or "").strip() for child in item}
        if url := web_address(absolute(base, said.get("link") or said.get("guid", ""))):
            found.append(Entry(url=url))
    return tuple(dict.fromkeys(found))
