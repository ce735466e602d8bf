"""Sending: once, or not at all; and whatever breaks, nobody is answered twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from harvest.config import Config, load
from harvest.lake import Lake
from harvest.lifecycle.takedown import Order, Reason, explaining
from harvest.model import Author, Markup, Post
from harvest.pages.render import render
from harvest.pipeline.replying import prepare_replies, send_replies
from tests.replies.threads import ADDRESS, TODAY, WHEN, answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MKDOCS = """\
site_name: Help
site_url: https://help.example/
plugins:
  - harvest:
      company: {name: Kettle Works, staff: [bo]}
      sources:
        - {name: forum, format: discourse, url: https://forum.example}
        - {name: x, format: x}
        - {name: se, format: stackexchange, url: https://se.example}
      replies:
        accounts:
          - {source: forum, user: kettle, key: !ENV FORUM_KEY}
          - {source: x, key: !ENV X_KEY}
"""
KEYS = {"FORUM_KEY": "open sesame", "X_KEY": "other sesame"}
SAID = (
    ("1", "ada", "My kettle clicks off long before the water boils. What can I do?"),
    ("2", "bo", "Descale it: fill it with half water, half vinegar, wait an hour and rinse it twice."),
    ("3", "ada", "That worked, thank you!"),
)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "mkdocs.yml").write_text(MKDOCS)
    (tmp_path / "docs" / "answers").mkdir(parents=True)
    (tmp_path / "docs" / "answers" / "kettle.md").write_text(
        render(answer(refs=["forum:12", "x:77", "se:5"]))
    )
    found = load(tmp_path / "mkdocs.yml", KEYS)
    for source, thread in (("forum", "12"), ("x", "77"), ("se", "5")):
        with Lake(found.lake).write(source, now=WHEN) as batch:
            batch.begin("0")
            for number, (id_, who, text) in enumerate(SAID):
                when = WHEN + timedelta(hours=number)
                batch.add(
                    Post(
                        source=source,
                        id=f"{thread}{id_}",
                        author=Author(key=who, name=who),
                        created=when,
                        version=when,
                        body=text,
                        markup=Markup.TEXT,
                        conversation=thread,
                        parent=f"{thread}1" if number else "",
                    )
                )
    return found


def topic(**more: object) -> dict[str, object]:
    last = WHEN + timedelta(hours=2)
    return {"id": 12, "closed": False, "last_posted_at": last.isoformat(), **more}


def client(answer: Callable[[httpx.Request], httpx.Response]) -> tuple[httpx.Client, list[httpx.Request]]:
    asked: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer(request)

    return httpx.Client(transport=httpx.MockTransport(handle)), asked


def working(request: httpx.Request) -> httpx.Response:
    if request.method == "GET":
        return httpx.Response(200, json=topic())
    if request.url.host == "api.x.com":
        return httpx.Response(201, json={"data": {"id": "99", "text": "…"}})
    return httpx.Response(200, json={"id": 1, "post_number": 4})


def approve(config: Config) -> None:
    prepare_replies(config, today=TODAY, write=True)
    outbox = config.docs / "replies.yml"
    outbox.write_text(outbox.read_text().replace("state: draft", "state: approved"))


def states(config: Config) -> list[str]:
    lines = (config.docs / "replies.yml").read_text().splitlines()
    return [line.split(":")[1].strip() for line in lines if line.strip().startswith("state:")]


def posted(asked: list[httpx.Request]) -> list[httpx.Request]:
    return [request for request in asked if request.method == "POST"]


def test_each_conversation_gets_one_reply_and_no_second(config: Config) -> None:
    assert len(prepare_replies(config, today=TODAY, write=True).replies) == 3
    again = prepare_replies(config, today=TODAY, write=True)
    assert again.replies == ()
    assert {left.reason for left in again.silent} == {"it has a reply already"}


def test_a_dry_run_writes_nothing(config: Config) -> None:
    assert len(prepare_replies(config, today=TODAY, write=False).replies) == 3
    assert not (config.docs / "replies.yml").exists()


def test_drafts_are_not_sent(config: Config) -> None:
    prepare_replies(config, today=TODAY, write=True)
    web, asked = client(working)
    assert list(send_replies(config, web, today=TODAY)) == []
    assert asked == []


def test_what_is_approved_is_sent_once(config: Config) -> None:
    approve(config)
    web, asked = client(working)
    forum, x, by_hand = send_replies(config, web, today=TODAY)
    assert (forum.link, x.link) == ("https://forum.example/t/12/4", "https://x.com/i/web/status/99")
    assert "do it yourself" in by_hand.error
    assert states(config) == ["sent", "sent", "approved"]
    assert len(list(send_replies(config, web, today=TODAY))) == 1
    first, second = posted(asked)
    assert json.loads(first.content) == {"topic_id": 12, "raw": json.loads(first.content)["raw"]}
    assert ADDRESS in json.loads(first.content)["raw"]
    assert first.headers["api-key"] == "open sesame"
    assert first.headers["api-username"] == "kettle"
    assert json.loads(second.content)["reply"] == {"in_reply_to_tweet_id": "773"}
    assert second.headers["authorization"] == "Bearer other sesame"


def test_a_dry_run_sends_nothing(config: Config) -> None:
    approve(config)
    web, asked = client(working)
    said = [done.error for done in send_replies(config, web, today=TODAY, dry=True)]
    assert said[:2] == ["", ""]
    assert posted(asked) == []
    assert states(config) == ["approved"] * 3


def test_a_dry_run_says_what_would_not_be_sent(config: Config) -> None:
    """Found by hand: "would be sent", of a source where Harvest cannot post and of a topic that is closed."""
    approve(config)
    web, asked = client(lambda _: httpx.Response(200, json=topic(closed=True)))
    said = [done.error for done in send_replies(config, web, today=TODAY, dry=True)]
    assert said[0] == "the topic is closed"
    assert said[2].startswith("Harvest cannot post there")
    assert posted(asked) == []


def test_a_page_that_was_taken_down_is_not_spoken_of(config: Config) -> None:
    """Found by hand: the fingerprint of its conversation was listed as if it were one."""
    path = config.docs / "answers" / "kettle.md"
    order = Order(reason=Reason.LEGAL, day=TODAY)
    path.write_text(render(explaining(["forum:12"], (), order)))
    prepared = prepare_replies(config, today=TODAY, write=True)
    assert prepared.replies == ()
    assert prepared.silent == ()


BROKEN: dict[str, httpx.Response | httpx.HTTPError] = {
    "cut": httpx.ReadError("cut"),
    "slow": httpx.ReadTimeout("slow"),
    "500": httpx.Response(500),
    "html": httpx.Response(200, text="<html>"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_what_may_have_been_sent_is_not_sent_again(config: Config, how: str) -> None:
    approve(config)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json=topic())
        broken = BROKEN[how]
        if isinstance(broken, httpx.HTTPError):
            raise broken
        return broken

    web, asked = client(answer)
    assert [done.unknown for done in send_replies(config, web, today=TODAY)] == [True, True, False]
    assert states(config) == ["sending", "sending", "approved"]
    again = list(send_replies(config, web, today=TODAY))
    assert len(posted(asked)) == 2
    assert [done.unknown for done in again] == [True, True, False]


REFUSED: dict[str, tuple[httpx.Response | httpx.HTTPError, str]] = {
    "key": (httpx.Response(403), "refuses the key"),
    "wait": (httpx.Response(429, headers={"retry-after": "30"}), "run it again in 30 s"),
    "closed": (httpx.Response(422, json={"errors": ["closed"]}), "does not take it (422)"),
    "away": (httpx.ConnectError("refused"), "cannot be reached"),
    "moved": (httpx.Response(302, headers={"location": "https://other.example/"}), "does not take it (302)"),
}


@pytest.mark.parametrize("how", REFUSED)
def test_what_was_refused_can_be_tried_again(config: Config, how: str) -> None:
    approve(config)
    refused, says = REFUSED[how]

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json=topic())
        if isinstance(refused, httpx.HTTPError):
            raise refused
        return refused

    web, _ = client(answer)
    first, *_ = send_replies(config, web, today=TODAY)
    assert says in first.error
    assert "sesame" not in first.error
    assert states(config) == ["approved"] * 3


@pytest.mark.parametrize(
    ("there", "says"),
    [
        (topic(closed=True), "is closed"),
        (topic(last_posted_at=datetime(2026, 3, 20, tzinfo=UTC).isoformat()), "has written there since"),
    ],
)
def test_a_conversation_that_has_moved_on_is_left(
    config: Config, there: dict[str, object], says: str
) -> None:
    approve(config)
    web, asked = client(lambda _: httpx.Response(200, json=there))
    first, *_ = send_replies(config, web, today=TODAY)
    assert says in first.error
    assert [request.url.host for request in posted(asked)] == ["api.x.com"]


def test_it_is_written_down_before_it_is_sent(config: Config) -> None:
    """Pulled out of the wall in the middle of a request, the outbox says so."""
    approve(config)
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            seen.append(states(config)[len(seen)])
            raise KeyboardInterrupt
        return httpx.Response(200, json=topic())

    web, _ = client(answer)
    with pytest.raises(KeyboardInterrupt):
        list(send_replies(config, web, today=TODAY))
    assert seen == ["sending"]
    assert states(config)[0] == "sending"


def test_a_page_that_is_retired_meanwhile_is_not_announced(config: Config) -> None:
    approve(config)
    page = config.docs / "answers" / "kettle.md"
    page.write_text(page.read_text().replace("state: reviewed", "state: retired"))
    web, asked = client(working)
    assert all("its page is retired" in done.error for done in send_replies(config, web, today=TODAY))
    assert asked == []
