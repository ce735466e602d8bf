"""GitHub: what faults and refusals come to, and what nobody would expect in an answer."""

from __future__ import annotations

import json
import random
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from harvest.errors import ConfigError
from harvest.lake import Lake
from tests.live.faults import FAULTS, Faulty
from tests.live.github_discussions.based import based, instead, refusing
from tests.live.github_discussions.standin import (
    GitHub,
    comment,
    invented,
    kettles,
)
from tests.live.harness import Base, mostly_slow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[[httpx.Request], httpx.Response]


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
