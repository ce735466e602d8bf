"""Discourse's lists of topics, with everything that is odd about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from harvest.lake import Lake
from tests.live.discourse.standin import SOURCES, Forum, invented, questions
from tests.live.harness import Base

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def paths(base: Base) -> list[str]:
    return [request.url.path for request in base.asked]


def held(base: Base) -> int:
    """Conversations in the lake."""
    found = Lake(base.config.lake).sources()
    return found[0].conversations if found else 0


def narrowed(folder: Path, fetch: str) -> Base:
    return Base(folder, SOURCES.replace("{}", fetch))


def from_run_to_run(base: Base, forum: Forum, between: Callable[[], None] = lambda: None) -> int:
    """How many runs it takes."""
    for runs in range(1, 200):
        result = base.one(forum.answer)
        assert result.failed is None
        if not result.unfinished:
            return runs
        between()
    raise AssertionError("it never comes to the end")


def test_a_budget_that_is_just_enough_for_a_topic_comes_to_the_end(tmp_path: Path) -> None:
    forum = Forum(invented(n, ["Descale it."] * 25, day=n) for n in range(1, 5))
    base = Base(tmp_path, SOURCES, requests=3)
    from_run_to_run(base, forum)
    assert held(base) == 4


def test_every_page_of_a_tag_is_read(tmp_path: Path) -> None:
    base = narrowed(tmp_path, "{tags: [kettles]}")
    assert base.one(Forum(questions(150)).answer).new == 75


def test_a_tag_whose_address_has_a_number_is_read_to_its_end(tmp_path: Path) -> None:
    base, forum = narrowed(tmp_path, "{tags: [kettles]}"), Forum(questions(150))
    forum.tag_numbers["kettles"] = 12
    assert base.one(forum.answer).new == 75


@pytest.mark.parametrize("tag", ["c++ & co", "näherei", "a?b#c", "node.js", "50%"])
def test_names_of_tags_may_be_odd(tmp_path: Path, tag: str) -> None:
    base, forum = narrowed(tmp_path, f"{{tags: ['{tag}']}}"), Forum(questions(4))
    forum.topics["3"]["tags"] = [tag]
    result = base.one(forum.answer)
    assert (result.new, result.failed) == (1, None)


def test_a_tag_that_does_not_exist_is_said(tmp_path: Path) -> None:
    base = narrowed(tmp_path, "{tags: [kettels]}")
    assert "is not there (404)" in str(base.one(Forum(questions(4)).answer).failed)


def test_every_page_of_a_category_is_read_whatever_its_number(tmp_path: Path) -> None:
    """Discourse replaces the number of the category in the page's number too, where it redirects."""
    base, forum = narrowed(tmp_path, "{categories: [part-2]}"), Forum(questions(200))
    assert base.one(forum.answer).new == 100
    assert paths(base)[:2] == ["/categories.json", "/c/part-2/2/l/latest.json"]


def test_a_category_below_another(tmp_path: Path) -> None:
    base, forum = narrowed(tmp_path, "{categories: ['2']}"), Forum(questions(10))
    forum.parents[2] = 1
    assert base.one(forum.answer).new == 5
    assert paths(base)[1] == "/c/part-1/part-2/2/l/latest.json"
    base = narrowed(tmp_path / "above", "{categories: [Part 1]}")
    assert base.one(forum.answer).new == 10


def test_a_category_that_does_not_exist_is_said(tmp_path: Path) -> None:
    base = narrowed(tmp_path, "{categories: [Tea]}")
    assert "there is no category 'Tea'" in str(base.one(Forum(questions(4)).answer).failed)


@pytest.mark.slow
def test_what_is_pinned_in_its_category_is_not_lost_by_a_walk_in_pieces(tmp_path: Path) -> None:
    """It does not stand first in the list of all topics, though it says that it is pinned."""
    base, forum = narrowed(tmp_path, "{requests: 7}"), Forum(questions(50))
    forum.topics["20"]["pinned"] = True
    from_run_to_run(base, forum)
    assert held(base) == 50


def test_pinned_topics_do_not_end_a_walk_nor_hold_it_up(tmp_path: Path) -> None:
    base, forum = narrowed(tmp_path, "{requests: 5}"), Forum(questions(40))
    for number in ("1", "2", "3", "4", "5", "6"):
        forum.topics[number]["pinned_globally"] = True
    from_run_to_run(base, forum)
    assert held(base) == 40
    assert base.one(forum.answer).posts == 0
    assert paths(base) == ["/latest.json"]


@pytest.mark.slow
def test_topics_without_a_time_are_not_lost_by_a_walk_in_pieces(tmp_path: Path) -> None:
    base, forum = narrowed(tmp_path, "{requests: 9}"), Forum(questions(45))
    for number in ("3", "14", "40"):
        forum.topics[number]["bumped_at"] = "?"
    from_run_to_run(base, forum)
    assert held(base) == 45


def test_a_time_in_the_future_hides_nothing_that_comes(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Forum(questions(3))
    forum.topics["1"]["bumped_at"] = "2031-01-01T00:00:00.000Z"
    base.one(forum.answer)
    forum.topics["9"] = invented(9, ["Descale it."], day=20)
    assert base.one(forum.answer).new == 2


def test_times_are_compared_as_times(tmp_path: Path) -> None:
    """Half past ten in New York is later than noon in London."""
    base, forum = Base(tmp_path, SOURCES), Forum([])
    listed = [
        {"id": 1, "bumped_at": "2026-02-03T10:30:00.000-05:00"},
        {"id": 2, "bumped_at": "2026-02-03T12:00:00.000Z"},
    ]
    forum.topics = {"1": invented(1, []), "2": invented(2, [])}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/latest.json":
            return httpx.Response(200, json={"topic_list": {"topics": listed}})
        return forum.answer(request)

    base.one(answer)
    assert base.one(answer).posts == 0
    assert paths(base) == ["/latest.json"]


def test_a_list_that_is_the_same_on_every_page_ends(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Forum(questions(40))

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/latest.json":
            request = httpx.Request("GET", request.url.copy_with(query=None))
        return forum.answer(request)

    result = base.one(answer)
    assert (result.unfinished, result.failed, held(base)) == ("", None, 30)
    assert paths(base).count("/latest.json") <= 3


def test_what_moves_up_while_a_page_is_read_is_not_lost(tmp_path: Path) -> None:
    """Topics are deleted while others of their page are read: the next page begins later than it did."""
    base, forum = Base(tmp_path, SOURCES), Forum(questions(70))

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/t/60.json":
            for number in ("62", "63", "64", "65"):
                forum.topics.pop(number, None)
        return forum.answer(request)

    base.one(answer)
    assert held(base) == 70  # those that were read before they went are found out later


def test_what_moves_up_between_two_runs_is_not_lost(tmp_path: Path) -> None:
    """A moderator deletes two pages of topics while the walk waits on the third."""
    base, forum = narrowed(tmp_path, "{requests: 30}"), Forum(questions(150))
    for _ in range(4):
        base.one(forum.answer)
    for number in range(91, 151):
        forum.topics.pop(str(number), None)
    from_run_to_run(base, forum)
    kept = {file.conversation for file in _posts(base)}
    assert {str(number) for number in range(1, 91)} <= kept


def _posts(base: Base) -> list[Any]:
    refs = [f"forum:{number}" for number in range(1, 151)]
    return [post for posts in Lake(base.config.lake).conversation(refs).values() for post in posts]


@pytest.mark.slow
def test_new_topics_while_a_walk_is_in_pieces(tmp_path: Path) -> None:
    base, forum, numbers = narrowed(tmp_path, "{requests: 8}"), Forum(questions(60)), iter(range(101, 200))

    def one_more() -> None:
        number = next(numbers)
        if number < 120:
            topic = invented(number, [])
            topic["bumped_at"] = f"2026-02-02T00:{number - 100:02d}:00.000Z"
            forum.topics[str(number)] = topic

    from_run_to_run(base, forum, one_more)
    from_run_to_run(base, forum)
    assert held(base) == len(forum.topics)


def solved(many: int) -> Forum:
    forum = Forum(questions(many))
    for topic in forum.topics.values():
        topic["accepted_answer"] = {"post_number": 1}
    return forum


def test_a_search_ends_with_the_last_page_that_discourse_shows(tmp_path: Path) -> None:
    base = narrowed(tmp_path, "{queries: ['status:solved']}")
    result = base.one(solved(510).answer)
    assert (result.failed, result.unfinished, result.new) == (None, "", 500)
    assert paths(base).count("/search.json") == 10
    assert dict(result.skipped) == {"the rest of a search that finds more than Discourse shows": 1}


def test_what_a_search_finds_for_the_first_time_is_read_however_old_it_is(tmp_path: Path) -> None:
    """To accept an answer is no activity: the topic stays where it is in every list."""
    base, forum = narrowed(tmp_path, "{queries: ['status:solved']}"), Forum(questions(9))
    forum.topics["8"]["accepted_answer"] = {"post_number": 1}
    assert base.one(forum.answer).new == 1
    forum.topics["2"]["accepted_answer"] = {"post_number": 1}
    assert base.one(forum.answer).new == 1
    assert base.one(forum.answer).posts == 0
    assert paths(base) == ["/search.json"]


def test_a_search_in_pieces_goes_on(tmp_path: Path) -> None:
    base = narrowed(tmp_path, "{queries: ['status:solved'], requests: 20}")
    assert from_run_to_run(base, solved(70)) < 7
    assert held(base) == 70


def test_a_search_that_is_too_much_for_the_forum_now_is_made_later(tmp_path: Path) -> None:
    base, forum = narrowed(tmp_path, "{queries: ['status:solved']}"), solved(3)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/search.json":
            grouped = {"error": "We are experiencing very high load", "more_full_page_results": None}
            return httpx.Response(200, json={"posts": [], "grouped_search_result": grouped})
        return forum.answer(request)

    assert "very high load" in str(base.one(answer).failed)
    assert base.one(forum.answer).new == 3
