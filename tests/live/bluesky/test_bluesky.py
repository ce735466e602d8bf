"""Bluesky, fetched: accounts, mentions, hashtags, searches; whole conversations; sessions; who hides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from harvest.lake import Lake
from tests.live.bluesky.standin import ENVIRON, HELP, SOURCES, Network, did, kettles
from tests.live.harness import Base

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.model import Post

TAGS = SOURCES.replace("accounts: ['@help.kettle.example'], ", "")
OPEN = """
- name: sky
  format: bluesky
  fetch: {accounts: [help.kettle.example]}
"""
NOW = timedelta(days=29, hours=9)
"""From the start of the stand-in to now."""


def asked(base: Base) -> list[str]:
    return [request.url.path.rpartition(".")[2] for request in base.asked]


def posts(base: Base, *ids: str) -> list[Post]:
    """Of the conversations, in order."""
    held = Lake(base.config.lake).conversation([f"sky:{id_}" for id_ in ids])
    return sorted((p for found in held.values() for p in found if not p.deleted), key=lambda p: p.created)


def test_everything_is_fetched_once_and_then_only_what_it_takes_to_know(tmp_path: Path) -> None:
    base, network = Base(tmp_path, SOURCES, ENVIRON), kettles()
    first = base.one(network.answer)
    assert (first.failed, first.unfinished, first.bad) == (None, "", 0)
    assert first.new == len(network.posts) == 64 + 21 * 2 + 41 + 122 + 1
    assert first.skipped == (("repost", 1),)
    again = base.one(network.answer)
    assert (again.new, again.changed, again.deleted, again.posts) == (0, 0, 0, 0)
    assert asked(base) == ["createSession", "getAuthorFeed", "searchPosts", "searchPosts"]


def test_a_conversation_is_whole_wherever_it_was_found(tmp_path: Path) -> None:
    base, network = Base(tmp_path, TAGS, ENVIRON), Network()
    first = at = network.say("Shall we count?")
    for number in range(230):
        at = network.say(f"{number}", to=at)
    network.say("Enough! #kettles", to=at)
    base.one(network.answer)
    assert asked(base) == ["createSession", "searchPosts", *["getPostThread"] * 3]
    assert [post.id for post in posts(base, first)] == list(network.posts)


def test_without_a_token_accounts_only_and_nobody_is_told_anything(tmp_path: Path) -> None:
    base, network = Base(tmp_path, OPEN), kettles()
    result = base.one(network.answer)
    assert (result.failed, result.new) == (None, 21 * 3 + 122)
    assert {request.url.host for request in base.asked} == {"public.api.bsky.app"}
    searching = Base(
        tmp_path / "searching", OPEN.replace("accounts: [help.kettle.example]", "tags: [kettles]")
    )
    failed = searching.one(network.answer).failed
    assert "give the source sky a `fetch: token`; it needs an app password" in str(failed)


def test_the_token_goes_to_its_own_server_only_and_is_never_shown(tmp_path: Path) -> None:
    sources = SOURCES.replace("{accounts", "{api: https://pds.kettle.example, accounts")
    base, network = Base(tmp_path, sources, ENVIRON), Network()
    asked_ = network.say("My kettle is cold. #kettles")

    def led(request: httpx.Request) -> httpx.Response:
        """Every question is answered elsewhere."""
        if request.url.host == "pds.kettle.example" and request.method == "GET":
            return httpx.Response(
                302, headers={"location": str(request.url.copy_with(host="appview.example"))}
            )
        return network.answer(request)

    result = base.one(led)
    assert result.failed is not None  # a stranger's search: nobody is signed in there
    hosts = {request.url.host: request.headers.get("authorization", "") for request in base.asked}
    assert hosts == {"pds.kettle.example": "Bearer session-1", "appview.example": ""}
    assert posts(base, asked_) == []

    def tells(request: httpx.Request) -> httpx.Response:
        secrets = "app-pass-word and session-1 are wrong"
        if request.method == "POST":
            return network.answer(request)
        return httpx.Response(403, json={"error": "Forbidden", "message": secrets})

    network.sessions = 0
    failed = str(base.one(tells).failed)
    assert "… and … are wrong" in failed
    assert repr(base.config).count("app-pass-word") == 0


def test_a_wrong_app_password_says_which(tmp_path: Path) -> None:
    base, network = Base(tmp_path, SOURCES, {"TOKEN": "wrong"}), Network()
    failed = str(base.one(network.answer).failed)
    assert "does not accept the `fetch: token` of the source sky: Invalid identifier or password" in failed
    nobody = Base(tmp_path / "nobody", SOURCES.replace("user: bot.kettle.example, ", ""), ENVIRON)
    assert "has a `fetch: token` and no `fetch: user`" in str(nobody.one(network.answer).failed)


def test_an_expired_session_is_renewed(tmp_path: Path) -> None:
    base, network = Base(tmp_path, SOURCES, ENVIRON), kettles()
    count = 0

    def slow(request: httpx.Request) -> httpx.Response:
        nonlocal count
        count += 1
        if count == 20:
            base.clock.time += timedelta(minutes=11)
            network.sessions += 1  # the one that was given is not valid any more
        return network.answer(request)

    result = base.one(slow)
    assert (result.failed, result.new) == (None, len(network.posts))
    assert asked(base).count("createSession") == 2


def test_what_was_said_later_is_found_and_what_is_gone_goes(tmp_path: Path) -> None:
    base, network = Base(tmp_path, TAGS, ENVIRON), Network()
    question = network.say("My kettle is cold. #kettles", after=NOW - timedelta(days=2))
    wrong = network.say("Buy a new one.", by="bo.example", to=question, after=NOW - timedelta(days=1))
    base.one(network.answer)
    network.say("Descale it.", by=HELP, to=question, after=NOW - timedelta(hours=3))
    network.say("Then descale it again.", by=HELP, to=question, after=NOW - timedelta(hours=2))
    del network.posts[wrong]
    result = base.one(network.answer)
    assert asked(base) == ["createSession", "searchPosts", "getPosts", "getPostThread"]
    assert (result.new, result.deleted) == (2, 1)
    assert [post.body for post in posts(base, question)][1:] == ["Descale it.", "Then descale it again."]


def test_where_the_question_is_gone_the_rest_is_read_and_keeps_its_place(tmp_path: Path) -> None:
    base, network = Base(tmp_path, TAGS, ENVIRON), Network()
    question = network.say("My kettle is cold.")
    answer = network.say("Descale it. #kettles", by=HELP, to=question)
    network.say("Thank you!", to=answer)
    del network.posts[question]
    assert base.one(network.answer).new == 2
    assert {post.conversation for post in posts(base, question)} == {question}


def test_what_is_blocked_is_not_taken_for_deleted(tmp_path: Path) -> None:
    base, network = Base(tmp_path, TAGS, ENVIRON), Network()
    question = network.say("My kettle is cold. #kettles", after=NOW - timedelta(days=2))
    answer = network.say("Descale it.", by=HELP, to=question, after=NOW - timedelta(days=1))
    base.one(network.answer)
    network.blocked.add(answer)
    network.say("Thank you! #kettles", to=answer, after=NOW - timedelta(hours=3))
    assert base.one(network.answer).deleted == 0
    assert answer in {post.id for post in posts(base, question)}


@pytest.mark.parametrize("label", ["!hide", "!takedown", "!no-unauthenticated"])
@pytest.mark.parametrize("of", ["the author", "the post"])
def test_what_is_not_for_everybody_is_left_out_and_goes(tmp_path: Path, label: str, of: str) -> None:
    base, network = Base(tmp_path, TAGS, ENVIRON), Network()
    question = network.say("My kettle is cold. #kettles", by="bo.example", after=NOW - timedelta(days=2))
    shy = network.say("Mine too.", by="shy.example", to=question, after=NOW - timedelta(days=1))
    assert base.one(network.answer).new == 2
    network.labels[did("shy.example") if of == "the author" else shy] = [label]
    assert base.one(network.answer).deleted == 1
    network.labels[did("bo.example") if of == "the author" else question] = [label]
    assert base.one(network.answer).deleted == 1
    fresh = Base(tmp_path / "fresh", TAGS, ENVIRON)
    result = fresh.one(network.answer)
    assert (result.failed, result.new, len(result.skipped)) == (None, 0, 1)


def test_a_clock_in_the_future_does_not_end_the_harvest(tmp_path: Path) -> None:
    base, network = Base(tmp_path, SOURCES, ENVIRON), Network()
    future = network.say(
        "#kettles from tomorrow", by=HELP, after=timedelta(days=900), indexed=timedelta(days=1)
    )
    base.one(network.answer)
    network.say("#kettles from today", by=HELP, after=timedelta(days=2))
    assert base.one(network.answer).new == 1
    (post,) = posts(base, future)
    assert f"{post.created:%Y-%m-%d}" == "2026-02-02"


def test_a_first_run_goes_back_to_a_day_and_queries_are_searches(tmp_path: Path) -> None:
    sources = TAGS.replace("tags: ['#kettles']", "queries: [cold kettle], since: 2026-02-10")
    base, network = Base(tmp_path, sources, ENVIRON), Network()
    network.say("A cold kettle before", after=timedelta(days=8, hours=23))
    network.say("A cold kettle after", after=timedelta(days=9, seconds=1))
    network.say("A cold iron", after=timedelta(days=10))
    assert base.one(network.answer).new == 1


def test_a_bad_post_is_reported_and_the_rest_comes(tmp_path: Path) -> None:
    base, network = Base(tmp_path, TAGS, ENVIRON), Network()
    network.strict = False
    good = network.say("Good. #kettles")
    bad = network.say("Bad. #kettles")
    network.posts[bad]["indexedAt"] = "9 o'clock"
    result = base.one(network.answer)
    assert (result.failed, result.new, result.bad) == (None, 1, 1)
    assert result.bad_reasons == (("indexedAt is not a date and time", 1),)
    assert posts(base, good)
