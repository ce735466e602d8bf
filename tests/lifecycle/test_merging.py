"""Two pages become one, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.lifecycle.merging import MERGED, merge
from harvest.lifecycle.states import Refuse
from harvest.model import Answer, Kind, State
from harvest.pages.merge import Keep, Write
from harvest.pages.render import render
from tests.lifecycle.conftest import KETTLE, LID, kettle, lid, source
from tests.lifecycle.test_moves import carried_out, page
from tests.pages.strategies import answers

pytestmark = pytest.mark.slow

C = "answers/c.md"
mergeable = answers.map(lambda answer: replace(answer, state=State.REVIEWED, redirect_from=()))


def test_everything_that_leads_to_the_one_leads_to_the_other(pages: dict[str, str]) -> None:
    after = carried_out(pages, *merge(pages, LID, KETTLE))
    both = page(after[KETTLE])
    assert both.asked_as == ("kettle keeps clicking off early", lid().title, "lid stays open")
    assert both.also_called == ("water boiler", "kettle cap")
    assert [each.thread for each in both.sources] == ["forum:1", "forum:7"]
    assert both.confirmed_by == ("forum:5", "forum:9")
    assert both.askers == 5
    assert [each.name for each in both.credits] == ["Ada", "Bo"]
    assert both.redirect_from == ("answers/cap/", "answers/lid/")
    assert both.forced == "asked for on the phone"
    assert both.waive == lid().waive
    assert both.sections == kettle().sections
    left = page(after[LID])
    assert left.state is State.RETIRED
    assert (left.sources, left.asked_as, left.redirect_from) == ((), (), ())
    assert (left.sections, left.credits) == (lid().sections, lid().credits)


def test_what_it_says_can_come_along(pages: dict[str, str]) -> None:
    after = carried_out(pages, *merge(pages, LID, KETTLE, text=True))
    last = page(after[KETTLE]).sections[-1]
    assert (last.heading, last.passages) == (MERGED, lid().sections[0].passages)


def test_merging_again_changes_nothing(pages: dict[str, str]) -> None:
    after = carried_out(pages, *merge(pages, LID, KETTLE, text=True))
    assert merge(after, LID, KETTLE, text=True) == (Keep(KETTLE, f"has taken in {LID} already"),)


def test_a_crash_between_the_two_writes_is_finished_by_the_next_run(pages: dict[str, str]) -> None:
    steps = merge(pages, LID, KETTLE)
    assert isinstance(steps[0], Write)
    halfway = {**pages, steps[0].path: steps[0].text}
    again = carried_out(halfway, *merge(halfway, LID, KETTLE))
    assert again == carried_out(pages, *steps)


def test_people_are_counted_once_where_they_are_known(pages: dict[str, str]) -> None:
    people = {"forum:1": frozenset("abc"), "forum:7": frozenset("cd")}
    after = carried_out(pages, *merge(pages, LID, KETTLE, people=people))
    assert page(after[KETTLE]).askers == 4


def test_people_of_the_same_conversations_are_not_added(pages: dict[str, str]) -> None:
    pages[LID] = render(lid(sources=(source(), source("forum:7"))))
    after = carried_out(pages, *merge(pages, LID, KETTLE))
    assert page(after[KETTLE]).askers == 3


def test_what_led_to_a_page_on_the_way_leads_to_the_last(pages: dict[str, str]) -> None:
    pages[C] = render(kettle(title="C", sources=(source("forum:9"),), redirect_from=()))
    after = carried_out(pages, *merge(pages, LID, KETTLE))
    after = carried_out(after, *merge(after, KETTLE, C))
    last = page(after[C])
    assert set(last.redirect_from) == {"answers/cap/", "answers/lid/", "answers/kettle/"}
    assert {each.thread for each in last.sources} == {"forum:1", "forum:7", "forum:9"}
    assert {lid().title, kettle().title} <= set(last.asked_as)
    assert last.askers == 8


@pytest.mark.parametrize(
    ("of_a", "of_b", "says"),
    [
        ({"product": "Kettle Two"}, {}, "is about Kettle Two, and answers/kettle.md about Kettle One"),
        ({"kind": Kind.NOT_POSSIBLE}, {}, "one of them solves nothing"),
        ({}, {"kind": Kind.KNOWN_PROBLEM}, "one of them solves nothing"),
        ({"state": State.RETIRED}, {}, "is retired"),
        ({}, {"state": State.TAKEN_DOWN}, "is taken down"),
    ],
)
def test_some_pages_are_not_merged(of_a: dict[str, object], of_b: dict[str, object], says: str) -> None:
    pages = {LID: render(lid(**of_a)), KETTLE: render(kettle(**of_b))}
    (refused,) = merge(pages, LID, KETTLE)
    assert isinstance(refused, Refuse)
    assert says in refused.reason
    sure = merge(pages, LID, KETTLE, anyway=True)
    assert isinstance(sure[0], Refuse) == ("state" in of_a or "state" in of_b)


def phrases(answer: Answer) -> set[str]:
    return {
        " ".join(text.split()).casefold() for text in (answer.title, *answer.asked_as, *answer.also_called)
    }


def lost_nothing(after: Answer, *before: Answer) -> None:
    for answer in before:
        assert phrases(answer) <= phrases(after)
        assert set(answer.sources) <= set(after.sources)
        assert set(answer.credits) <= set(after.credits)
        assert set(answer.confirmed_by) <= set(after.confirmed_by)
        assert set(answer.waive) <= set(after.waive)
        assert set(answer.tags) <= set(after.tags)
        assert answer.forced in after.forced
        texts = {passage.text for section in after.sections for passage in section.passages}
        assert texts >= {passage.text for section in answer.sections for passage in section.passages}
        assert answer.updated <= after.updated
        assert answer.askers <= after.askers


@settings(deadline=None)
@given(mergeable, mergeable, mergeable)
def test_nothing_is_lost(a: Answer, b: Answer, c: Answer) -> None:
    b, c = (replace(each, askers=min(each.askers, 1000)) for each in (b, c))
    a = replace(a, askers=min(a.askers, 1000), redirect_from=("answers/a1/",))
    pages = {LID: render(a), KETTLE: render(b), C: render(c)}
    once = carried_out(pages, *merge(pages, LID, KETTLE, text=True, anyway=True))
    first = page(once[KETTLE])
    lost_nothing(first, a, b)
    assert {"answers/a1/", "answers/lid/"} <= set(first.redirect_from)
    assert first.askers <= a.askers + b.askers
    if {s.thread for s in a.sources} == {s.thread for s in b.sources} != set():
        assert first.askers == max(a.askers, b.askers)
    assert carried_out(once, *merge(once, LID, KETTLE, text=True, anyway=True)) == once
    twice = carried_out(once, *merge(once, KETTLE, C, text=True, anyway=True))
    lost_nothing(page(twice[C]), a, b, c)
    assert {"answers/a1/", "answers/lid/", "answers/kettle/"} <= set(page(twice[C]).redirect_from)


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_nobody_is_counted_twice(of_a: set[str], of_b: set[str]) -> None:
    pages = {LID: render(lid(askers=len(of_a) or 1)), KETTLE: render(kettle(askers=len(of_b) or 1))}
    people = {"forum:7": frozenset(of_a), "forum:1": frozenset(of_b)}
    after = carried_out(pages, *merge(pages, LID, KETTLE, people=people))
    assert page(after[KETTLE]).askers == (len(of_a | of_b) or 1)
