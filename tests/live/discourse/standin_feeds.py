"""A stand-in for a Discourse forum that shows visitors its feeds, and not its JSON."""

from __future__ import annotations

import hashlib
import re
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

import httpx

from harvest.sources.fields import iso_time
from tests.live.discourse.standin import ENVIRON, SOURCES, Forum, Raw, invented, row

__all__ = ["ENVIRON", "SOURCES", "Feeds", "kettles"]

if TYPE_CHECKING:
    from collections.abc import Callable

LISTED: Final = 30
SHOWN: Final = 25
CLOSED: Final = {"errors": ["You need to be logged in to do that."], "error_type": "not_logged_in"}

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8" ?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Kettles</title>'
)


class Feeds:
    """The feeds of a forum; `json` answers everything else. `older`: as Discourse wrote them until 2021."""

    def __init__(self, forum: Forum, *, older: bool = False) -> None:
        self.forum = forum
        self.json: Callable[[httpx.Request], httpx.Response] = lambda _: httpx.Response(403, json=CLOSED)
        self._older = older

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the forum says to a GET."""
        path = request.url.path
        if not path.endswith(".rss"):
            return self.json(request)
        if found := re.fullmatch(r"/t/[^/]*/(\d+)\.rss", path):
            topic = self.forum.topics.get(found[1])
            return self._feed(request, self._posts(topic)) if topic else httpx.Response(404)
        kind, _, name = path.removeprefix("/").removesuffix(".rss").partition("/")
        topics = list(self.forum.topics.values())
        if kind == "tag":
            topics = [topic for topic in topics if name in topic["tags"]]
        elif kind == "c":
            topics = [topic for topic in topics if name == f"part-{topic['category_id']}"]
        elif kind != "latest":
            return httpx.Response(404)
        key = "bumped_at" if request.url.params.get("order") == "activity" else "id"
        topics.sort(key=lambda topic: str(row(topic)[key]), reverse=True)
        return self._feed(request, [self._listed(topic) for topic in topics[:LISTED]])

    def _feed(self, request: httpx.Request, items: list[str]) -> httpx.Response:
        body = _HEAD + "".join(f"<item>{item}</item>" for item in items) + "</channel></rss>"
        etag = f'W/"{hashlib.blake2b(body.encode(), digest_size=8).hexdigest()}"'
        if request.headers.get("if-none-match") == etag:
            return httpx.Response(304, headers={"etag": etag})
        headers = {"etag": etag, "content-type": "application/rss+xml; charset=utf-8"}
        return httpx.Response(200, content=body.encode(), headers=headers)

    def _listed(self, topic: Raw) -> str:
        posts = topic["post_stream"]["posts"]
        counted = f"{posts[0]['cooked']}<p><small>{len(posts)} posts - 3 participants</small></p>"
        return self._item(topic, posts[0], counted, f"{_place(topic)}")

    def _posts(self, topic: Raw) -> list[str]:
        shown = topic["post_stream"]["posts"][-SHOWN:]
        return [self._shown(topic, post) for post in reversed(shown)]

    def _shown(self, topic: Raw, post: Raw) -> str:
        body = post["cooked"]
        if self._older:
            author = f'<a href="https://forum.example/u/{post["username"]}">@{post["username"]}</a>'
            body = f"<p>{author} wrote:</p>\n<blockquote>\n{body}\n</blockquote>"
        return self._item(topic, post, body, f"{_place(topic)}/{post['post_number']}")

    def _item(self, topic: Raw, post: Raw, body: str, place: str) -> str:
        creator = f"@{post['username']} {post['username'].title()}" if self._older else post["username"]
        written = format_datetime(iso_time(post["created_at"], "created_at"))
        more = f'<p><a href="{place}">Read full topic</a></p>'
        return (
            f"<title>{escape(topic['title'])}</title><dc:creator><![CDATA[{creator}]]></dc:creator>"
            f"<category>Part {topic['category_id']}</category>"
            f"<description><![CDATA[ {body}{more} ]]></description>"
            f"<link>{place}</link><pubDate>{written}</pubDate>"
            f'<guid isPermaLink="false">forum.example-{place[-9:]}</guid>'
        )


def _place(topic: Raw) -> str:
    return f"https://forum.example/t/kettle-stops/{topic['id']}"


def kettles() -> Feeds:
    """Fewer topics than a list shows; one of them has more posts than its feed shows."""
    topics = [invented(n, ["Descale it.", "That helped, thank you!"], day=n % 27 + 1) for n in range(1, 12)]
    return Feeds(Forum([*topics, invented(12, [f"Me too, and {n} others." for n in range(45)], day=28)]))
