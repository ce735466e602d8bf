"""A forum that shows visitors its feeds, and not its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from harvest.lake import Lake
from harvest.sources.live.discourse.feeds import is_ours
from tests.live.discourse.standin import SOURCES, Forum, invented, questions
from tests.live.discourse.standin_feeds import Feeds, kettles
from tests.live.discourse.test_lists import narrowed, paths
from tests.live.discourse.test_topics import LATER, bodies, rely_on
from tests.live.harness import Base

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[[httpx.Request], httpx.Response]

HTML = "<!DOCTYPE html><title>Kettle Works</title><p>Sign in"


def refusing(status: int) -> Answer:
    return lambda _: httpx.Response(status, json={"errors": ["no"]})


def page(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, text=HTML, headers={"content-type": "text/html; charset=utf-8"})


def led_to_sign_in(request: httpx.Request) -> httpx.Response:
    if request.url.path == "/login":
        return page(request)
    return httpx.Response(302, headers={"location": "/login"})


@pytest.mark.parametrize(
    "closed",
    [refusing(401), refusing(403), refusing(404), page, led_to_sign_in],
    ids=["401", "403", "404", "a page", "led to sign in"],
)
def test_where_the_json_is_closed_the_feeds_are_read(tmp_path: Path, closed: Answer) -> None:
    base, forum = Base(tmp_path, SOURCES), kettles()
    forum.json = closed
    first = base.one(forum.answer)
    assert (first.failed, first.new) == (None, 11 * 3 + 25 + 1)
    again = base.one(forum.answer)
    assert (again.failed, again.posts) == (None, 0)
    assert [path for path in paths(base) if path != "/login"] == ["/latest.json", "/latest.rss"]
    assert base.asked[-1].headers["if-none-match"]


def test_only_topics_with_something_new_are_read_again(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), kettles()
    base.one(forum.answer)
    posts = forum.forum.topics["3"]["post_stream"]["posts"]
    posts.append(
        {**posts[-1], "id": 3004, "post_number": 4, "created_at": LATER, "cooked": "<p>Mine too.</p>"}
    )
    assert base.one(forum.answer).new == 1
    assert paths(base) == ["/latest.json", "/latest.rss", "/t/kettle-stops/3.rss"]
    assert bodies(base, 3)["t/3/4"] == "<p>Mine too.</p>"


@pytest.mark.parametrize("older", [False, True], ids=["as it is", "as it was until 2021"])
def test_a_post_from_a_feed(tmp_path: Path, older: bool) -> None:
    base = Base(tmp_path, SOURCES)
    base.one(Feeds(Forum([invented(7, ["Descale it.<blockquote>x</blockquote>"])]), older=older).answer)
    posts = Lake(base.config.lake).conversation(["forum:7"])["forum:7"]
    question, reply = sorted(posts, key=lambda post: post.id)
    assert (question.id, question.parent, question.title) == ("t/7/1", "", "Kettle 7 stops early")
    assert question.body == "<p>My kettle number 7 stops before it boils. What can I do?</p>"
    assert (question.author.key, question.author.staff, question.topic) == ("ada", None, "Part 2")
    assert (reply.id, reply.parent, reply.conversation) == ("t/7/2", "t/7/1", "7")
    assert reply.body == "<p>Descale it.<blockquote>x</blockquote></p>"
    assert reply.url == "https://forum.example/t/kettle-stops/7/2"
    assert reply.created.isoformat() == "2026-02-01T00:02:00+00:00"


def test_tags_and_categories_have_feeds_and_searches_have_none(tmp_path: Path) -> None:
    fetch = "{tags: ['näh & zeug'], categories: [part-2], queries: ['status:solved']}"
    base, forum = narrowed(tmp_path, fetch), Feeds(Forum(questions(8)))
    forum.forum.topics["4"]["tags"] = ["näh & zeug"]
    result = base.one(forum.answer)
    assert (result.failed, result.new) == (None, 5)
    assert ("a search, for which the forum has no feed", 1) in result.skipped


def test_where_nothing_is_open_the_message_is_about_the_json(tmp_path: Path) -> None:
    base = Base(tmp_path, SOURCES)
    failed = str(base.one(refusing(403)).failed)
    assert "https://forum.example/latest.json: Discourse shows this only to those who have a key" in failed
    assert base.one(kettles().answer).failed is None


def test_a_key_that_is_refused_is_said_and_not_worked_around(tmp_path: Path) -> None:
    sources = SOURCES.replace("{}", "{token: !ENV FORUM_KEY}")
    base = Base(tmp_path, sources, {"FORUM_KEY": "k3y"})
    assert "does not let the `fetch: token`" in str(base.one(kettles().answer).failed)
    assert paths(base) == ["/latest.json"]


def test_json_that_was_open_once_is_not_replaced_by_feeds(tmp_path: Path) -> None:
    """The same posts would be there twice, under two ids."""
    base, forum = Base(tmp_path, SOURCES), Feeds(Forum(questions(3)))
    forum.json = forum.forum.answer
    base.one(forum.answer)
    forum.json = refusing(403)
    assert "only to those who have a key" in str(base.one(forum.answer).failed)
    assert paths(base) == ["/latest.json"]


def test_when_the_json_opens_it_takes_the_place_of_the_feeds(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), kettles()
    base.one(forum.answer)
    forum.json = forum.forum.answer
    assert base.one(forum.answer).failed is None
    assert set(bodies(base, 3)) == {"3001", "3002", "3003"}
    assert not any(is_ours(post) for number in range(1, 13) for post in bodies(base, number))


def test_what_pages_rely_on_is_looked_at_again_in_its_feed(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Feeds(Forum([invented(7, ["Descale it."]), invented(8, [])]))
    base.one(forum.answer)
    rely_on(base, 7, 1)
    rely_on(base, 8, 1)
    forum.forum.topics["7"]["post_stream"]["posts"][1]["cooked"] = "<p>Descale it with vinegar.</p>"
    del forum.forum.topics["8"]
    assert base.one(forum.answer).failed is None
    assert bodies(base, 7)["t/7/2"] == "<p>Descale it with vinegar.</p>"
    assert bodies(base, 8) == {}


def test_one_feed_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    base, forum = Base(tmp_path, SOURCES), Feeds(Forum(questions(9)))

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500) if request.url.path.endswith("/5.rss") else forum.answer(request)

    for _ in range(2):
        assert "5.rss: Discourse answers 500" in str(base.one(answer).failed)
        assert sum(bool(bodies(base, number)) for number in range(1, 10)) == 8
    assert base.one(forum.answer).new == 1
    assert base.one(forum.answer).posts == 0
    assert paths(base) == ["/latest.json", "/latest.rss"]


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><item/></channel></rss>',
        '<!DOCTYPE rss SYSTEM "http://10.0.0.7/x.dtd"><rss><channel/></rss>',
        "<rss><channel><item>",
        "<feed/>",
        "",
        HTML,
    ],
)
def test_what_is_no_feed_is_not_read(tmp_path: Path, xml: str) -> None:
    base = Base(tmp_path, SOURCES)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/latest.rss":
            return httpx.Response(200, text=xml)
        return httpx.Response(403)

    result = base.one(answer)
    assert result.failed
    assert result.posts == 0


def test_items_that_make_no_sense_are_told_or_left_out(tmp_path: Path) -> None:
    items = (
        "<link>https://forum.example/t/kettle/7/1</link><pubDate>yesterday</pubDate><dc:creator>bo</dc:creator>",
        "<link>https://forum.example/t/kettle/7/2</link><pubDate>Sun, 01 Feb 2026 00:02:00 +0000</pubDate>",
        "<link>https://forum.example/about</link>",
        "<title>\x0b</title>",
        "<link>http://[</link>",
    )
    head = '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
    xml = head + "".join(f"<item>{item}</item>" for item in items) + "</channel></rss>"
    base = Base(tmp_path, SOURCES)
    closed = refusing(403)
    result = base.one(lambda r: httpx.Response(200, text=xml) if r.url.path.endswith("rss") else closed(r))
    assert (result.failed, result.posts, result.bad) == (None, 0, 2)
