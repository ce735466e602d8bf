"""Pages of an invented company, as they stand in their files."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from harvest.model import Answer, Credit, Kind, Passage, Section, SourceRef, State, Waiver
from harvest.pages.render import render

TODAY = date(2026, 5, 4)
KETTLE, LID = "answers/kettle.md", "answers/lid.md"


def source(thread: str = "forum:1", *posts: str) -> SourceRef:
    return SourceRef(
        url=f"https://forum.example/t/{thread.partition(':')[2]}",
        thread=thread,
        posts=posts or ("1", "3"),
        digest="sha256:0123456789abcdef",
        licence="CC-BY-SA-4.0",
        asked=date(2026, 1, 2),
        answered=date(2026, 1, 3),
    )


def kettle(**fields: object) -> Answer:
    page = Answer(
        title="Why does my kettle stop before it boils?",
        kind=Kind.FIX,
        state=State.REVIEWED,
        asked_as=("kettle keeps clicking off early",),
        also_called=("water boiler",),
        product="Kettle One",
        topic="Kettles",
        sources=(source(),),
        confirmed_by=("forum:5",),
        askers=3,
        credits=(Credit(name="Ada", url="https://forum.example/u/ada"),),
        updated=date(2026, 1, 3),
        review_by=date(2027, 1, 3),
        sections=(
            Section("", (Passage("> my kettle clicks off", ("forum:1",)),)),
            Section("What worked", (Passage("1. Descale it.\n2. Rinse it.", ("forum:3",)),)),
        ),
    )
    return replace(page, **fields)  # type: ignore[arg-type] # the fields of the test


def lid(**fields: object) -> Answer:
    own = {
        "title": "The lid does not close and it never boils",
        "asked_as": ("lid stays open", "Kettle keeps  clicking off EARLY"),
        "also_called": ("kettle cap",),
        "sources": (source("forum:7", "7", "8"),),
        "confirmed_by": ("forum:9",),
        "askers": 2,
        "credits": (Credit(name="Bo", staff=True),),
        "redirect_from": ("answers/cap/",),
        "waive": (Waiver("title", "they say cap"),),
        "forced": "asked for on the phone",
        "sections": (Section("What worked", (Passage("Turn the ring.", ("forum:8",)),)),),
    }
    return kettle(**{**own, **fields})


@pytest.fixture
def pages() -> dict[str, str]:
    return {KETTLE: render(kettle()), LID: render(lid())}
