"""Drafts in prose: what people said, and what the page makes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from harvest.config import CreditRule
from harvest.model import Author, Kind, Markup, Outcome, Post, Thread, Verdict
from harvest.pages.body import write_body
from harvest.pages.draft import UNCONFIRMED, Material, Style, draft
from harvest.pages.parse import parse
from harvest.pages.render import render
from harvest.threads import thread
from tests.threads.strategies import START

CASES: Final = Path(__file__).parent / "cases"
STYLE: Final = Style(keep=(), credit=lambda _: CreditRule.NONE, topic=lambda _: "", secret=b"")
SPEAKER: Final = re.compile(r"(?P<who>\w+) (?P<id>\d+)(?: \((?P<markup>html|markdown)\))?:")
VERDICT: Final = re.compile(
    r"answer (?P<answer>[\d, ]+?)(?:, confirmed by (?P<by>\d+))?(?:, (?P<kind>[a-z-]+))?"
)


@dataclass(frozen=True)
class Case:
    """One case of a file."""

    name: str
    said: Thread
    verdict: Verdict
    expected: str

    def __str__(self) -> str:
        return self.name


def case(text: str) -> Case:
    name, _, rest = text.partition("\n")
    told, _, expected = rest.partition("\n----\n")
    posts: list[Post] = []
    verdict: Verdict | None = None
    for line in told.split("\n"):
        if speaker := SPEAKER.fullmatch(line):
            posts.append(post(speaker["who"], speaker["id"], Markup(speaker["markup"] or "text"), len(posts)))
        elif found := VERDICT.fullmatch(line):
            verdict = Verdict(
                outcome=Outcome.RESOLVED if found["by"] else Outcome.ANSWERED,
                confidence=0.9,
                kind=Kind(found["kind"] or "fix"),
                answer=tuple(found["answer"].split(", ")),
                confirmed_by=found["by"] or "",
            )
        elif line.strip():
            body = f"{posts[-1].body}\n{line.removeprefix('  ')}"
            posts[-1] = said(posts[-1], body)
        else:
            posts[-1] = said(posts[-1], posts[-1].body + "\n")
    assert verdict is not None, name
    return Case(name, thread([said(p, p.body.strip("\n")) for p in posts]), verdict, expected.strip("\n"))


def post(who: str, id_: str, markup: Markup, place: int) -> Post:
    return Post(
        source="forum",
        id=id_,
        author=Author(key=who.lower(), name=who),
        created=START,
        version=START,
        body="",
        markup=markup,
        conversation="1",
        parent=str(place) if place else "",
        title="Why is my Frame black?" if not place else "",
        url="https://community.fernlight.example/t/1",
    )


def said(before: Post, body: str) -> Post:
    return Post(**{name: getattr(before, name) for name in before.__slots__ if name != "body"}, body=body)


def cases(path: Path) -> list[Case]:
    return [case(text) for text in re.split(r"(?:^|\n)==== ", path.read_text("utf-8"))[1:]]


def drafted(known: Case) -> str:
    """The page without "Still stuck?" and the line that it is unconfirmed; "no page" where there is none."""
    page = draft([Material(known.said, known.verdict)], STYLE)
    if page is None:
        return "no page"
    assert parse(render(page)).answer == page
    body = write_body(page.sections[:-1])
    return body.replace(f"\n{UNCONFIRMED}\n<!-- staff -->\n", "").strip("\n")


ALL: Final = [found for path in sorted(CASES.glob("*.txt")) for found in cases(path)]


@pytest.mark.parametrize("known", ALL, ids=str)
def test_a_draft_is_what_a_reader_needs(known: Case) -> None:
    assert drafted(known) == known.expected


def test_there_are_enough_cases_and_none_twice() -> None:
    assert len(ALL) >= 25
    assert len({known.name for known in ALL}) == len(ALL)
