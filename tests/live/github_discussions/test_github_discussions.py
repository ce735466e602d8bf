"""GitHub Discussions, fetched: every query through GitHub's own schema."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.live.github_discussions.based import based, held, instead, refusing, thrifty
from tests.live.github_discussions.standin import (
    CATEGORIES,
    ENVIRON,
    SOURCES,
    TOKEN,
    GitHub,
    comment,
    invented,
    kettles,
)
from tests.live.harness import Base
from tests.sources.recorder import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx

    Answer = Callable[[httpx.Request], httpx.Response]


def test_everything_is_fetched_once_and_then_only_what_it_takes_to_know(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles()
    first = base.one(github.answer)
    assert (first.new, first.failed, first.unfinished) == (54 * 2 + 121 + 132, None, "")
    assert github.queries.count("List") == 2
    assert github.queries.count("Look") == 6
    github.queries.clear()
    again = base.one(github.answer)
    assert (again.new, again.changed, again.posts) == (0, 0, 0)
    assert github.queries == ["List"]
    assert [request.headers["authorization"] for request in base.asked] == [f"Bearer {TOKEN}"]


def test_what_a_discussion_tells(tmp_path: Path) -> None:
    reply = comment(71, "That **helped**.", 3, who="ada", upvoteCount=2)
    answer = comment(70, "Descale it.", 2, reply, isAnswer=True, authorAssociation="MEMBER")
    other = comment(72, "Me too.", 4, author=None)
    base, github = based(tmp_path), GitHub([invented(7, answer, other, locked=True, closed=True)])
    base.one(github.answer)
    posts = held(base, 7)
    asked, answered, thanked, deleted_account = (posts[id_] for id_ in ("7", "dc70", "dc71", "dc72"))
    assert (asked.accepted, asked.topic, asked.tags) == ("dc70", "Q&A", ("kettles",))
    assert (asked.title, asked.url) == (
        "Kettle 7 stops early",
        "https://github.com/kettle-works/kettle/discussions/7",
    )
    assert (answered.parent, answered.author.staff, asked.author.staff) == ("7", True, False)
    assert (thanked.parent, thanked.body, thanked.score) == ("dc70", "That **helped**.", 2)
    assert deleted_account.author.name == ""


def test_a_saved_answer_gives_the_same_posts(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles(6)
    github.discussions[1]["comments"].append(
        comment(90, "Buy pills!", isMinimized=True, minimizedReason="spam")
    )
    base.one(github.answer)
    nodes = []
    for raw in github.discussions.values():
        comments = [each | {"replies": {"nodes": each["replies"]}} for each in raw["comments"]]
        nodes.append(raw | {"comments": {"nodes": comments}, "labels": {"nodes": raw["labels"]}})
    path = tmp_path / "saved.json"
    saved, report = read(
        "github-discussions", path, {"data": {"repository": {"discussions": {"nodes": nodes}}}}
    )
    assert not report.rows
    live = {id_: post for number in github.discussions for id_, post in held(base, number).items()}
    assert live == {post.id: replace(post, source="github") for post in saved if not post.deleted}
    assert [post.id for post in saved if post.deleted] == ["dc90"]


def test_what_is_edited_replaces_and_what_is_deleted_or_hidden_goes(tmp_path: Path) -> None:
    ids = range(70, 76)
    base, github = based(tmp_path), GitHub([invented(7, *(comment(n, f"Words {n}.") for n in ids))])
    base.one(github.answer)
    raw = github.discussions[7]
    edited, vanished, deleted, spam, outdated, _ = raw["comments"]
    edited |= {"body": "Other words.", "lastEditedAt": "2026-02-20T08:00:00Z"}
    raw["comments"].remove(vanished)
    deleted |= {
        "body": "",
        "author": None,
        "deletedAt": "2026-02-20T08:00:00Z",
        "replies": [comment(79, "Oh.")],
    }
    spam |= {"isMinimized": True, "minimizedReason": "spam"}
    outdated |= {"isMinimized": True, "minimizedReason": "outdated"}
    raw["updatedAt"] = "2026-02-20T08:00:00Z"
    result = base.one(github.answer)
    assert (result.new, result.changed, result.deleted) == (1, 1, 3)
    assert set(held(base, 7)) == {"7", "dc70", "dc74", "dc75", "dc79"}
    assert held(base, 7)["dc70"].body == "Other words."
    spam |= {"isMinimized": False, "minimizedReason": None}
    raw["updatedAt"] = "2026-02-21T08:00:00Z"
    base.one(github.answer)
    assert "dc73" in held(base, 7)


def test_discussions_that_pages_rely_on_are_looked_up_together(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles(40)
    base.one(github.answer)
    for number in (3, 5, 6, 8):
        url = f"https://github.com/kettle-works/kettle/discussions/{number}"
        base.rely_on(f"github:{number}", [str(number)], url, page=f"kettle-{number}")
    del github.discussions[3]
    github.discussions[5]["comments"].clear()
    github.discussions[8]["number"] = 9_000  # as a discussion that has moved might come
    github.queries.clear()
    run = base.run(github.answer)
    assert github.queries == ["List", "Look"]
    assert run.pages == {"answers/kettle-3.md": ("github:3",), "answers/kettle-8.md": ("github:8",)}
    assert set(held(base, 5)) == {"5"}
    assert set(held(base, 6)) == {"6", "dc6000"}


def test_announcements_are_read_only_where_they_are_named(tmp_path: Path) -> None:
    def made() -> GitHub:
        return GitHub(invented(n, category=CATEGORIES[n % 3], day=n % 27 + 1) for n in range(1, 10))

    base = based(tmp_path / "all")
    result = base.one(made().answer)
    assert (result.new, result.skipped) == (6, (("discussion in a category without answers", 3),))
    base, github = based(tmp_path / "named", "categories: [announcements, help with filters]"), made()
    assert base.one(github.answer).new == 6
    assert github.queries == ["Categories", "List", "Look", "List", "Look"]
    github.queries.clear()
    assert base.one(github.answer).posts == 0
    assert github.queries == ["Categories", "List", "List"]
    failed = based(tmp_path / "wrong", "categories: [polls]").one(made().answer).failed
    assert "no category 'polls' (there are q-a, announcements, help-with-filters)" in str(failed)


def test_what_changes_while_a_walk_takes_several_runs_is_not_lost(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles()
    thrifty(base, 5)
    assert base.one(github.answer).unfinished
    number, changed = next(
        (n, raw) for n, raw in github.discussions.items() if raw["updatedAt"][8:10] == "02"
    )
    changed["comments"].append(comment(99, "And now it works."))
    changed["updatedAt"] = "2026-03-01T08:00:00Z"  # it moves up, past what was read
    del github.discussions[next(n for n, raw in github.discussions.items() if raw["updatedAt"][8:10] == "28")]
    for _ in range(20):
        last = base.one(github.answer)
        assert last.failed is None
        if not last.unfinished:
            break
    assert not last.unfinished
    base.one(github.answer)
    assert "dc99" in held(base, number)
    fresh = Base(tmp_path / "fresh", SOURCES, ENVIRON)
    fresh.one(github.answer)
    assert {row[0:2] for row in fresh.rows()} <= {row[0:2] for row in base.rows()}


def test_a_cursor_that_github_forgot_costs_the_way_but_nothing_else(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles()
    thrifty(base, 5)
    base.one(github.answer)
    lost = refusing("INVALID_CURSOR_ARGUMENTS", "`x` does not appear to be a valid cursor.", "repository")
    thrifty(base, 100)
    result = base.one(instead(github, lost, "List", 1))
    assert (result.failed, result.unfinished) == (None, "")
    fresh = Base(tmp_path / "fresh", SOURCES, ENVIRON)
    fresh.one(github.answer)
    assert base.rows() == fresh.rows()


def test_what_was_changed_a_moment_ago_is_looked_at_again(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles(10)
    now = base.clock.now()
    for number in (1, 2):
        github.discussions[number]["updatedAt"] = f"{now - timedelta(seconds=5):%Y-%m-%dT%H:%M:%SZ}"
    late = github.discussions.pop(1)
    base.one(github.answer)
    github.discussions[1] = late  # of the same second, and not there when the list was read
    base.clock.time += timedelta(hours=1)
    assert base.one(github.answer).new == 2
    assert base.one(github.answer).posts == 0


def test_a_discussion_that_changes_while_its_pages_are_read_is_not_taken_for_whole(tmp_path: Path) -> None:
    many = [comment(n, f"Words {n}.") for n in range(1_000, 1_120)]
    base, github = based(tmp_path), GitHub([invented(7, *many)])
    base.one(github.answer)
    github.discussions[7]["updatedAt"] = "2026-02-20T08:00:00Z"

    def answer(request: httpx.Request) -> httpx.Response:
        response = github.answer(request)
        if "query Look(" in json.loads(request.content)["query"]:
            del github.discussions[7]["comments"][0]  # all others move up: one is between the pages
        return response

    result = base.one(answer)
    assert result.deleted == 0
    github.discussions[7]["updatedAt"] = "2026-02-21T08:00:00Z"
    assert base.one(github.answer).deleted == 1


def test_a_bad_discussion_costs_itself(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles(9)
    github.discussions[3]["createdAt"] = "0001-01-01T00:00:00Z"
    github.discussions[4]["comments"][0]["createdAt"] = "0001-01-01T00:00:00Z"
    result = base.one(github.answer)
    assert (result.failed, result.bad) == (None, 2)
    assert set(held(base, 4)) == {"4"}
    assert base.one(github.answer).posts == 0
