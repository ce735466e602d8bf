"""What is taken down is gone, says so, and lets nothing else through."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from harvest.candidates import shadow
from harvest.errors import HarvestError
from harvest.lifecycle.moves import retire
from harvest.lifecycle.states import Refuse
from harvest.lifecycle.takedown import (
    MOST_WORDS,
    TITLE,
    Asked,
    Reason,
    apply,
    explaining,
    is_page,
    order,
    ordered,
    take_down,
)
from harvest.model import Answer, State
from harvest.pages.merge import Keep, Write
from harvest.pages.parse import parse
from harvest.pages.render import render
from tests.lifecycle.conftest import KETTLE, LID, TODAY, kettle, lid
from tests.lifecycle.test_moves import carried_out, page
from tests.pages.strategies import answers

WRONG = order("wrong", "", TODAY)


def test_nothing_of_the_page_is_left(pages: dict[str, str]) -> None:
    after = carried_out(pages, *take_down(pages, LID, order("dangerous", "It can burn.", TODAY)))
    text = after[LID]
    assert page(text).title == TITLE
    assert page(text).state is State.TAKEN_DOWN
    assert page(text).redirect_from == ("answers/cap/",)
    assert page(text).sources[0].thread == shadow("forum:7")
    assert "Doing what it said could do harm." in text
    assert "It can burn." in text
    for word in ("lid", "Turn", "forum", "Bo", "asked for", "CC-BY", "2026-01", "Kettle"):
        assert word not in text
    assert after[KETTLE] == pages[KETTLE]
    assert take_down(after, LID, WRONG) == (Keep(LID, "is taken down already"),)


def test_a_page_that_cannot_be_read_is_taken_down_too(pages: dict[str, str]) -> None:
    pages[KETTLE] = pages[KETTLE].replace("kind: fix", "kind: fixed")
    pages["answers/broken.md"] = "answers/kettle/"
    (made,) = take_down(pages, KETTLE, WRONG)
    assert isinstance(made, Write)
    assert [each.thread for each in page(made.text).sources] == [shadow("forum:1")]


def test_the_address_of_a_retired_page_becomes_its_own_again(pages: dict[str, str]) -> None:
    retired = carried_out(pages, *retire(pages, KETTLE, to=LID))
    after = carried_out(retired, *take_down(retired, KETTLE, WRONG))
    assert page(after[LID]).redirect_from == ("answers/cap/",)


@pytest.mark.parametrize(
    "words",
    [
        "see https://evil.example/x",
        "see evil.example",
        "www.evil",
        "//evil",
        "ask me@evil.example",
        "call +1 800 555 0100 now",
        "x" * (MOST_WORDS + 1),
    ],
)
def test_some_words_cannot_stand_there(words: str) -> None:
    with pytest.raises(HarvestError, match="cannot stand"):
        order("wrong", words, TODAY)


def test_a_reason_is_one_of_a_few() -> None:
    with pytest.raises(HarvestError, match='choose one of "wrong", "dangerous"'):
        order("because", "", TODAY)
    with pytest.raises(HarvestError, match="needs words"):
        order("other", "", TODAY)


@given(answers, st.sampled_from(Reason), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_the_order_can_be_read_back(old: Answer, reason: Reason, words: str) -> None:
    try:
        given_order = order(reason, words, TODAY)
    except HarvestError:
        assume(False)
    made = explaining((), old.redirect_from, given_order)
    again = parse(render(made)).answer
    assert again == made
    assert ordered(again) == given_order


# ── what a branch may do ─────────────────────────────────────────────────────────────────────────


def taken(pages: dict[str, str], path: str = KETTLE) -> str:
    return carried_out(pages, *take_down(pages, path, order("legal", "Sorry.", TODAY)))[path]


def test_a_branch_takes_its_page_down(pages: dict[str, str]) -> None:
    asked = Asked("harvest/takedown-kettle", KETTLE, taken(pages))
    assert apply(pages, [asked]) == (Write(KETTLE, taken(pages)),)
    after = carried_out(pages, *apply(pages, [asked]))
    assert apply(after, [asked]) == (Keep(KETTLE, "as it is"),)


def test_the_page_is_made_from_what_stands_there_now(pages: dict[str, str]) -> None:
    old = taken(pages)
    moved = {**pages, KETTLE: render(kettle(redirect_from=("answers/new-way/",)))}
    after = carried_out(moved, *apply(moved, [Asked("b", KETTLE, old)]))
    assert page(after[KETTLE]).redirect_from == ("answers/new-way/",)


@pytest.mark.parametrize(
    "smuggled",
    [
        {"title": "Win a prize"},
        {"redirect_from": ("answers/lid/",)},
        {"asked_as": ("lid",)},
        {"sources": (replace(lid().sources[0], url="https://evil.example"),)},
    ],
)
def test_nothing_is_smuggled_with_it(pages: dict[str, str], smuggled: dict[str, object]) -> None:
    hostile = render(replace(page(taken(pages)), **smuggled))  # type: ignore[arg-type]
    after = carried_out(pages, *apply(pages, [Asked("b", KETTLE, hostile)]))
    assert after == {**pages, KETTLE: taken(pages)}


@pytest.mark.parametrize(
    "text",
    [
        render(kettle(askers=9)),
        render(kettle(state=State.TAKEN_DOWN)),
        "not a page",
        "",
        taken({KETTLE: render(kettle()), LID: render(lid())}).replace("Sorry.", "See <b>evil</b>."),
        taken({KETTLE: render(kettle()), LID: render(lid())}).replace("Sorry.", "[Go](https://evil.example)"),
    ],
)
def test_what_is_no_order_is_refused(pages: dict[str, str], text: str) -> None:
    (refused,) = apply(pages, [Asked("harvest/takedown-x", KETTLE, text)])
    assert isinstance(refused, Refuse)
    assert "harvest/takedown-x" in refused.reason


def test_a_page_that_is_not_there_is_not_made(pages: dict[str, str]) -> None:
    steps = apply(pages, [Asked("b", "answers/new.md", taken(pages)), Asked("b", LID, taken(pages))])
    assert isinstance(steps[0], Refuse)
    assert isinstance(steps[1], Write)
    assert "Sorry." in steps[1].text


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("answers/a.md", True),
        ("answers/b/a.md", True),
        ("answers/index.md", False),
        ("answers/../mkdocs.yml.md", False),
        ("answers//a.md", False),
        ("answers/a\\b.md", False),
        ("index.md", False),
        ("answers/a.html", False),
    ],
)
def test_which_files_are_answers(path: str, *, is_one: bool) -> None:
    assert is_page(path) == is_one
