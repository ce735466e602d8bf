"""Pages in prose: a case says what a page holds, and what the checks say of it.

    ==== What happens
    title: Why is my frame black?          (these lines may be left out)
    asked_as: frame stays black; nothing on it
    keep: +44 20 7946 0123; help@fernlight.example
    we say: entitlement = plan, what I pay for
    ----
    The body, in Markdown.
    ----
    error at "1. Reset the frame": deletes data

`at` names a piece of the line that the finding is about. "nothing" stands for no finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from harvest.checks import Knowledge, sheet
from harvest.vocabulary_file import Term, Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.checks import Finding

TODAY: Final = date(2026, 1, 1)
PATH: Final = "answers/a.md"
SITE: Final = "https://help.fernlight.example/"
FRONT: Final = ("kind: fix", "state: reviewed", "updated: 2025-06-01", "review_by: 2026-06-01")
LISTS: Final = frozenset({"asked_as", "also_called"})
TAGS: Final = frozenset({"tags"})
_EXPECTED: Final = re.compile(r'(error|warning) at "(.+)": (.+)')


@dataclass(frozen=True)
class Case:
    """One case of a file."""

    name: str
    text: str
    keep: tuple[str, ...]
    terms: tuple[Term, ...]
    expected: tuple[tuple[str, str, str], ...] = field(default=())
    """Severity, a piece of the line, what is found."""

    def __str__(self) -> str:
        return self.name

    @property
    def known(self) -> Knowledge:
        return knowledge(self.text, self.keep, Vocabulary(self.terms))


def knowledge(text: str, keep: tuple[str, ...] = (), vocabulary: Vocabulary | None = None) -> Knowledge:
    return Knowledge(
        pages=(sheet(PATH, text),),
        keep=keep,
        vocabulary=vocabulary or Vocabulary(),
        site_url=SITE,
        today=TODAY,
    )


def page(body: str, *front: str, title: str = "Why is my frame black?") -> str:
    given = {line.partition(":")[0] for line in front}
    usual = (line for line in FRONT if line.partition(":")[0] not in given)
    return "\n".join(("---", f'title: "{title}"', *usual, *front, "---", "", body, ""))


def cases(path: Path) -> list[Case]:
    return [_case(text) for text in re.split(r"(?:^|\n)==== ", path.read_text("utf-8"))[1:]]


def _case(text: str) -> Case:
    name, _, rest = text.partition("\n")
    told, body, expected = f"\n{rest}".split("\n----\n")
    front: list[str] = []
    title = "Why is my frame black?"
    keep: tuple[str, ...] = ()
    terms: list[Term] = []
    for key, _, value in (line.partition(": ") for line in told.strip().splitlines()):
        match key:
            case "title":
                title = value
            case "keep":
                keep = tuple(value.split("; "))
            case "we say":
                ours, _, theirs = value.partition(" = ")
                terms.append(Term(we_say=ours, they_say=tuple(theirs.split(", "))))
            case _ if key in LISTS:
                front += [f"{key}:", *(f"  - {item}" for item in value.split("; "))]
            case _:
                front.append(f"{key}: {value}".replace("\\n", "\n"))
    lines = [line for line in expected.strip().splitlines() if line != "nothing"]
    found = [_EXPECTED.fullmatch(line) for line in lines]
    assert all(found), f"{name}: {lines}"
    wanted = tuple((each[1], each[2], each[3]) for each in found if each)
    return Case(name, page(body, *front, title=title), keep, tuple(terms), wanted)


def said(text: str, findings: list[Finding]) -> list[tuple[str, str, str]]:
    """The findings as a case expects them, with their whole lines."""
    lines = text.split("\n")
    return [(str(found.severity), lines[found.line - 1], found.what) for found in findings]
