"""X: edits and deletions, and what is not for everybody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import httpx

from tests.live.x.based import (
    NAMINGS,
    RECENT,
    Network,
    base_for,
    cite,
    held,
)
from tests.live.x.standin import BRAND, NOW

if TYPE_CHECKING:
    from pathlib import Path


@NAMINGS
def test_pages_hear_of_edits_and_deletions_with_one_request(tmp_path: Path, naming: str) -> None:
    base, net = base_for(tmp_path, naming=naming), Network()
    root = net.post("@KettleWorks it stops", ago=200)
    net.post("@KettleWorks and it leaks", ago=100, parent=root)
    reply = net.post("Descale it.", ago=99, author=BRAND, parent=root)
    wrong = net.post("Hit it.", ago=98, author="2", parent=root)
    hidden = net.post("Shake it.", ago=97, author="3", parent=root)
    base.one(net.answer)
    net.edit(reply, "Descale it with vinegar.")
    net.gone.add(wrong)
    net.protected.add("3")
    net.now = base.clock.time = NOW + timedelta(days=30)
    base.one(net.answer)  # the conversation is no longer watched from here on
    cite(base, root, [root, reply, wrong, hidden])
    (result,) = base.run(net.answer).sources
    lookups = [request for request in base.asked if request.url.path == "/2/tweets"]
    assert len(lookups) == (2 if naming == "tweet" else 1)  # the newest version is asked for, or comes along
    assert (result.changed, result.deleted, result.failed) == (1, 2, None)
    assert [post.body for post in held(base, root)] == [
        "@KettleWorks it stops",
        "@KettleWorks and it leaks",
        "Descale it with vinegar.",
    ]
    assert base.run(net.answer).pages == {}


def test_a_parent_that_is_gone_is_no_mistake(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    lost = net.post("@KettleWorks is this on?", ago=29)
    net.post("@KettleWorks it is not", ago=28, author="3", parent=lost)
    base.one(net.answer)
    assert [post.body for post in held(base, lost)] == ["@KettleWorks is this on?", "@KettleWorks it is not"]
    net.gone.add(lost)
    net.post("@KettleWorks hello?", ago=0.1, author="3", parent=lost)
    result = base.one(net.answer)
    assert (result.deleted, result.bad) == (1, 0)


def test_what_is_not_for_everybody_is_no_post(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    root = net.post("@KettleWorks my name is on it", ago=29)
    notice = net.post("@KettleWorks withheld", ago=28, author="2", parent=root)
    base.one(net.answer)
    net.posts[notice]["withheld"] = {"copyright": True, "country_codes": ["XX"]}
    cite(base, root, [notice, root])

    def answer(request: httpx.Request) -> httpx.Response:
        value = net.answer(request).json()
        for user in value.get("includes", {}).get("users", ()):
            user["protected"] = user["id"] == "1"
        return httpx.Response(200, json=value)

    result = base.one(answer)
    assert result.deleted == 2
    assert held(base, root) == []


def test_long_posts_are_whole_and_quoted_ones_come_along(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    quoted = net.post("Kettles should whistle", ago=50, author="3")
    net.post(
        "@KettleWorks a long…",
        ago=26,
        note_tweet={"text": "@KettleWorks a long story &amp; its end"},
        referenced_tweets=[{"type": "quoted", "id": quoted}],
    )
    base.one(net.answer)
    assert [post.body for post in held(base, *net.posts)] == [
        "Kettles should whistle",
        "@KettleWorks a long story & its end",
    ]


def test_a_post_shown_without_its_author_is_looked_up(tmp_path: Path) -> None:
    base, net = base_for(tmp_path), Network()
    quoted = net.post("Kettles should whistle", ago=50, author="3")
    net.post("@KettleWorks see?", ago=26, referenced_tweets=[{"type": "quoted", "id": quoted}])

    def answer(request: httpx.Request) -> httpx.Response:
        value = net.answer(request).json()
        if request.url.path == RECENT and "includes" in value:
            value["includes"]["users"] = [user for user in value["includes"]["users"] if user["id"] != "3"]
        return httpx.Response(200, json=value)

    base.one(answer)
    (post,) = held(base, quoted)
    assert post.author.name == "cy"
