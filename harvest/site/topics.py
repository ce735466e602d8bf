"""Answers by topic: what the home page, the topic pages and the navigation show. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.pages.slug import slug
from harvest.site.badges import Badge, badge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from harvest.model import Answer

OTHER: Final = "Everything else"
"""Where answers without a topic stand; always last."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer as it stands in a list."""

    title: str
    url: str
    """Relative to the root of the site."""
    askers: int
    badge: Badge
    draft: bool
    updated: date


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and its answers, the most asked first."""

    name: str
    slug: str
    """One safe path segment, unique among topics, never `index`."""
    entries: tuple[Entry, ...]

    @property
    def path(self) -> str:
        """Its page, relative to the docs folder."""
        return f"topics/{self.slug}.md"


def entry(answer: Answer, url: str) -> Entry:
    """The answer at `url` for a list."""
    return Entry(
        title=answer.title,
        url=url,
        askers=answer.askers,
        badge=badge(answer.kind, confirmed=bool(answer.confirmed_by)),
        draft=answer.state == "draft",
        updated=answer.updated,
    )


def key(name: str) -> str:
    """What two spellings of one topic have in common; of no topic, that of `OTHER`."""
    return (" ".join(name.split()) or OTHER).casefold()


def by_topic(pages: Iterable[tuple[Answer, str]], order: Sequence[str] = ()) -> tuple[Topic, ...]:
    """Topics in the company's `order`, then by number of answers, then by name.

    `pages` are published answers with their addresses. Topics that differ only in case or spacing are
    one; it is written as `order` has it, else as most pages have it.
    """
    groups: dict[str, list[Entry]] = {}
    spellings: dict[str, Counter[str]] = {}
    for answer, url in pages:
        name = " ".join(answer.topic.split()) or OTHER
        groups.setdefault(key(name), []).append(entry(answer, url))
        spellings.setdefault(key(name), Counter())[name] += 1
    order = [" ".join(name.split()) for name in order]
    wanted = {key(name): (place, name) for place, name in enumerate(order)}
    names = {
        each: wanted[each][1] if each in wanted else min(count, key=lambda name: (-count[name], name))
        for each, count in spellings.items()
    }
    places = {each: wanted.get(each, (len(wanted), ""))[0] for each in groups}
    keys = sorted(groups, key=lambda each: (each == key(""), places[each], -len(groups[each]), names[each]))
    slugs = _slugs([names[each] for each in keys])
    return tuple(
        Topic(name=names[each], slug=segment, entries=most_asked(groups[each]))
        for each, segment in zip(keys, slugs, strict=True)
    )


def most_asked(entries: Iterable[Entry], limit: int | None = None) -> tuple[Entry, ...]:
    """The entries by number of askers, then the newest, then by title; at most `limit`."""
    ranked = sorted(entries, key=lambda e: (-e.askers, -e.updated.toordinal(), e.title, e.url))
    return tuple(ranked[:limit])


def _slugs(names: Sequence[str]) -> list[str]:
    """One path segment per name, no two the same."""
    found: list[str] = []
    for name in names:
        found.append(slug(name, name, found))
    return found


def in_navigation(nav: Sequence[object], index: str, paths: Sequence[str]) -> list[object]:
    """The navigation with the topic pages under the entry that names `index`, wherever that stands."""
    expanded: list[object] = []
    for item in nav:
        if item == index:
            expanded.append({"Topics": [index, *paths]})
        elif isinstance(item, dict):
            expanded.append(
                {name: [index, *paths] if value == index else value for name, value in item.items()}
            )
        else:
            expanded.append(item)
    return expanded
