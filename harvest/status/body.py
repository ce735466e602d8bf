"""The updates of a file: headings, the fields below each, its text and that text in other languages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from harvest import nodes
from harvest.status import times
from harvest.status.model import ID, OF_INCIDENTS, OF_MAINTENANCE, OVER, Condition, Kind, Phase, Update

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from harvest.blocks import Reading
    from harvest.status.model import Settings

_HEADING: Final = re.compile(r"##[ \t]+(?P<at>.+?)[ \t]+(?P<phase>[a-z_]+)[ \t]*")
_LANGUAGE: Final = re.compile(r"###[ \t]+(?P<lang>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)[ \t]*")
_FIELD: Final = re.compile(r"(?P<key>[a-z]+):[ \t]*(?P<value>.*)")
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
FIELDS: Final = ("by", "next", "components", "corrects")
"""What may stand right below the heading of an update, one a line."""


@dataclass(slots=True)
class _Draft:
    """An update while it is being read."""

    line: int
    at: datetime
    phase: Phase
    fields: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=lambda: {"": []})

    def done(self) -> Update:
        texts = {language: "\n".join(lines).strip() for language, lines in self.lines.items()}
        return Update(
            at=self.at,
            phase=self.phase,
            text=texts.pop(""),
            texts={language: text for language, text in texts.items() if text},
            **self.fields,
        )


def read_updates(
    reading: Reading, lines: Iterable[str], first: int, kind: Kind, settings: Settings, now: datetime | None
) -> tuple[Update, ...]:
    """The updates in the lines of a body, in order of time; mistakes are noted. `first`: where they begin.

    What is dated after `now` is a mistake; None: nobody asks.
    """
    body = _Body(reading, kind, settings, now)
    for number, line in enumerate(lines, start=first):
        body.take(number, line)
    return body.finish()


class _Body:
    """Takes the lines one by one, and knows where it is."""

    def __init__(self, reading: Reading, kind: Kind, settings: Settings, now: datetime | None) -> None:
        self._reading = reading
        self._now = now
        self._phases = OF_INCIDENTS if kind is Kind.INCIDENT else OF_MAINTENANCE
        self._settings = settings
        self._drafts: list[_Draft] = []
        self._gone: list[tuple[int, str]] = []
        """Lines, and parts on them that status.yml does not have."""
        self._lost = False
        """Whether the heading above could not be read, so that what follows belongs to nothing."""
        self._language = ""
        self._fence = ""
        self._in_fields = False
        self._unmerged = False
        """Whether git has marked what two people wrote, so that both must be heard."""

    def take(self, number: int, line: str) -> None:
        if self._marks_a_conflict(number, line):
            return
        if not self._fence and line.startswith("## "):
            self._begin(number, line)
        elif not self._fence and self._drafts and (language := _LANGUAGE.fullmatch(line)):
            self._language, self._in_fields = language["lang"], False
        elif self._in_fields and (found := _FIELD.fullmatch(line)):
            self._field(number, found["key"], found["value"].strip())
        else:
            self._in_fields = False
            self._say(number, line)

    def finish(self) -> tuple[Update, ...]:
        self._look_for_gone_parts()
        if self._fence and self._drafts:
            what = f"a code fence is never closed and swallows what follows: end it with {self._fence}"
            self._reading.note(self._drafts[-1].line, what)
        for draft in self._drafts:
            if not any(line.strip() for line in draft.lines[""]):
                self._reading.note(draft.line, "this update says nothing: write a sentence below it")
        return tuple(sorted((draft.done() for draft in self._drafts), key=lambda update: update.at))

    def _look_for_gone_parts(self) -> None:
        """A part that is no more stays in what is over; of what goes on, it is a mistake."""
        last = sorted(self._drafts, key=lambda draft: draft.at)[-1:]
        if last and last[0].phase in OVER:
            return
        known = [component.id for component in self._settings.components]
        for number, part in self._gone:
            self._reading.note(number, nodes.unknown("component", part, known))
        for draft in self._drafts:
            told = draft.fields.get("components", {})
            draft.fields["components"] = {part: told[part] for part in told if part in known}

    def _begin(self, number: int, line: str) -> None:
        self._language, self._in_fields, self._lost = "", True, False
        found = _HEADING.fullmatch(line)
        try:
            if not found:
                raise ValueError("an update begins like this: ## 2026-03-01 10:04 UTC investigating")  # noqa: TRY301
            at = times.parse(found["at"])
        except ValueError as error:
            self._reading.note(number, str(error))
            self._lost, self._in_fields = True, False
            return
        if self._now and times.ahead(at, self._now):
            self._reading.note(number, times.yet_to_come(at, self._now))
        if found["phase"] not in self._phases:
            self._reading.note(number, nodes.unknown("phase", found["phase"], map(str, self._phases)))
            self._drafts.append(_Draft(number, at, self._last_phase()))
        else:
            self._drafts.append(_Draft(number, at, Phase(found["phase"])))

    def _marks_a_conflict(self, number: int, line: str) -> bool:
        """Whether it is git's line and nobody's word."""
        if line.startswith("<<<<<<< "):
            self._reading.note(
                number, "git could not merge what two people wrote: remove its marks, keep both"
            )
            self._unmerged = True
            return True
        if not self._unmerged or not line.startswith(("=======", ">>>>>>> ", "||||||| ")):
            return False
        self._unmerged = not line.startswith(">")
        return True

    def _last_phase(self) -> Phase:
        """What an update leaves as it was when nobody understands what it says."""
        return self._drafts[-1].phase if self._drafts else self._phases[0]

    def _say(self, number: int, line: str) -> None:
        self._fence = fence_after(self._fence, line)
        if self._lost:
            return
        if self._drafts:
            self._drafts[-1].lines.setdefault(self._language, []).append(line)
        elif line.strip():
            what = "this belongs to no update: write `## 2026-03-01 10:04 UTC investigating` above it"
            self._reading.note(number, what)

    def _field(self, number: int, key: str, value: str) -> None:
        try:
            found = (
                self._conditions(number, value) if key == "components" else _value(key, value, self._settings)
            )
            self._drafts[-1].fields[key] = found
        except ValueError as error:
            self._reading.note(number, str(error))

    def _conditions(self, number: int, value: str) -> Mapping[str, Condition]:
        """`uploads major_outage, website operational`. Raises ValueError."""
        known = [component.id for component in self._settings.components]
        found: dict[str, Condition] = {}
        for each in value.split(","):
            part, _, condition = each.strip().partition(" ")
            if part not in known and not ID.fullmatch(part):
                raise ValueError(nodes.unknown("component", part, known))
            if condition.strip() not in list(Condition):
                raise ValueError(nodes.unknown("condition", condition.strip(), map(str, Condition)))
            if part not in known:
                self._gone.append((number, part))
            found[part] = Condition(condition.strip())
        return found


def fence_after(fence: str, line: str) -> str:
    """The code fence that is open after `line`, where `fence` was open before it; "" for none."""
    if marks := _FENCE.match(line):
        return "" if fence and marks[1].startswith(fence) else fence or marks[1]
    return fence


def _value(key: str, value: str, settings: Settings) -> object:
    """What a field says. Raises ValueError."""
    if key == "by":
        return _speaker(value, settings)
    if key in FIELDS:
        return times.parse(value)
    raise ValueError(nodes.unknown("key", key, FIELDS))


def _speaker(value: str, settings: Settings) -> str:
    known = [speaker.key for speaker in settings.speakers]
    if value not in known:
        raise ValueError(nodes.unknown("speaker", value, known))
    return value
