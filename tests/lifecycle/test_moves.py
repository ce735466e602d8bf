"""Every change of state does what the table says, to the page it is about, and leaves the rest alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from harvest.lifecycle.moves import Standing, approve, mark_stale, restore, retire, successor
from harvest.lifecycle.states import TRANSITIONS, Refuse
from harvest.lifecycle.takedown import order, take_down
from harvest.model import State
from harvest.pages.draft import REVIEW_AFTER
from harvest.pages.merge import Keep, Write
from harvest.pages.parse import parse
from harvest.pages.render import render
from tests.lifecycle.conftest import KETTLE, LID, TODAY, kettle, lid, source
from tests.pages.strategies import answers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harvest.lifecycle.moves import Step
    from harvest.model import Answer

HANDBOOK = (Path(__file__).parents[2] / "docs" / "handbook" / "lifecycle.md").read_text(encoding="utf-8")


def carried_out(pages: Mapping[str, str], *steps: Step) -> dict[str, str]:
    assert not [step for step in steps if isinstance(step, Refuse)]
    return {**pages, **{step.path: step.text for step in steps if isinstance(step, Write)}}


def page(text: str) -> Answer:
    return parse(text).answer


def by_command(command: str, state: State) -> State | None:
    """The state after a command, None where it is refused; the command as the table has it."""
    pages = {KETTLE: render(kettle(state=state)), LID: render(lid())}
    steps: tuple[Step, ...]
    match command.split():
        case ["approve", _, *more]:
            steps = (approve(KETTLE, pages[KETTLE], today=TODAY, validated=bool(more)),)
        case ["review", "--mark"]:
            steps = (mark_stale(KETTLE, pages[KETTLE]),)
        case ["retire", _]:
            steps = retire(pages, KETTLE)
        case ["restore", _]:
            steps = restore(pages, KETTLE)
        case ["takedown", *_]:
            steps = take_down(pages, KETTLE, order("wrong", "", TODAY))
        case _:
            from harvest.lifecycle.merging import merge  # noqa: PLC0415

            steps = merge(pages, KETTLE, LID)
    if any(isinstance(step, Refuse) for step in steps):
        return None
    return page(carried_out(pages, *steps)[KETTLE]).state


@pytest.mark.parametrize("command", sorted({each.command for each in TRANSITIONS if each.before}))
@pytest.mark.parametrize("state", State)
def test_the_table_is_what_the_commands_do(command: str, state: State) -> None:
    rows = [row for row in TRANSITIONS if row.command == command and state in row.before]
    assert len(rows) <= 1
    after = by_command(command, state)
    if rows:
        assert after == (rows[0].after or state)
    else:
        assert after in {None, state}, "nothing that the table does not have"


def test_the_handbook_shows_the_table() -> None:
    found = HANDBOOK.split("by tests/lifecycle/test_moves.py -->\n\n")[1].split("\n\n")[0]
    rows = [
        f"| {', '.join(row.before) or '(no page)'} | {row.after or 'the same'} | `harvest {row.command}` "
        f"| {row.who} | {row.effect} |"
        for row in TRANSITIONS
    ]
    assert found.splitlines()[2:] == rows


def test_every_state_can_be_reached_and_is_left_for_another_but_one() -> None:
    assert {row.after for row in TRANSITIONS} - {None} == set(State)
    assert set(State) - {state for row in TRANSITIONS for state in row.before} == {State.TAKEN_DOWN}


# ── approve ──────────────────────────────────────────────────────────────────────────────────────


def test_approving_promises_another_look() -> None:
    made = approve(KETTLE, render(kettle(state=State.STALE)), today=TODAY)
    assert isinstance(made, Write)
    assert page(made.text) == kettle(state=State.REVIEWED, review_by=TODAY + REVIEW_AFTER)
    sooner = approve(KETTLE, made.text, today=TODAY, review_by=date(2026, 6, 1))
    assert isinstance(sooner, Write)
    assert page(sooner.text).review_by == date(2026, 6, 1)


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_the_next_look_is_within_a_year(days: int) -> None:
    made = approve(KETTLE, render(kettle()), today=TODAY, review_by=TODAY + timedelta(days=days))
    assert isinstance(made, Refuse)


def test_approving_takes_what_changed_in_the_conversation_as_seen() -> None:
    now = {"forum:1": Standing("sha256:fedcba9876543210")}
    made = approve(KETTLE, render(kettle()), today=TODAY, standing=now)
    assert isinstance(made, Write)
    assert page(made.text).sources == (replace(source(), digest="sha256:fedcba9876543210"),)


def test_a_deleted_post_must_not_speak_on() -> None:
    now = {"forum:1": Standing("sha256:fedcba9876543210", frozenset({"3"}))}
    refused = approve(KETTLE, render(kettle()), today=TODAY, standing=now)
    assert isinstance(refused, Refuse)
    assert "forum:3" in refused.reason
    reworded = render(kettle()).replace("<!-- from: forum:3 -->", "<!-- staff -->")
    made = approve(KETTLE, reworded, today=TODAY, standing=now)
    assert isinstance(made, Write)
    assert page(made.text).sources[0].posts == ("1",)


# ── retire and restore ───────────────────────────────────────────────────────────────────────────


def test_a_retired_page_leads_to_another(pages: dict[str, str]) -> None:
    after = carried_out(pages, *retire(pages, KETTLE, to=LID, reason="the lid *is* it"))
    assert page(after[LID]).redirect_from == ("answers/cap/", "answers/kettle/")
    assert successor(after, KETTLE) == LID
    assert page(after[KETTLE]).sections[-1].heading == "Why this page was retired"
    assert "the lid \\*is\\* it" in after[KETTLE]
    assert all(isinstance(step, Keep) for step in retire(after, KETTLE, to=LID))


def test_a_retired_page_is_led_elsewhere_later(pages: dict[str, str]) -> None:
    other = "answers/other.md"
    pages = {**pages, other: render(kettle(sources=(), title="Other"))}
    after = carried_out(pages, *retire(pages, KETTLE, to=LID))
    after = carried_out(after, *retire(after, KETTLE, to=other))
    assert successor(after, KETTLE) == other
    assert page(after[LID]).redirect_from == ("answers/cap/",)


def test_nobody_is_led_to_what_is_not_shown(pages: dict[str, str]) -> None:
    after = carried_out(pages, *retire(pages, LID))
    assert isinstance(retire(after, KETTLE, to=LID)[0], Refuse)
    assert isinstance(retire(pages, KETTLE, to=KETTLE)[0], Refuse)


def test_restoring_undoes_retiring(pages: dict[str, str]) -> None:
    before = {**pages, KETTLE: render(kettle(state=State.DRAFT))}
    after = carried_out(before, *retire(before, KETTLE, to=LID, reason="it is wrong"))
    assert carried_out(after, *restore(after, KETTLE)) == before


@given(answers)
def test_no_page_loses_anything_on_the_way(old: Answer) -> None:
    """Whatever a page holds, the whole way leaves its text as it was."""
    draft = render(replace(old, state=State.DRAFT))
    made = approve(KETTLE, draft, today=TODAY)
    assert isinstance(made, Write)
    stale = mark_stale(KETTLE, made.text)
    assert isinstance(stale, Write)
    retired = carried_out({KETTLE: stale.text}, *retire({KETTLE: stale.text}, KETTLE, reason="why not"))
    back = carried_out(retired, *restore(retired, KETTLE))
    assert page(back[KETTLE]) == replace(old, state=State.DRAFT, review_by=TODAY + REVIEW_AFTER)
