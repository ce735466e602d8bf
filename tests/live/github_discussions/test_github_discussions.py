"""GitHub Discussions, fetched: every query through GitHub's own schema, and what its refusals come to."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from harvest.errors import ConfigError
from harvest.lake import Lake
from harvest.model import SourceRef
from harvest.pages.render import render
from harvest.sources.live import POLICY
from tests.lifecycle.conftest import kettle
from tests.live.faults import FAULTS, Faulty
from tests.live.github_discussions.standin import (
    CATEGORIES,
    ENVIRON,
    SOURCES,
    TOKEN,
    GitHub,
    checked,
    comment,
    invented,
    kettles,
)
from tests.live.harness import Base, mostly_slow
from tests.sources.recorder import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harvest.model import Post

    Answer = Callable[[httpx.Request], httpx.Response]


def based(folder: Path, extra: str = "", environ: dict[str, str] | None = None) -> Base:
    return Base(folder, f"{SOURCES}    {extra}\n", ENVIRON if environ is None else environ)


def held(base: Base, number: int) -> dict[str, Post]:
    (posts,) = Lake(base.config.lake).conversation([f"github:{number}"]).values()
    return {post.id: post for post in posts}


def thrifty(base: Base, requests: int) -> None:
    """From now on so many requests a run."""
    (source,) = base.config.sources
    assert source.fetch is not None
    fetch = replace(source.fetch, requests=requests)
    base.config = replace(base.config, sources=(replace(source, fetch=fetch),))


def instead(github: GitHub, answer: httpx.Response, name: str, times: int = 1000) -> Answer:
    """The stand-in, with another answer to the first operations of that name."""
    left = [times]

    def answers(request: httpx.Request) -> httpx.Response:
        if f"query {name}(" in json.loads(request.content)["query"] and left[0]:
            left[0] -= 1
            return answer
        return github.answer(request)

    return answers


def refusing(kind: str, message: str, *path: str | int, **data: Any) -> httpx.Response:
    error: dict[str, Any] = {"type": kind, "message": message} if kind else {"message": message}
    error |= {"path": list(path)} if path else {}
    return httpx.Response(200, json={"errors": [error], **({"data": data} if data else {})})


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
    references = tuple(
        SourceRef(
            url=f"https://github.com/kettle-works/kettle/discussions/{number}",
            thread=f"github:{number}",
            posts=(str(number),),
            digest="sha256:0123456789abcdef",
            asked=date(2026, 2, 1),
        )
        for number in (3, 5, 6, 8)
    )
    (tmp_path / "docs" / "answers").mkdir()
    (tmp_path / "docs" / "answers" / "kettle.md").write_text(render(kettle(sources=references)))
    del github.discussions[3]
    github.discussions[5]["comments"].clear()
    github.discussions[8]["number"] = 9_000  # as a discussion that has moved might come
    github.queries.clear()
    run = base.run(github.answer)
    assert github.queries == ["List", "Look"]
    assert run.pages == {"answers/kettle.md": ("github:3", "github:8")}
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


@pytest.mark.parametrize("at", mostly_slow(range(1, 13), [2]))
@pytest.mark.parametrize("what", ["400", "half an answer"])
def test_a_fault_at_any_request_is_made_good(tmp_path: Path, at: int, what: str) -> None:
    calm = based(tmp_path / "calm")
    calm.one(kettles().answer)
    base = based(tmp_path / "stormy")
    assert base.one(Faulty(kettles().answer, FAULTS[what], at=at, times=1000)).failed
    assert base.one(kettles().answer).failed is None
    assert base.rows() == calm.rows()


def test_where_github_gives_up_less_is_asked_for(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles()
    github.too_much = lambda name, asked: name == "Look" and len([key for key in asked if key[0] == "n"]) > 3
    calm = based(tmp_path / "calm")
    calm.one(kettles().answer)
    result = base.one(github.answer)
    assert result.failed is None
    assert base.rows() == calm.rows()
    assert result.requests < 40  # it was not tried with much again and again


def test_where_one_discussion_is_too_much_fewer_comments_are_asked_for(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles()
    github.too_much = lambda name, asked: asked.get("comments", 0) > 13
    calm = based(tmp_path / "calm")
    calm.one(kettles().answer)
    assert base.one(github.answer).failed is None
    assert base.rows() == calm.rows()


@pytest.mark.parametrize(
    "said",
    [
        refusing("RESOURCE_LIMITS_EXCEEDED", "Resource limits for this query exceeded.", "repository", "d0"),
        refusing("", "Something went wrong while executing your query. Please include `1:2`."),
    ],
)
def test_so_it_is_where_it_says_so_in_words(tmp_path: Path, said: httpx.Response) -> None:
    base, github = based(tmp_path / "once"), kettles(9)
    assert base.one(instead(github, said, "Look", 2)).failed is None
    assert len(Lake(base.config.lake).sources()) == 1
    failed = based(tmp_path / "always").one(instead(github, said, "Look"))
    assert "GitHub does not manage it" in str(failed.failed)
    assert failed.requests < 15


def test_a_spent_limit_is_waited_for(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles()
    base.clock.time = datetime(2026, 3, 2, 9, 50, tzinfo=UTC)
    github.remaining = 14  # a look costs five

    def answer(request: httpx.Request) -> httpx.Response:
        if base.clock.now() >= datetime(2026, 3, 2, 10, 0, tzinfo=UTC):
            github.remaining = max(github.remaining, 4_000)
        return github.answer(request)

    result = base.one(answer)
    assert (result.failed, result.unfinished) == (None, "")
    assert 500 < max(base.clock.slept) < 700
    assert github.refused == 0  # no question was wasted


def test_a_limit_that_others_have_spent_is_waited_for(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles(5)
    said = refusing("RATE_LIMITED", "API rate limit exceeded for user ID 7.")
    assert base.one(instead(github, said, "List", 1)).failed is None  # nothing says until when
    assert 61 in {round(seconds) for seconds in base.clock.slept}
    base = based(tmp_path / "said before")
    later = base.one(instead(github, said, "Look"))
    assert (later.failed, later.until) == (None, datetime(2026, 3, 2, 10, 0, 1, tzinfo=UTC))
    said.headers.update({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1772452800"})  # at noon
    base = based(tmp_path / "long")
    later = base.one(instead(github, said, "List"))
    assert (later.failed, later.until) == (None, datetime(2026, 3, 2, 12, 0, 1, tzinfo=UTC))


NEEDS = "the permission `Discussions: read` on the repository"


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            httpx.Response(401, json={"message": "Bad credentials"}),
            f"does not accept the `fetch: token`.*{NEEDS}",
        ),
        (
            refusing(
                "FORBIDDEN", "Resource not accessible by personal access token", "repository", "discussions"
            ),
            f"`fetch: token` of the source github see it: Resource not accessible.*{NEEDS}.*public_repo",
        ),
        (
            refusing("FORBIDDEN", "Resource protected by organization SAML enforcement.", "repository"),
            "SAML enforcement",
        ),
        (
            refusing("NOT_FOUND", "Could not resolve to a Repository with the name 'a/b'.", "repository"),
            f"Could not resolve.*correct `repository`.*{NEEDS}",
        ),
        (refusing("", "Field 'x' doesn't exist on type 'Query'"), "does not answer.*Field 'x'"),
        (httpx.Response(200, json={"data": None}), "without data"),
        (httpx.Response(200, json={"data": {"repository": {"visibility": "PUBLIC"}}}), "without the list"),
    ],
)
def test_a_refusal_says_what_to_do_and_nothing_is_lost(
    tmp_path: Path, answer: httpx.Response, told: str
) -> None:
    base, github = based(tmp_path), kettles(5)
    base.one(github.answer)
    rows = base.rows()
    failed = str(base.one(instead(github, answer, "List")).failed)
    assert re.search(told, failed), failed
    assert base.rows() == rows


def test_part_of_an_answer_is_no_answer(tmp_path: Path) -> None:
    """A discussion of which an error has taken something away must not look whole."""
    base, github = based(tmp_path), kettles(5)
    base.one(github.answer)
    rows = base.rows()
    github.discussions[1]["updatedAt"] = "2026-03-01T08:00:00Z"
    torn = {"visibility": "PUBLIC", "d0": {"number": 1, "comments": None}}
    said = refusing("SERVICE_UNAVAILABLE", "try later", "repository", "d0", "comments", repository=torn)
    assert base.one(instead(github, said, "Look")).failed
    assert base.rows() == rows


def test_what_is_not_for_everybody_is_not_read(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles(5)
    github.visibility = "INTERNAL"
    result = base.one(github.answer)
    assert (result.new, "the repository is not public" in str(result.failed)) == (0, True)
    github.visibility, github.enabled = "PUBLIC", False
    assert "discussions are switched off" in str(base.one(github.answer).failed)


def test_without_a_token_it_says_which_one(tmp_path: Path) -> None:
    failed = based(tmp_path, environ={}).one(kettles(5).answer).failed
    assert "the source github has no `fetch: token`" in str(failed)
    assert NEEDS in str(failed)
    with pytest.raises(ConfigError, match='"repository" is missing') as told:
        Base(tmp_path / "wrong", "- name: g\n  format: github-discussions\n  fetch: {}")
    assert '"token" is missing' in str(told.value)


def test_an_enterprise_has_an_address_of_its_own(tmp_path: Path) -> None:
    base, github = based(tmp_path, "api: https://github.kettle.example/api/graphql"), kettles(5)

    def answer(request: httpx.Request) -> httpx.Response:
        assert str(request.url) == "https://github.kettle.example/api/graphql"
        return github.answer(
            httpx.Request("POST", "https://x/graphql", headers=request.headers, content=request.content)
        )

    assert base.one(answer).failed is None


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


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [path, *(deeper for key in keys for deeper in places(value[key], (*path, key)))]


JUNK: tuple[Any, ...] = (
    None,
    True,
    -1,
    3.5,
    "\0\ud800",
    "\ud800",
    [],
    {},
    [None, 1],
    {"nodes": None},
    "9" * 30,
)


@pytest.mark.parametrize("name", mostly_slow(["List", "Look", "Comments", "Replies"], ["Look"]))
def test_no_value_in_any_place_of_an_answer_crashes_or_takes_anything_away(tmp_path: Path, name: str) -> None:
    def small() -> GitHub:
        many = [comment(n, f"Words {n}.") for n in range(1_000, 1_052)]
        return GitHub([invented(1, *many), invented(2, comment(1, "Yes.", 1, *many[:22]), day=2)])

    base, chance = based(tmp_path), random.Random(7)
    base.one(small().answer)
    before = base.rows()
    for _ in range(40):
        github = small()

        def answer(request: httpx.Request, github: GitHub = github) -> httpx.Response:
            response = github.answer(request)
            if f"query {name}(" not in json.loads(request.content)["query"]:
                return response
            body = response.json()
            *above, last = chance.choice(places(body["data"])[1:])
            holder = body["data"]
            for key in above:
                holder = holder[key]
            holder[last] = chance.choice(JUNK)
            return httpx.Response(200, text=json.dumps(body))

        result = base.one(answer, since=datetime(2026, 1, 1, tzinfo=UTC))
        assert not result.gone or result.failed is None
    base.one(small().answer, since=datetime(2026, 1, 1, tzinfo=UTC))
    assert {row[1] for row in base.rows()} >= {row[1] for row in before}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("{ repository(owner: 1, name: 2) { id } }", "String cannot represent"),
        ("{ repository(owner: null, name: null) { id } }", "Expected value of non-null type"),
        ("{ repository(owner: $o) { id } }", "not defined"),
        ('{ repository(owner: "a", name: "b") { talks { id } } }', "Cannot query field 'talks'"),
        ('{ repository(owner: "a", name: "b") { discussion(nr: 1) { id } } }', "Unknown argument 'nr'"),
        ('{ repository(owner: "a", name: "b") { discussion(number: 1) } }', "must have a selection"),
        ('{ node(id: "a") { ... on Discussion { isAnswerable } } }', "Cannot query field 'isAnswerable'"),
        ("{ codeOfConduct(key: 1) { name } }", "String cannot represent"),
        ('{ repository(owner: "a", name: "b") { squashPrTitleUsedAsDefault } }', "deprecated"),
    ],
)
def test_the_stand_in_finds_what_is_wrong_with_a_query(query: str, told: str) -> None:
    _, wrong = checked(query)
    assert told in "; ".join(error.message for error in wrong)


DEEP = "comments(first: 100) { nodes { replies(first: 100) { nodes { id } } } }"


@pytest.mark.parametrize(
    ("list_", "told"),
    [
        ("discussions", "MISSING_PAGINATION_BOUNDARIES"),
        ("discussions(first: 101)", "EXCESSIVE_PAGINATION"),
        (
            f"discussions(first: 100) {{ nodes {{ {DEEP} }} }} x: discussions(first: 1)",
            "MAX_NODE_LIMIT_EXCEEDED",
        ),
    ],
)
def test_the_stand_in_has_githubs_limits(list_: str, told: str) -> None:
    query = '{ repository(owner: "kettle-works", name: "kettle") { %s { totalCount } } }' % list_  # noqa: UP031
    asked = httpx.Request(
        "POST",
        "https://api.github.com/graphql",
        headers={"authorization": f"Bearer {TOKEN}"},
        json={"query": query, "variables": {}},
    )
    errors = kettles(5).answer(asked).json()["errors"]
    assert [error["type"] for error in errors] == [told]


def test_no_question_asks_for_more_than_github_gives(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles()
    base.one(github.answer)
    assert 4_900 < github.remaining < 5_000  # 56 discussions with 361 posts cost few points
    assert len(base.asked) < POLICY.attempts * 3
