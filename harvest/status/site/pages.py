"""The HTML pages: path → text, for every language."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from harvest.status import history, times
from harvest.status.model import WORST_FIRST, Condition, Impact, Incident, Kind
from harvest.status.site import look, words
from harvest.status.site.incidents import Shown, began, name, show
from harvest.status.site.picture import CLASSES, strip
from harvest.status.site.plain import headline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from harvest.status.history import Day, Stretch
    from harvest.status.model import Component, Party
    from harvest.status.site.facts import Facts

MOST_UPDATES: Final = 10
"""Of one incident on the home page; the others are on its own."""
MOST_BRIEF: Final = 10
"""In a list on the home page; the history and the calendar have them all."""
MOST_LISTED: Final = 60
"""In the list of past maintenance; the months have it all."""
RECENT: Final = timedelta(days=7)
_COLOURS: Final = {**CLASSES, Condition.OPERATIONAL: "o"}
_TONES: Final = {
    Impact.NONE: "o",
    Impact.MAINTENANCE: "m",
    Impact.MINOR: "d",
    Impact.MAJOR: "p",
    Impact.CRITICAL: "x",
}


@functools.cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(look.FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def languages(facts: Facts) -> tuple[str, ...]:
    """The site's own first."""
    return tuple(dict.fromkeys((facts.settings.lang, *facts.settings.languages)))


def pages(facts: Facts) -> Iterator[tuple[str, str]]:
    """Every page of every language."""
    for language in languages(facts):
        yield from _Language(facts, language).pages()


def prefix(facts: Facts, language: str) -> str:
    """Where the pages of a language lie."""
    return "" if language == facts.settings.lang else f"{language}/"


@dataclass(frozen=True, slots=True)
class _Month:
    name: str
    start: datetime
    end: datetime
    incidents: tuple[Incident, ...]


def percent(share: float) -> str:
    """`99.95 %`: never 100 where something was down."""
    return "100 %" if share >= 1 else f"{min(share * 100, 99.999):.3f} %"


class _Language:
    """All pages in one language."""

    def __init__(self, facts: Facts, language: str) -> None:
        self._facts = facts
        self._language = language
        self._words = words.of(language)
        self._shown = {
            (each.kind, each.id): show(each, facts.settings, language, facts.now) for each in facts.incidents
        }

    def pages(self) -> Iterator[tuple[str, str]]:
        yield self._home()
        for shown in self._shown.values():
            yield self._page(f"{shown.path}index.html", "incident.html", each=shown)
        months = _months(self._facts)
        yield self._history(months)
        for at in range(len(months)):
            yield self._month(months, at)
        yield self._maintenance()
        yield self._page("404.html", "missing.html")

    def _see(self, incidents: Iterable[Incident]) -> list[Shown]:
        return [self._shown[each.kind, each.id] for each in incidents]

    def _home(self) -> tuple[str, str]:
        facts = self._facts
        recent = [
            each
            for each in facts.newest(Kind.INCIDENT)
            if each.over and (each.finished or facts.now) > facts.now - RECENT
        ]
        groups = self._groups()
        parts = [part for group in groups for part in group.parts]
        hurt = [part for part in parts if part.condition is not Condition.OPERATIONAL]
        return self._page(
            "index.html",
            "home.html",
            hurt=sorted(hurt, key=lambda part: WORST_FIRST.index(part.condition)),
            headline=headline(facts),
            tone="d" if headline(facts) == "uncertain" else _TONES[facts.indicator],
            unread=facts.unread,
            open=self._see(facts.open),
            most=MOST_UPDATES,
            groups=groups,
            planned=self._see(facts.planned[:MOST_BRIEF]),
            recent=self._see(recent[:MOST_BRIEF]),
        )

    def _groups(self) -> list[SimpleNamespace]:
        """Those without a group first: below a heading they would seem to belong to it."""
        found: defaultdict[str, list[SimpleNamespace]] = defaultdict(list)
        found[""] = []
        for component in self._facts.settings.components:
            found[component.group].append(self._part(component))
        return [SimpleNamespace(name=group, parts=parts) for group, parts in found.items() if parts]

    def _part(self, component: Component) -> SimpleNamespace:
        facts = self._facts
        days = facts.days[component.id]
        start = datetime.combine(days[0].day, datetime.min.time(), UTC)
        return SimpleNamespace(
            name=name(facts.settings, component.id, self._language),
            about=component.about,
            condition=facts.conditions[component.id],
            days=len(days),
            strip=strip(days),
            uptime=percent(history.uptime(component.id, facts.stretches, start, facts.now)),
            disrupted=sum(_disrupted(day) for day in days),
            bad=[self._day(day) for day in reversed(days) if _disrupted(day)],
        )

    def _day(self, day: Day) -> SimpleNamespace:
        return SimpleNamespace(day=day.day.isoformat(), worst=day.worst, down=self._long(day.down))

    def _long(self, span: timedelta) -> str:
        """`1 h 12 min`; "" for less than a minute."""
        minutes = round(span.total_seconds() / 60)
        found = [("hours", minutes // 60), ("minutes", minutes % 60)]
        return " ".join(self._words[unit].format(count=many) for unit, many in found if many)

    def _history(self, months: Sequence[_Month]) -> tuple[str, str]:
        return self._page(
            "history/index.html",
            "history.html",
            listed=[self._part(component) for component in self._facts.settings.components],
            months=[
                SimpleNamespace(
                    name=month.name, count=sum(each.kind is Kind.INCIDENT for each in month.incidents)
                )
                for month in months
            ],
        )

    def _month(self, months: Sequence[_Month], at: int) -> tuple[str, str]:
        facts, month = self._facts, months[at]
        end = min(month.end, facts.now)
        return self._page(
            f"history/{month.name}/index.html",
            "month.html",
            month=month.name,
            later=months[at - 1].name if at else "",
            earlier=months[at + 1].name if at + 1 < len(months) else "",
            listed=[
                SimpleNamespace(
                    name=name(facts.settings, component.id, self._language),
                    uptime=percent(
                        history.uptime(component.id, _within(facts.stretches, month), month.start, end)
                    ),
                )
                for component in facts.settings.components
            ],
            incidents=self._see(each for each in month.incidents if each.kind is Kind.INCIDENT),
            maintenance=self._see(each for each in month.incidents if each.kind is Kind.MAINTENANCE),
        )

    def _maintenance(self) -> tuple[str, str]:
        past = [each for each in self._facts.newest(Kind.MAINTENANCE) if each.over]
        return self._page(
            "maintenance/index.html",
            "maintenance.html",
            planned=self._see(self._facts.planned),
            past=self._see(past[:MOST_LISTED]),
        )

    def _page(self, path: str, template: str, **more: Any) -> tuple[str, str]:
        facts, settings = self._facts, self._facts.settings
        mine = prefix(facts, self._language)
        root = "../" * (mine + path).count("/")
        if path == "404.html":  # it is shown at any depth
            root = urlsplit(settings.url).path or "/"
        values = {
            "lang": self._words.lang,
            "dir": words.direction(self._words.lang),
            "site": settings,
            "root": root,
            "base": root + mine,
            "home": root + mine or "./",
            "now": facts.now,
            "valid": facts.valid_until,
            "policy": look.policy(settings.valid_minutes),
            "style": Markup(look.style(settings.valid_minutes)),  # noqa: S704 — our own
            "script": Markup(look.script()),  # noqa: S704 — our own
            "icon": look.icon(facts.indicator),
            "others": self._others(root, path),
            "colours": _COLOURS,
            **_FUNCTIONS,
            "t": self._translate,
        }
        return mine + path, _templates().get_template(template).render(values | more)

    def _others(self, root: str, path: str) -> list[SimpleNamespace]:
        """The same page in other languages."""
        page = "" if path == "404.html" else path.removesuffix("index.html")
        return [
            SimpleNamespace(
                lang=words.of(language).lang,
                name=words.of(language)["language"],
                href=root + prefix(self._facts, language) + page or "./",
            )
            for language in languages(self._facts)
            if language != self._language
        ]

    def _translate(self, key: str, **values: object) -> Markup:
        return Markup(self._words[key]).format(**values)  # noqa: S704 — our own words; format escapes values


def _within(stretches: Iterable[Stretch], month: _Month) -> list[Stretch]:
    return [each for each in stretches if each.start < month.end and each.end > month.start]


def _disrupted(day: Day) -> bool:
    return day.worst not in {Condition.OPERATIONAL, Condition.MAINTENANCE}


def _when(time: datetime) -> Markup:
    """The moment, for people and for programs; nobody needs its seconds."""
    return Markup('<time datetime="{}">{}</time>').format(
        _iso(time), times.said(time.replace(second=0, microsecond=0))
    )


def _iso(time: datetime) -> str:
    """`2026-03-01 10:04Z`, which HTML allows, and which packs well beside what people read."""
    return time.astimezone(UTC).isoformat(" ", "minutes").replace("+00:00", "Z")


def _party(party: Party) -> Markup:
    if not party.url:
        return escape(party.name)
    return Markup('<a href="{}">{}</a>').format(party.url, party.name)


def _worst(shown: Shown) -> Condition:
    return min((condition for _, condition in shown.affected), key=WORST_FIRST.index)


_FUNCTIONS: Final[Mapping[str, Any]] = {
    "when": _when,
    "iso": _iso,
    "raw": Markup,
    "party": _party,
    "worst": _worst,
    "direction": words.direction,
}


def _months(facts: Facts) -> tuple[_Month, ...]:
    """Months in which something began, and the current one, newest first."""
    found: defaultdict[tuple[int, int], list[Incident]] = defaultdict(list)
    found[facts.now.year, facts.now.month] = []
    for each in facts.incidents:
        start = min(began(each, facts.now), facts.now)
        if each.kind is Kind.INCIDENT or each.over or each.started <= facts.now:
            found[start.year, start.month].append(each)
    return tuple(
        _Month(
            name=f"{year:04}-{month:02}",
            start=datetime(year, month, 1, tzinfo=UTC),
            end=datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC),
            incidents=tuple(
                sorted(incidents, key=lambda each: (began(each, facts.now), each.id), reverse=True)
            ),
        )
        for (year, month), incidents in sorted(found.items(), reverse=True)
    )
