"""One page to work with."""

from __future__ import annotations

from datetime import date

import pytest

from harvest.model import Answer, Credit, Kind, Passage, Section, SourceRef


@pytest.fixture
def kettle() -> Answer:
    return Answer(
        title="Why does my kettle stop before it boils?",
        kind=Kind.FIX,
        asked_as=("kettle keeps clicking off early",),
        product="Kettle One",
        topic="Kettles",
        tags=("descaling",),
        sources=(
            SourceRef(
                url="https://forum.example/t/1234",
                thread="forum:1234",
                posts=("1", "3"),
                digest="sha256:0123456789abcdef",
                licence="CC-BY-SA-4.0",
                asked=date(2026, 1, 2),
                answered=date(2026, 1, 3),
            ),
        ),
        confirmed_by=("forum:5",),
        askers=3,
        credits=(Credit(name="Ada", url="https://forum.example/u/ada"), Credit(name="Bo", staff=True)),
        updated=date(2026, 1, 3),
        review_by=date(2027, 1, 3),
        sections=(
            Section("", (Passage("> my kettle clicks off before it boils", ("forum:1",)),)),
            Section(
                "What worked",
                (
                    Passage("1. Fill it with water and vinegar.\n2. Wait an hour.", ("forum:3", "forum:4")),
                    Passage("```\n## not a heading\n<!-- staff -->\n```", ("forum:5",)),
                ),
            ),
            Section("Still stuck?", (Passage("Ask on in the conversation."),)),
        ),
    )
