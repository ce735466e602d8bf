"""A stand-in for any forum: robots.txt, a list of sitemaps (one packed), pages in JSON-LD or microdata.

Long threads go on over several pages; pages have an ETag; sitemaps say when a thread was last changed.
"""

from __future__ import annotations

import gzip
import hashlib
import html
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HOST: Final = "https://forum.example"
PAGE: Final = 5
"""Answers on a page."""
SOURCES: Final = """
- name: forum
  format: qapage
  fetch: {feeds: ["https://forum.example/sitemap.xml"]}
"""
ENVIRON: Final[Mapping[str, str]] = {}


@dataclass(slots=True)
class Reply:
    number: int
    author: str
    text: str
    written: str
    comments: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Topic:
    number: int
    title: str
    text: str
    written: str
    changed: str
    replies: list[Reply] = field(default_factory=list)
    accepted: int = 0
    """The number of the accepted answer; 0 for none."""
    head: str = ""
    """More for the page's head."""

    @property
    def path(self) -> str:
        return f"/questions/{self.number}"


class AnyForum:
    def __init__(self, topics: Iterable[Topic], robots: str = "User-agent: *\nDisallow: /private/\n") -> None:
        self.topics = {topic.path: topic for topic in topics}
        self.robots = robots
        self.microdata = False
        self.gone: set[str] = set()
        self.moved: dict[str, str] = {}
        self.extra: dict[str, httpx.Response] = {}
        """Answers to other paths."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path in self.extra:
            given = self.extra[path]
            return httpx.Response(given.status_code, headers=given.headers, content=given.content)
        if path == "/robots.txt":
            return httpx.Response(200, text=self.robots)
        if path == "/sitemap.xml":
            return self._conditional(request, self._index(), "application/xml")
        if path in {"/sitemap-0.xml", "/sitemap-1.xml.gz"}:
            body = self._sitemap(int(path[9]))
            packed = gzip.compress(body, mtime=0) if path.endswith(".gz") else body
            return self._conditional(request, packed, "application/xml")
        if path in self.moved:
            return httpx.Response(301, headers={"location": self.moved[path]})
        if path in self.gone:
            return httpx.Response(410, text="gone")
        topic = self.topics.get(path)
        if topic is None:
            return httpx.Response(404, text="not here")
        body = self._page(topic, int(request.url.params.get("page", "1"))).encode()
        return self._conditional(request, body, "text/html; charset=utf-8")

    def _conditional(self, request: httpx.Request, body: bytes, kind: str) -> httpx.Response:
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == tag:
            return httpx.Response(304, headers={"etag": tag})
        return httpx.Response(200, content=body, headers={"etag": tag, "content-type": kind})

    def _parts(self, number: int) -> list[Topic]:
        return [topic for topic in self.topics.values() if topic.number % 2 == number]

    def _index(self) -> bytes:
        entries = "".join(
            f"<sitemap><loc>{HOST}/{name}</loc><lastmod>{changed}</lastmod></sitemap>"
            for number, name in enumerate(("sitemap-0.xml", "sitemap-1.xml.gz"))
            if (changed := max((topic.changed for topic in self._parts(number)), default=""))
        )
        return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</sitemapindex>'.encode()

    def _sitemap(self, number: int) -> bytes:
        entries = "".join(
            f"<url><loc>{HOST}{topic.path}</loc><lastmod>{topic.changed}</lastmod></url>"
            for topic in self._parts(number)
        )
        return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'.encode()

    def _page(self, topic: Topic, number: int) -> str:
        shown = topic.replies[(number - 1) * PAGE : number * PAGE]
        links = '<a href="/">All questions</a>'
        if number > 1:
            links += f'<a rel="prev" href="{topic.path}?page={number - 1}">back</a>'
        if len(topic.replies) > number * PAGE:
            links += f'<a rel="next" href="{topic.path}?page={number + 1}">on</a>'
        marked = microdata(topic, shown) if self.microdata else jsonld(topic, shown)
        title = html.escape(topic.title)
        return (
            f"<!DOCTYPE html><html><head><title>{title}</title>{topic.head}</head>"
            f"<body><h1>{title}</h1>{marked}{links}</body></html>"
        )


def jsonld(topic: Topic, shown: Sequence[Reply]) -> str:
    def person(name: str) -> dict[str, Any]:
        return {"@type": "Person", "name": name, "url": f"{HOST}/users/{name.lower()}"}

    def answer(reply: Reply) -> dict[str, Any]:
        return {
            "@type": "Answer",
            "text": f"<p>{reply.text}</p>",
            "url": f"{HOST}{topic.path}#a{reply.number}",
            "author": person(reply.author),
            "dateCreated": reply.written,
            "comment": [
                {"@type": "Comment", "text": text, "author": person("Ada"), "dateCreated": reply.written}
                for text in reply.comments
            ],
        }

    question: dict[str, Any] = {
        "@type": "Question",
        "name": topic.title,
        "text": topic.text,
        "author": person("Ada"),
        "dateCreated": topic.written,
        "url": f"{HOST}{topic.path}",
        "answerCount": len(topic.replies),
        "suggestedAnswer": [answer(reply) for reply in shown if reply.number != topic.accepted],
        "acceptedAnswer": [answer(reply) for reply in shown if reply.number == topic.accepted],
    }
    page = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": question}
    return f'<script type="application/ld+json">{json.dumps(page)}</script>'


def named(name: str) -> str:
    return (
        '<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        f'<a itemprop="url" href="/users/{name.lower()}"><b itemprop="name">{name}</b></a></span>'
    )


def microdata(topic: Topic, shown: Sequence[Reply]) -> str:
    def answer(reply: Reply) -> str:
        kind = "acceptedAnswer" if reply.number == topic.accepted else "suggestedAnswer"
        comments = "".join(
            '<li itemprop="comment" itemscope itemtype="https://schema.org/Comment">'
            f'<span itemprop="text">{html.escape(text)}</span>'
            f"{named('Ada')}"
            f'<time itemprop="dateCreated" datetime="{reply.written}">then</time></li>'
            for text in reply.comments
        )
        return (
            f'<div id="a{reply.number}" itemprop="{kind}" itemscope itemtype="https://schema.org/Answer">'
            f'<link itemprop="url" href="{topic.path}#a{reply.number}">'
            f'<div itemprop="text"><p>{html.escape(reply.text)}</p></div>'
            f"{named(reply.author)}"
            f'<time itemprop="dateCreated" datetime="{reply.written}">then</time><ul>{comments}</ul></div>'
        )

    return (
        '<div itemscope itemtype="https://schema.org/QAPage">'
        '<div itemprop="mainEntity" itemscope itemtype="https://schema.org/Question">'
        f'<h2 itemprop="name">{html.escape(topic.title)}</h2>'
        f'<link itemprop="url" href="{topic.path}">'
        f'<meta itemprop="answerCount" content="{len(topic.replies)}">'
        f'<div itemprop="text">{html.escape(topic.text)}</div>'
        f"{named('Ada')}"
        f'<time itemprop="dateCreated" datetime="{topic.written}">then</time>'
        f"{''.join(map(answer, shown))}</div></div>"
    )


def topic(number: int, replies: int = 2, *, day: int = 1) -> Topic:
    """Ada asks about a kettle, Bo and others answer; the first answer is accepted, and Ada thanks for it."""
    written = f"2026-02-{day:02d}T09:00:00+00:00"
    said = [
        Reply(
            at,
            "Bo" if at == 1 else f"Helper{at}",
            f"Descale kettle {number} so: way {at}.",
            f"2026-02-{day:02d}T10:{at:02d}:00Z",
        )
        for at in range(1, replies + 1)
    ]
    if said:
        said[0].comments.append("That worked, thank you!")
    return Topic(
        number,
        f"Kettle {number} stops early",
        f"My kettle number {number} stops before it boils. What can I do?",
        written,
        f"2026-02-{day:02d}T12:00:00+00:00",
        said,
        1 if said else 0,
    )


def kettles(many: int = 24) -> AnyForum:
    """Two sitemaps of threads; one has more answers than stand on a page."""
    return AnyForum(
        [*(topic(number, day=number % 27 + 1) for number in range(1, many)), topic(many, 13, day=28)]
    )
