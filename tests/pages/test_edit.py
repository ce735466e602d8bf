"""A person's page is changed where it was asked for, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from harvest.errors import PageError
from harvest.model import Answer, Passage, Section, State
from harvest.pages.edit import add_section, drop_section, edit
from harvest.pages.parse import parse
from harvest.pages.render import render
from tests.pages.strategies import answers, days, texts

BY_HAND = """\
---
# Ann looks after this one
kind: 'fix'   # since May
title:   "Why does my kettle stop?"
state: draft # not yet
asked_as: [ kettle stops,   "it stops" ]  # from calls

# when to look again
review_by: 2027-01-03
updated: 2026-01-03
redirect_from:
  - answers/old/   # the old wiki
  # and this
  - answers/older/
generated: sha256:0123456789abcdef
---


My own words, without a mark.

## What worked
Descale it.
<!-- from: forum:3 -->"""


def test_only_the_line_of_the_field_changes() -> None:
    made = edit(BY_HAND, {"state": State.REVIEWED})
    assert made == BY_HAND.replace("state: draft # not yet\n", "# not yet\nstate: reviewed\n")


def test_comments_within_a_list_move_above_it() -> None:
    made = edit(BY_HAND, {"redirect_from": ("answers/old/",)})
    assert "# the old wiki\n# and this\nredirect_from:\n  - answers/old/\ngenerated:" in made
    assert "# from calls\nasked_as:\n  - one\n\n# when" in edit(BY_HAND, {"asked_as": ("one",)})


def test_a_field_that_is_not_there_finds_its_place() -> None:
    made = edit(BY_HAND, {"topic": "Kettles"})
    assert '"it stops" ]  # from calls\ntopic: Kettles\n\n# when' in made
    assert made.replace("topic: Kettles\n", "") == BY_HAND


def test_a_field_that_becomes_empty_goes_and_its_comment_stays() -> None:
    made = edit(BY_HAND, {"asked_as": ()})
    assert "asked_as" not in made
    assert "# from calls\n" in made


def test_line_ends_stay_as_they_are() -> None:
    windows = BY_HAND.replace("\n", "\r\n")
    made = edit(windows, {"state": State.REVIEWED, "topic": "Kettles"})
    assert made == edit(BY_HAND, {"state": State.REVIEWED, "topic": "Kettles"}).replace("\n", "\r\n")


def test_front_matter_on_one_line_is_left_alone() -> None:
    page = "---\n{title: a, kind: fix, updated: 2026-01-01, review_by: 2026-01-01}\n---\n"
    with pytest.raises(PageError, match=r"answers/a.md: the front matter cannot be changed field by field"):
        edit(page, {"state": State.REVIEWED}, "answers/a.md")


def test_nothing_to_change_changes_nothing() -> None:
    assert edit(BY_HAND, {"state": State.DRAFT, "review_by": date(2027, 1, 3)}) is BY_HAND


@given(answers, st.sampled_from(State), texts, days)
def test_any_page_is_the_old_one_with_the_new_values(
    old: Answer, state: State, redirects: tuple[str, ...], day: date
) -> None:
    changes: dict[str, Any] = {"state": state, "redirect_from": redirects, "review_by": day}
    page = render(old)
    made = edit(page, changes)
    assert parse(made).answer == replace(old, **changes)
    assert edit(made, {name: getattr(old, name) for name in changes}) == page


@given(answers, st.sampled_from(("Why this page was retired", "More")))
def test_a_section_comes_and_goes(old: Answer, heading: str) -> None:
    page = render(old)
    added = Section(heading, (Passage("Because."),))
    made = add_section(page, added)
    assert parse(made).answer.sections == (*old.sections, added)
    assume(not old.sections or old.sections[-1].heading != heading)
    assert drop_section(made, heading) == page


def test_a_section_is_added_to_what_a_person_left_open() -> None:
    made = add_section(BY_HAND, Section("More", (Passage("Because."),)))
    assert made == BY_HAND + "\n\n## More\n\nBecause.\n<!-- staff -->\n"
    assert drop_section(made, "More") == BY_HAND + "\n"
    assert drop_section(BY_HAND, "More") == BY_HAND
