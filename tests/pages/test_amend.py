"""What a page becomes when its conversations know more: nothing that a person wrote is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.errors import PageError
from harvest.model import Answer, Credit, Kind, Passage, Section, SourceRef, State, Waiver
from harvest.pages.amend import FROM_CONVERSATIONS, amend, new_page
from harvest.pages.merge import Keep, plan
from harvest.pages.parse import parse
from harvest.pages.render import digest
from tests.pages.strategies import answers


def source(thread: str, digest: str = "sha256:0123456789abcdef") -> SourceRef:
    return SourceRef(
        url=f"https://forum.example/{thread}",
        thread=thread,
        posts=("1", "2"),
        digest=digest,
        asked=date(2026, 1, 2),
    )


TODAY = date(2026, 6, 1)
OLD = Answer(
    title="Why does my kettle stop early?",
    kind=Kind.FIX,
    asked_as=("kettle clicks off",),
    sources=(source("forum:1"),),
    askers=3,
    credits=(Credit(name="Bo"),),
    updated=date(2026, 1, 3),
    review_by=date(2027, 1, 3),
    redirect_from=("answers/kettle.md",),
    waive=(Waiver("readability", "for engineers"),),
    sections=(
        Section("", (Passage("> it stops", ("forum:1",)),)),
        Section("What worked", (Passage("Rinse it."),)),
    ),
)
NEW = replace(
    OLD,
    title="Kettle stops early",
    asked_as=("Kettle clicks off", "it never boils"),
    sources=(source("forum:2"), source("forum:1", "sha256:fedcba9876543210")),
    askers=2,
    credits=(),
    updated=date(2026, 5, 1),
    review_by=date(2027, 5, 1),
    redirect_from=(),
    waive=(),
    sections=(
        Section("", (Passage("> it never boils", ("forum:2",)),)),
        Section("What worked", (Passage("Soak it."),)),
    ),
)


def test_a_new_page_is_reviewed_and_untouched() -> None:
    page = parse(new_page(OLD, TODAY, "asked daily"))
    assert (page.answer.state, page.answer.forced, page.edited) == (State.REVIEWED, "asked daily", False)
    assert isinstance(plan("answers/x.md", new_page(OLD, TODAY, "asked daily"), OLD), Keep)


def test_a_new_page_is_looked_at_again_a_year_after_it_was_proposed() -> None:
    """Found by hand: pages of old conversations were due for review in the moment they were merged."""
    old = replace(OLD, updated=date(2022, 11, 8), review_by=date(2023, 11, 8))
    assert parse(new_page(old, TODAY)).answer.review_by == date(2027, 6, 1)


def test_a_page_that_nobody_has_edited_is_written_anew_and_loses_nothing() -> None:
    amended = amend(new_page(OLD, TODAY), NEW)
    page = parse(amended.text)
    assert not page.edited
    assert amended.offered == ""
    assert page.answer.sections == NEW.sections
    assert page.answer.state is State.REVIEWED
    assert page.answer.asked_as == ("kettle clicks off", "it never boils")
    assert page.answer.sources == NEW.sources
    assert (page.answer.askers, page.answer.credits) == (3, (Credit(name="Bo"),))
    assert (page.answer.redirect_from, page.answer.waive) == (OLD.redirect_from, OLD.waive)


def test_other_conversations_add_to_the_front_matter_only() -> None:
    amended = amend(new_page(OLD, TODAY), NEW, own_body=True)
    page = parse(amended.text)
    assert (page.answer.title, page.answer.sections) == (OLD.title, OLD.sections)
    assert page.answer.asked_as == ("kettle clicks off", "it never boils", "Kettle stops early")
    assert "Soak it." in amended.offered


EDITED = """---
# a note of ours
title: Kettle stops early? Descale it!
kind: fix
state: validated
asked_as: ["kettle clicks off"]   # as they say
sources:
  - url: https://forum.example/forum:1
    thread: forum:1
    posts: ["1", "2"]
    digest: sha256:0123456789abcdef
    asked: 2026-01-02
tags: [ kettle,  limescale ]
updated: 2026-01-03

review_by: 2026-12-24   # before Christmas
generated: sha256:0123456789abcdef
---
Our own words,   with our own spaces.


## What worked

* Rinse it
"""


def test_a_persons_page_keeps_every_letter_but_for_the_lines_that_know_more() -> None:
    amended = amend(EDITED, NEW)
    assert amended.text.split("---\n", 2)[2] == EDITED.split("---\n", 2)[2]
    for line in EDITED.split("---\n")[1].splitlines():
        changed = line.split(":")[0] in FROM_CONVERSATIONS
        assert changed or line in amended.text or "digest" in line, line
    page = parse(amended.text)
    assert page.edited
    assert page.answer.asked_as == ("kettle clicks off", "it never boils")
    assert {each.thread: each.digest[-4:] for each in page.answer.sources} == {
        "forum:1": "3210",
        "forum:2": "cdef",
    }
    assert page.answer.review_by == date(2026, 12, 24)
    assert page.generated == digest(NEW)
    assert "Soak it." in amended.offered
    assert isinstance(plan("answers/x.md", amended.text, NEW), Keep)


def test_windows_line_ends_stay() -> None:
    text = amend(EDITED.replace("\n", "\r\n"), NEW).text
    assert text.count("\r\n") == text.count("\n")


def test_a_page_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(PageError, match="answers/x"):
        amend("no front matter", NEW, "answers/x.md")


@given(answers, answers, st.booleans(), st.booleans())
def test_amending_twice_changes_nothing_more(old: Answer, new: Answer, edited: bool, own: bool) -> None:
    text = new_page(old, TODAY) + ("\nA word more.\n" if edited else "")
    try:
        parse(text)
    except PageError:
        return
    once = amend(text, new, own_body=own)
    assert amend(once.text, new, own_body=own).text == once.text
    before, after = parse(text), parse(once.text)
    assert after.edited == before.edited
    assert {s.thread for s in before.answer.sources} <= {s.thread for s in after.answer.sources}
    assert {p.casefold() for p in before.answer.asked_as} <= {p.casefold() for p in after.answer.asked_as}
    if edited:
        assert after.answer.sections == before.answer.sections
        assert after.answer.title == before.answer.title
