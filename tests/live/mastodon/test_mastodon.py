"""Mastodon, fetched: hashtags, accounts and mentions; whole conversations; whom it leaves alone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from harvest.lake import Lake
from tests.live.harness import Base
from tests.live.mastodon.standin import SOURCES, Server, kettles

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.model import Post

TAGS = SOURCES.replace(", accounts: ['@help']", "")
NOW = timedelta(days=29, hours=9)
"""From the start of the stand-in to now."""


def paths(base: Base) -> list[str]:
    return [request.url.path.removeprefix("/api/v1") for request in base.asked]


def posts(base: Base, *ids: str) -> list[Post]:
    """Of the conversations, in order."""
    held = Lake(base.config.lake).conversation([f"fedi:{id_}" for id_ in ids])
    return sorted((p for found in held.values() for p in found if not p.deleted), key=lambda p: p.created)


def test_everything_is_fetched_once_and_then_only_what_it_takes_to_know(tmp_path: Path) -> None:
    base, server = Base(tmp_path, SOURCES), kettles()
    first = base.one(server.answer)
    assert (first.failed, first.unfinished, first.bad) == (None, "", 0)
    hidden = 10  # of one status's seventy replies, visitors see sixty
    assert first.new == len(server.statuses) - hidden == 44 + 14 * 2 + 71 + 67 - hidden
    again = base.one(server.answer)
    assert (again.new, again.changed, again.deleted, again.posts) == (0, 0, 0, 0)
    assert paths(base) == ["/timelines/tag/kettles", "/accounts/lookup", "/accounts/101/statuses"]


def test_a_question_without_replies_costs_no_request_of_its_own(tmp_path: Path) -> None:
    base, server = Base(tmp_path, TAGS), Server()
    for number in range(50):
        server.say(f"Kettle {number} is cold. #kettles")
    assert base.one(server.answer).new == 50
    assert paths(base) == ["/timelines/tag/kettles"] * 3


def test_a_conversation_is_whole_and_named_by_its_first_status(tmp_path: Path) -> None:
    """Also where only a reply deep in it was found, and visitors see forty above and twenty levels below."""
    base, server = Base(tmp_path, TAGS), Server()
    first = at = server.say("Shall we count?")
    for number in range(95):
        at = server.say(f"{number}", to=at)
    aside = server.say("Me too.", by="bo", to=first)
    server.say("Enough! #kettles", to=at)
    base.one(server.answer)
    assert [post.id for post in posts(base, first)] == list(server.statuses)
    assert {post.conversation for post in posts(base, aside)} == {first}


def test_what_was_said_later_without_the_hashtag_is_found(tmp_path: Path) -> None:
    base, server = Base(tmp_path, TAGS), Server()
    old = server.say("My iron is cold. #kettles")
    asked = server.say("My kettle is cold. #kettles", after=NOW - timedelta(days=2))
    base.one(server.answer)
    server.say("Descale it.", by="help", to=asked, after=NOW - timedelta(hours=3))
    server.say("Iron it.", by="help", to=old, after=NOW - timedelta(hours=2))
    assert base.one(server.answer).new == 1
    assert paths(base) == ["/timelines/tag/kettles", "/statuses", f"/statuses/{asked}/context"]
    assert [post.body for post in posts(base, asked)] == [
        "<p>My kettle is cold. #kettles</p>",
        "<p>Descale it.</p>",
    ]


def test_a_status_that_comes_in_late_is_found(tmp_path: Path) -> None:
    base, server = Base(tmp_path, TAGS), Server()
    server.say("I am here. #kettles", after=NOW - timedelta(minutes=5))
    base.one(server.answer)
    server.say("I was under way. #kettles", by="bo@other.example", after=NOW - timedelta(minutes=50))
    assert base.one(server.answer).new == 1


def test_edits_replace_and_what_was_deleted_goes(tmp_path: Path) -> None:
    base, server = Base(tmp_path, TAGS), Server()
    asked = server.say("My kettle is cold. #kettles", after=NOW - timedelta(days=2))
    answer = server.say("Descale it.", by="help", to=asked, after=NOW - timedelta(days=1))
    wrong = server.say("Buy a new one.", by="bo", to=asked, after=NOW - timedelta(hours=9))
    base.one(server.answer)
    server.statuses[answer] |= {"content": "<p>Use vinegar.</p>", "edited_at": "2026-03-02T08:00:00.000Z"}
    del server.statuses[wrong]
    for old in (False, True):  # the second time as servers before 4.3 answer
        server.old = old
        result = base.one(server.answer)
        assert (result.new, result.changed, result.deleted) == ((0, 1, 1) if not old else (0, 0, 0))
        assert [post.body for post in posts(base, asked)][1:] == ["<p>Use vinegar.</p>"]
    assert paths(base)[1:] == ["/statuses", *[f"/statuses/{id_}" for id_ in (asked, answer, wrong)]]


def test_what_visitors_cannot_see_is_no_reason_to_call_it_deleted(tmp_path: Path) -> None:
    base, server = Base(tmp_path, TAGS), Server()
    asked = server.say("My kettle is cold. #kettles", after=NOW - timedelta(days=2))
    answer = server.say("Descale it.", by="help", to=asked, after=NOW - timedelta(days=1))
    base.one(server.answer)
    context = server._context
    server._context = lambda *_, **__: {"ancestors": [], "descendants": []}  # type: ignore[method-assign]
    server.say("Me too.", by="bo", to=asked, after=NOW - timedelta(hours=2))
    assert base.one(server.answer).deleted == 0
    server._context = context  # type: ignore[method-assign]
    assert base.one(server.answer).new == 1
    assert answer in {post.id for post in posts(base, asked)}


@pytest.mark.parametrize(
    "over",
    [
        {"noindex": True},
        {"note": "<p>Hello. #<span>NoBot</span></p>"},
        {"note": '<p><a href="https://x.example/tags/noindex">#<span>noindex</span></a></p>'},
        {"fields": [{"name": "please", "value": "#nobots", "verified_at": None}]},
        {"suspended": True},
    ],
)
def test_who_does_not_want_to_be_found_elsewhere_is_not(tmp_path: Path, over: dict[str, object]) -> None:
    base, server = Base(tmp_path, TAGS), Server()
    asked = server.say("My kettle is cold. #kettles", by="bo", after=NOW - timedelta(days=2))
    server.say("Mine too.", by="shy@other.example", to=asked, after=NOW - timedelta(days=1))
    of_shy = server.say("My iron is cold. #kettles", by="shy@other.example", after=NOW - timedelta(hours=9))
    server.say("Iron it.", by="help", to=of_shy, after=NOW - timedelta(hours=8))
    assert base.one(server.answer).new == 4
    server.accounts["shy@other.example"] |= over
    assert base.one(server.answer).deleted == 2  # what they said, wherever it stands
    fresh = Base(tmp_path / "fresh", TAGS)
    result = fresh.one(server.answer)
    assert [post.id for post in posts(fresh, asked)] == [asked]
    assert posts(fresh, of_shy) == []
    assert (result.new, bool(result.skipped)) == (1, True)


def test_mentions_need_a_token_and_only_what_everybody_may_read_comes(tmp_path: Path) -> None:
    sources = SOURCES.replace("tags: ['#kettles'], accounts: ['@help']", "token: !ENV TOKEN")
    base, server = Base(tmp_path, sources, {"TOKEN": "s3cret"}), Server()
    said = [server.say(f"@help it is cold, {number}") for number in range(41)]
    quiet = server.say("@help softly", visibility="unlisted")
    direct = server.say("@help my address is 1 Kettle Lane", visibility="direct")
    private = server.say("@help among us", visibility="private")
    server.say("Thank you for the address.", by="help", to=direct, visibility="direct")
    server.mentions = [*said, quiet, direct, private]
    result = base.one(server.answer)
    assert result.failed is None
    assert result.new == 42
    assert result.skipped == (("status not for everybody", 2),)
    assert {request.headers["authorization"] for request in base.asked} == {"Bearer s3cret"}
    base.one(server.answer)
    assert paths(base) == ["/notifications"]


def test_boosts_are_no_posts_and_an_account_that_is_not_there_says_so(tmp_path: Path) -> None:
    base, server = Base(tmp_path, SOURCES), Server()
    said = server.say("My kettle is cold. #kettles")
    server.account("help", moved=server.account("help@elsewhere.example"))
    server.say("#kettles", by="help", reblog=server.statuses[said] | {"replies_count": 0})
    result = base.one(server.answer)
    assert result.new == 1
    assert [reason for reason, _ in result.skipped] == [
        "boost",
        "the account help has moved to another",
    ]
    del server.accounts["help"]
    failed = base.one(server.answer).failed
    assert "there is no account 'help'" in str(failed)


def test_with_a_token_the_longest_conversation_is_whole(tmp_path: Path) -> None:
    sources = TAGS.replace("}", ", token: !ENV TOKEN}")
    base, server = Base(tmp_path, sources, {"TOKEN": "s3cret"}), kettles()
    assert base.one(server.answer).new == len(server.statuses)


def test_a_first_run_goes_back_to_a_day(tmp_path: Path) -> None:
    base, server = Base(tmp_path, TAGS.replace("}", ", since: 2026-02-10}")), Server()
    server.say("Before. #kettles", after=timedelta(days=8, hours=23))
    server.say("After. #kettles", after=timedelta(days=9, seconds=1))
    assert base.one(server.answer).new == 1


def test_a_bad_status_is_reported_and_the_rest_comes(tmp_path: Path) -> None:
    base, server = Base(tmp_path, TAGS), Server()
    server.strict = False
    server.say("Good. #kettles")
    server.say("Bad. #kettles", created_at="yesterday")
    result = base.one(server.answer)
    assert (result.new, result.bad) == (1, 1)
    assert result.bad_reasons == (("created_at is not a date and time", 1),)
