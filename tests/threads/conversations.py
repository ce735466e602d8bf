"""Conversations written as prose, for golden cases: one small reader for all of them.

    # What the case shows
    titled: Black screen on the Frame
    09:00 1 Mara: my Frame went black
        a second line of the same post
    09:10 2 Joelle (staff) to 1: Switch off Sleep at night.
    d2 08:00 3 Mara (accepts 2): that worked
    = outcome: resolved

A post is time, id, who, flags, the id it answers, text. Posts stand in any order; ids and clocks are as
written. Flags: `staff`, `not staff` (so says the source), `configured` (on the company's list), `accepts ID`,
`known as ID`, `in ID` (the conversation's id). Expectations begin with "=".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from harvest.model import Author, Markup, Post
from harvest.threads import StaffList

if TYPE_CHECKING:
    from pathlib import Path

DAY: Final = datetime(2026, 3, 1, tzinfo=UTC)
_POST: Final = re.compile(
    r"(?:d(?P<day>\d+) )?(?P<hour>\d\d):(?P<minute>\d\d) (?P<id>\S+) (?P<who>[^():]+?)"
    r"(?: \((?P<flags>[^)]*)\))?(?: to (?P<parent>\S+))?:(?: (?P<text>.*))?"
)


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation and what is expected of it."""

    title: str
    posts: tuple[Post, ...]
    staff: StaffList
    expected: dict[str, str]

    def __str__(self) -> str:
        return self.title


def cases(path: Path) -> list[Case]:
    """The cases in a file, in order; an AssertionError names the line that cannot be read."""
    chunks = re.split(r"^# ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [_case(chunk, path) for chunk in chunks]


def _case(chunk: str, path: Path) -> Case:
    title, *lines = chunk.rstrip().split("\n")
    given, configured, expected = "", [], {}
    rows: list[tuple[re.Match[str], list[str]]] = []
    for line in lines:
        if line.startswith("= "):
            key, _, value = line[2:].partition(":")
            expected[key] = value.strip()
        elif line.startswith("titled: "):
            given = line.removeprefix("titled: ")
        elif line.startswith("    ") and rows:
            rows[-1][1].append(line.strip())
        elif line:
            match = _POST.fullmatch(line)
            assert match, f"{path.name}, {title}: {line}"
            rows.append((match, [match["text"] or ""]))
    posts = tuple(_post(match, text, given if at == 0 else "") for at, (match, text) in enumerate(rows))
    configured = [match["who"] for match, _ in rows if "configured" in (match["flags"] or "")]
    assert posts, title
    assert expected, title
    return Case(title, posts, StaffList.of(configured), expected)


def _post(match: re.Match[str], text: list[str], title: str) -> Post:
    flags = [flag.strip() for flag in (match["flags"] or "").split(",")]
    named = dict(flag.rsplit(" ", 1) for flag in flags if " " in flag)
    at = DAY + timedelta(
        days=int(match["day"] or 1) - 1, hours=int(match["hour"]), minutes=int(match["minute"])
    )
    return Post(
        source="forum",
        id=match["id"],
        author=Author(
            key=match["who"].casefold(),
            name=match["who"],
            staff=True if "staff" in flags else False if "not staff" in flags else None,
        ),
        created=at,
        version=at,
        body="\n".join(text),
        markup=Markup.TEXT,
        conversation=named.get("in", "talk"),
        parent=match["parent"] or "",
        aliases=(named["known as"],) if "known as" in named else (),
        title=title,
        url="https://community.fernlight.example/t/talk",
        accepted=named.get("accepts", ""),
    )
