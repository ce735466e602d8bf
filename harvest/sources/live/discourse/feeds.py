"""Discourse's feeds (RSS 2.0), for forums that show visitors those, and not their JSON.

They show less: the thirty topics of a list, the last twenty-five posts of a topic. No accepted answers, no
likes, no staff flags, no replies to replies, no edits and deletions. So a topic is never said to be whole.
The posts' ids are not known either: what stands for them, `t/TOPIC/NUMBER`, is no id that the JSON gives.
Should the JSON be opened later, it shows the topic whole, and what came from the feeds gives way.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote

from lxml import etree

from harvest.errors import FetchError
from harvest.model import Author, Markup, Post
from harvest.sources.fields import BadRow, identifier, iso_time, line_of_text, text, web_address
from harvest.sources.live.failures import Failures
from harvest.sources.live.refusal import GoneError, LaterError, RefusedError
from harvest.sources.live.service import Step
from harvest.sources.webxml import NotXmlError, root_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from harvest.sources.live.answers import Answer
    from harvest.sources.live.service import Ask, Known

_CREATOR: Final = "{http://purl.org/dc/elements/1.1/}creator"
_UNPRINTABLE: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TOPIC: Final = re.compile(r"/t/([^/]*)/(\d{1,18})(?:/(\d{1,9}))?")
_MORE: Final = re.compile(r'\s*<p><a href="[^"<>]*">[^<>]*</a></p>\s*$')
_COUNTS: Final = re.compile(r"\s*<p><small>[^<>]*</small></p>\s*$")
_QUOTED: Final = re.compile(
    r'\s*<p>[^<>]*<a href="[^"<>]*">@[^<>]*</a>[^<>]*</p>\s*<blockquote>(.*)</blockquote>\s*', re.DOTALL
)
"""Older versions name the author and quote the post."""


@dataclass(frozen=True, slots=True)
class _Item:
    """One `<item>`: a topic in a list, or a post in a topic."""

    topic: str
    """Its number; "" where the item is about something else."""
    slug: str
    number: int
    """Of the post in its topic."""
    url: str
    title: str
    creator: str
    written: str
    category: str
    body: str
    digest: str


async def still_closed(ask: Ask) -> bool:
    """Whether the JSON, which was closed, is so now; asked once. Raises FetchError."""
    try:
        answer = await ask.web.get("/latest.json")
    except (RefusedError, GoneError):
        return True
    return answer.kind == "text/html"


async def news(ask: Ask, closed: FetchError | None) -> AsyncIterator[Step]:
    """Every topic of the lists whose item is not as it was.

    Raises FetchError: `closed`, if given, where there are no feeds either.
    """
    failed = Failures()
    for key, path in _lists(ask):
        async for step in _list(ask, key, path, closed, failed):
            closed = None
            yield step
    if closed is not None:
        raise closed
    failed.tell()


async def again(ask: Ask, known: Known) -> AsyncIterator[Step]:
    """A topic that was read from its feed. Raises FetchError."""
    found = _TOPIC.search(known.url)
    try:
        async for step in _topic(ask, known.id, unquote(found[1]) if found else "-", None):
            yield step
    except RefusedError as refusal:
        if refusal.status != HTTPStatus.FORBIDDEN:
            raise
        yield Step(gone=(known.id,))


def is_ours(post: str) -> bool:
    """Whether a post with this id came from a feed."""
    return post.startswith("t/")


def _lists(ask: Ask) -> list[tuple[str, str]]:
    fetch = ask.fetch
    if not (fetch.tags or fetch.categories or fetch.queries):
        return [("feed:latest", "/latest.rss")]
    for query in fetch.queries:
        ask.report.skipped(f"a search, for which the forum has no feed: {query}")
    tags = [(f"feed:tag:{tag}", f"/tag/{quote(tag, safe='')}.rss") for tag in fetch.tags]
    return tags + [(f"feed:category:{name}", f"/c/{quote(name)}.rss") for name in fetch.categories]


async def _list(
    ask: Ask, key: str, path: str, closed: FetchError | None, failed: Failures
) -> AsyncIterator[Step]:
    """The topics of a list. Its validators are kept once all of them were read."""
    seen, validators = _seen(ask.cursor(key))
    asked = {"order": "activity"} if path == "/latest.rss" else None
    try:
        answer = await ask.web.get(path, asked, known=validators, wrong=_no_feed)
    except LaterError:
        raise
    except FetchError as error:
        raise closed or error from None
    yield Step(cursors={"way": "feeds"})
    if answer.unchanged:
        return
    ask.reading(ask.web.host.base + path)
    items = [item for item in _items(answer.body) if item.topic and item.number == 1]
    now = {item.topic: item.digest for item in items}
    seen = {topic: digest for topic, digest in seen.items() if topic in now}
    for item in items:
        if seen.get(item.topic) != item.digest:
            steps = _topic(ask, item.topic, item.slug, item)
            async for step in failed.but_for(item.topic, steps):
                seen[item.topic] = item.digest
                yield replace(step, cursors={key: _cursor(seen, "")})
    yield Step(cursors={key: _cursor(seen, answer.validators if seen == now else "")})


async def _topic(ask: Ask, number: str, slug: str, listed: _Item | None) -> AsyncIterator[Step]:
    """One step: the posts that a topic's feed shows, and the first one from the list where it does not."""
    path = f"/t/{quote(slug or '-', safe='')}/{number}.rss"
    try:
        answer = await ask.web.get(path, wrong=_no_feed)
    except GoneError:
        yield Step(gone=(number,))
        return
    ask.reading(ask.web.host.base + path)
    items = [item for item in _items(answer.body) if item.topic == number]
    if listed and all(item.number != 1 for item in items):
        items.append(listed)
    posts = []
    for item in items:
        try:
            posts.append(_post(ask, item))
        except BadRow as bad:
            ask.report.bad(1, f"post {item.number} of topic {number}: {bad}")
    yield Step(posts=tuple(posts))


def _post(ask: Ask, item: _Item) -> Post:
    written = _time(item.written)
    return Post(
        source=ask.options.name,
        id=identifier(f"t/{item.topic}/{item.number}", "post id"),
        conversation=item.topic,
        parent=f"t/{item.topic}/1" if item.number != 1 else "",
        author=_author(ask, item.creator),
        created=written,
        version=written,
        title=line_of_text(item.title, "title") if item.number == 1 else "",
        body=text(item.body, "description"),
        markup=Markup.HTML,
        url=item.url,
        topic=line_of_text(item.category, "category") if item.number == 1 else "",
        licence=ask.options.licence,
    )


def _author(ask: Ask, creator: str) -> Author:
    """`@handle Name` in older versions, a name or a handle in newer ones."""
    written = line_of_text(creator, "creator")
    handle, _, name = written.removeprefix("@").partition(" ") if written[:1] == "@" else ("", "", written)
    if not (handle or name):
        raise BadRow("no user")
    url = f"{ask.web.host.base}/u/{quote(handle)}" if handle else ""
    return Author(key=handle or name, name=name or handle, url=url)


def _time(written: str) -> datetime:
    try:
        return iso_time(parsedate_to_datetime(written).isoformat(), "pubDate")
    except (ValueError, TypeError, OverflowError):
        raise BadRow("pubDate is not a date and time") from None


def _tree(body: bytes) -> etree._Element:
    """The feed's element. Raises NotXmlError for what is no RSS."""
    tree = root_of(_UNPRINTABLE.sub(b"", body))
    if tree.tag != "rss" or tree.find("channel") is None:
        raise NotXmlError("something that is no feed")
    said: Any = tree.getroottree().docinfo
    if said.doctype:
        raise NotXmlError("a feed with a document type, which Discourse does not send")
    return tree


def _no_feed(answer: Answer) -> str:
    """What is wrong with an answer; "" for a feed."""
    try:
        _tree(answer.body)
    except NotXmlError as error:
        return str(error)
    return ""


def _items(body: bytes) -> list[_Item]:
    return [_item(each) for each in _tree(body).iterfind("channel/item")]


def _item(item: etree._Element) -> _Item:
    link = item.findtext("link", "").strip()
    found = _TOPIC.search(link.partition("?")[0])
    slug, topic, number = found.groups("") if found else ("", "", "")
    described = item.findtext("description", "")
    return _Item(
        topic=topic,
        slug=unquote(slug),
        number=int(number or 1),
        url=web_address(link),
        title=item.findtext("title", ""),
        creator=item.findtext(_CREATOR, ""),
        written=item.findtext("pubDate", "").strip(),
        category=item.findtext("category", ""),
        body=_body(described),
        digest=hashlib.blake2b(etree.tostring(item), digest_size=10).hexdigest(),
    )


def _body(described: str) -> str:
    """The post, without what the feed adds: a link to it, the size of its topic, its author."""
    body = _COUNTS.sub("", _MORE.sub("", described))
    quoted = _QUOTED.fullmatch(body)
    return (quoted[1] if quoted else body).strip()


def _seen(cursor: str) -> tuple[dict[str, str], str]:
    """The items that were read, by topic, and the validators of the list. What is damaged counts as none."""
    try:
        found = json.loads(cursor)
        return {str(key): str(value) for key, value in found["seen"].items()}, str(found["validators"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}, ""


def _cursor(seen: dict[str, str], validators: str) -> str:
    return json.dumps({"seen": seen, "validators": validators})
