"""X: what is asked, and when; the real pages."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from harvest.sources.snowflake import snowflake_at
from tests.live.faults import FAULTS, Faulty
from tests.live.harness import Base
from tests.live.x import standin
from tests.live.x.based import (
    RECENT,
    Network,
    asked,
    base_for,
    held,
    kettles,
    sources,
)
from tests.live.x.standin import BRAND, ENVIRON, NOW, SOURCES
from tests.sources.recorder import read, real

if TYPE_CHECKING:
    from pathlib import Path


def test_everything_is_fetched_once_and_then_only_what_it_takes_to_know(tmp_path: Path) -> None:
    base, net = Base(tmp_path, SOURCES, ENVIRON), kettles()
    first = base.one(net.answer)
    assert (first.new, first.bad, first.failed, first.unfinished) == (163, 0, None, "")
    second = base.one(net.answer)
    assert (second.new, second.changed, second.posts) == (0, 0, 0)
    assert [request.url.path for request in base.asked] == [
        RECENT,
        f"/2/users/{BRAND}/mentions",
        *[RECENT] * 4,
    ]
    assert all(len(query) <= 512 for query in asked(base, "query"))
    assert {request.headers["authorization"] for request in base.asked} == {"Bearer s3cret-bearer"}


@pytest.mark.slow
def test_a_fault_at_any_request_loses_nothing(tmp_path: Path) -> None:
    calm = Base(tmp_path / "calm", SOURCES, ENVIRON)
    calm.one(kettles().answer)
    requests, rows = len(calm.asked), calm.rows()
    for at in range(1, requests + 1):
        base, net = Base(tmp_path / str(at), SOURCES, ENVIRON), standin.kettles()
        assert base.one(Faulty(net.answer, FAULTS["500"], at=at, times=1000)).failed
        assert base.one(net.answer).failed is None
        assert base.rows() == rows, at


def test_a_conversation_is_read_back_to_its_beginning(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    old = net.post("How do I clean a kettle?", ago=500)
    chain = [old]
    for number in range(6):
        chain.append(net.post(f"With vinegar, part {number}", ago=490 - number, author="2", parent=chain[-1]))
    net.post("@KettleWorks is that safe?", ago=30, author="3", parent=chain[-1])
    base.one(net.answer)
    assert [post.id for post in held(base, old)] == sorted(net.posts, key=int)


def test_a_conversation_has_its_beginning_though_search_leaves_it_out(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    net.roots = False
    root = net.post("My kettle stops early", ago=100)
    reply = net.post("Ask them", ago=99, author="2", parent=root)
    hello = net.post("@KettleWorks hello", ago=98, author="2", parent=reply)
    base.one(net.answer)
    assert [post.id for post in held(base, root)] == [root, reply, hello]


def test_later_replies_are_found_though_they_name_nobody(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    root = net.post("@KettleWorks it stops early", ago=3)
    base.one(net.answer)
    net.now = base.clock.time = NOW + timedelta(days=2)
    reply = net.post("Descale it.", ago=1, author=BRAND, parent=root)
    result = base.one(net.answer)
    assert (result.new, len(base.asked)) == (1, 2)
    assert [post.id for post in held(base, root)] == [root, reply]
    net.now = base.clock.time = NOW + timedelta(days=8)
    thanks = net.post("That helped!", ago=1, parent=reply)
    assert base.one(net.answer).new == 1  # the reply was six days ago
    net.now = base.clock.time = NOW + timedelta(days=16)
    base.one(net.answer)
    base.one(net.answer)
    assert len(base.asked) == 1  # nobody says anything any more
    assert thanks in {post.id for post in held(base, root)}


def test_a_walk_that_was_cut_off_takes_what_came_meanwhile_next_time(tmp_path: Path) -> None:
    base, net = Base(tmp_path, sources(), ENVIRON, requests=6), kettles(25)
    assert base.one(net.answer).unfinished
    net.now = base.clock.time = NOW + timedelta(hours=1)
    late = net.post("@KettleWorks one more thing", ago=0.5, author="2")
    for _ in range(40):
        if not base.one(net.answer).unfinished and held(base, late):
            break
    assert [post.id for post in held(base, late)] == [late]
    whole = base_for(tmp_path / "whole")
    whole.clock.time = net.now
    whole.one(net.answer)
    assert base.rows() == whole.rows()


def test_recent_search_is_never_asked_for_more_than_a_week(tmp_path: Path) -> None:
    base, net = base_for(tmp_path, since="2025-01-01"), kettles(5)
    base.config = base_for(tmp_path, since="2025-01-01").config
    assert base.one(net.answer).failed is None
    assert (asked(base, "since_id"), asked(base, "start_time")) == ([], [])
    net.now = base.clock.time = NOW + timedelta(days=20)
    result = base.one(net.answer)
    assert (result.failed, asked(base, "since_id")) == (None, [])
    assert any("more than a week ago" in reason for reason, _ in result.skipped)


def test_since_bounds_the_first_walk(tmp_path: Path) -> None:
    base, net = base_for(tmp_path, since="2026-03-01"), kettles(5)
    base.one(net.answer)
    assert asked(base, "since_id")[0] == snowflake_at(datetime(2026, 3, 1, tzinfo=UTC))


def test_reading_again_since_a_day_forgets_no_conversation(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    root = net.post("@KettleWorks it stops early", ago=100)
    base.one(net.answer)
    assert base.one(net.answer, since=NOW - timedelta(hours=2)).failed is None
    net.now = base.clock.time = NOW + timedelta(hours=5)
    net.post("Descale it.", ago=1, author=BRAND, parent=root)
    assert base.one(net.answer).new == 1


def test_the_archive_is_searched_from_its_beginning_and_slowly(tmp_path: Path) -> None:
    base, net = base_for(tmp_path, archive=True), kettles(60)
    years = net.post("@KettleWorks hello from long ago", ago=70_000)
    base.one(net.answer)
    assert held(base, years)
    assert asked(base, "start_time") == ["2006-03-21T00:00:00Z"] * len(asked(base, "query"))
    assert max(query.count("conversation_id") for query in asked(base, "query")) > 13
    assert all(len(query) <= 1024 for query in asked(base, "query"))
    assert base.clock.slept.count(1.0) == len(base.asked) - 1
    assert {request.url.path for request in base.asked} == {"/2/tweets/search/all"}


def test_a_query_that_speaks_of_retweets_is_left_as_it_is(tmp_path: Path) -> None:
    base = base_for(tmp_path, queries=["a OR b", "c is:retweet"])
    base.one(Network().answer)
    assert asked(base, "query") == ["(a OR b) -is:retweet", "c is:retweet"]


def test_an_account_is_looked_up_once_and_keeps_its_number(tmp_path: Path) -> None:
    base, net = base_for(tmp_path, queries=[], accounts=["@KettleWorks"]), Network()
    net.post("@KettleWorks hello", ago=2)
    assert base.one(net.answer).new == 1
    net.accounts[BRAND] = "KettleCompany"
    base.one(net.answer)
    assert base.asked[0].url.path == f"/2/users/{BRAND}/mentions"


def test_a_spent_limit_holds_up_only_what_it_is_about(tmp_path: Path) -> None:
    base, net = Base(tmp_path, SOURCES, ENVIRON), Network()
    reset = str(int((NOW + timedelta(minutes=5)).timestamp()))

    def answer(request: httpx.Request) -> httpx.Response:
        response = net.answer(request)
        if request.url.path == RECENT:
            response.headers.update({"x-rate-limit-remaining": "0", "x-rate-limit-reset": reset})
        return response

    net.post("@KettleWorks hello", ago=2)
    assert base.one(answer).failed is None
    assert base.clock.slept == [pytest.approx(301)]  # before the conversation is searched for


def test_real_pages_as_a_live_answer(tmp_path: Path) -> None:
    """What X really answered once, answered again."""
    file = real("x/v2_twarc/test-data/brexit.jsonl")
    pages = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    base = base_for(tmp_path, archive=True)
    nothing = {"meta": {"result_count": 0}}

    def answer(request: httpx.Request) -> httpx.Response:
        params = request.url.params
        if "ids" in params:
            missing = [
                {"type": "a/resource-not-found", "resource_type": "tweet", "resource_id": i}
                for i in params["ids"].split(",")
            ]
            return httpx.Response(200, json={"errors": missing})
        if "conversation_id" in params["query"]:
            return httpx.Response(200, json=nothing)
        at = int(params.get("next_token", "0"))
        page = pages[at]
        page["meta"] = {"result_count": 1} | ({"next_token": str(at + 1)} if at + 1 < len(pages) else {})
        return httpx.Response(200, json=page)

    result = base.one(answer)
    saved, _ = read("x", file)
    assert (result.failed, result.bad) == (None, 0)
    assert result.new == len({post.id for post in saved}) == 88
