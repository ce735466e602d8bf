"""Discourse, fetched: everything once, then only what is new; edits, deletions, long topics, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from harvest.lake import Lake
from tests.live.discourse.standin import SOURCES, Forum, invented, kettles, questions
from tests.live.discourse.standin_feeds import Feeds
from tests.live.faults import FAULTS, Faulty
from tests.live.harness import Base

if TYPE_CHECKING:
    from pathlib import Path


def paths(base: Base) -> list[str]:
    return [request.url.path for request in base.asked]


def test_everything_is_fetched_once_and_then_only_what_it_takes_to_know(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), kettles()
    first = base.one(forum.answer)
    assert (first.new, first.failed, first.unfinished) == (34 * 3 + 46, None, "")
    again = base.one(forum.answer)
    assert (again.new, again.changed, again.posts) == (0, 0, 0)
    assert paths(base) == ["/latest.json"]


def test_a_long_topic_is_read_to_its_end(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Forum([invented(7, [f"Reply {n}." for n in range(70)])])
    assert base.one(forum.answer).new == 71
    assert paths(base) == ["/latest.json", "/t/7.json", *["/t/7/posts.json"] * 3]


def test_what_was_edited_replaces_and_what_was_deleted_goes(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Forum([invented(7, ["Descale it.", "Buy a new one."])])
    base.one(forum.answer)
    posts = forum.topics["7"]["post_stream"]["posts"]
    posts[1] |= {"cooked": "<p>Descale it with vinegar.</p>", "updated_at": "2026-02-20T08:00:00.000Z"}
    del posts[2]
    forum.topics["7"]["bumped_at"] = "2026-02-20T08:00:00.000Z"
    result = base.one(forum.answer)
    assert (result.new, result.changed, result.deleted) == (0, 1, 1)
    (held,) = Lake(base.config.lake).conversation(["forum:7"]).values()
    assert sorted(post.body for post in held) == [
        "<p>Descale it with vinegar.</p>",
        "<p>My kettle number 7 stops before it boils. What can I do?</p>",
    ]


def test_a_post_that_comes_back_counts_again(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Forum([invented(7, ["Descale it."])])
    base.one(forum.answer)
    posts = forum.topics["7"]["post_stream"]["posts"]
    lost = posts.pop()
    forum.topics["7"]["bumped_at"] = "2026-02-20T08:00:00.000Z"
    assert base.one(forum.answer).deleted == 1
    posts.append(lost)
    forum.topics["7"]["bumped_at"] = "2026-02-21T08:00:00.000Z"
    assert base.one(forum.answer).new == 1


def test_categories_tags_and_searches_narrow_it_down(tmp_path: Path) -> None:
    sources = SOURCES.replace("{}", "{categories: [part-1], tags: ['#kettles'], queries: ['status:solved']}")
    base, forum = Base(tmp_path, sources), kettles(10)
    forum.topics["2"]["accepted_answer"] = {"post_number": 2}
    result = base.one(forum.answer)
    assert result.failed is None
    (held,) = Lake(base.config.lake).sources()
    assert held.conversations == 10
    topics = [path for path in paths(base) if path.startswith("/t/") and path.count("/") == 2]
    assert len(topics) == 10  # one in two lists is read once


@pytest.mark.slow
@pytest.mark.parametrize("what", ["500", "403", "a page instead of JSON"])
@pytest.mark.parametrize("way", ["all", "lists", "feeds"])
def test_a_fault_at_any_request_loses_nothing(tmp_path: Path, way: str, what: str) -> None:
    lists = "{categories: [part-1], tags: [kettles], queries: ['status:solved']}"
    sources = SOURCES.replace("{}", lists) if way == "lists" else SOURCES
    forum = Forum([*questions(6), invented(9, ["Me too."] * 45)])
    forum.topics["3"]["accepted_answer"] = {"post_number": 1}
    forum.topics["5"]["pinned_globally"] = True
    answer = Feeds(forum).answer if way == "feeds" else forum.answer
    calm = Base(tmp_path / "calm", sources)
    assert calm.one(answer).failed is None
    for at in range(1, len(calm.asked) + 1):
        base = Base(tmp_path / f"stormy-{at}", sources)
        assert base.one(Faulty(answer, FAULTS[what], at=at, times=1000)).failed or (way, at) == ("feeds", 1)
        assert base.one(answer).failed is None
        assert base.rows() == calm.rows()


def test_a_redirect_to_another_address_of_the_forum_is_followed(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), kettles(3)

    def moved(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/latest.json" and "again" not in request.url.params:
            return httpx.Response(302, headers={"location": "/latest.json?again=1"})
        return forum.answer(request)

    result = base.one(moved)
    assert (result.failed, result.new) == (None, 2 * 3 + 46)
