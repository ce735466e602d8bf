"""Discourse's API: lists of topics, newest activity first; each topic whole, beyond its first twenty posts.

Where the JSON is closed, the feeds are read instead (`discourse_feeds`). https://docs.discourse.org
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from harvest.sources.discourse import Topic
from harvest.sources.fields import BadRow, iso_time, mapping, sequence
from harvest.sources.live.refusal import GoneError, RefusedError
from harvest.sources.live.service import Host, Known, Step
from harvest.sources.live.walk import Walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from harvest.config import Source
    from harvest.sources.live.service import Ask

POSTS: Final = 20
"""So many posts of a topic come at a time."""
PAUSE: Final = 0.5
"""Seconds between two requests: Discourse lets anonymous visitors make 200 a minute."""
MOST_PAGES: Final = 100
"""Of one search: Discourse itself stops long before."""

Raw = dict[str, object]


class Discourse:
    """Topics and everything that everybody may read in them."""

    format: Final = "discourse"

    def host(self, source: Source) -> Host:
        """A key is optional: without one, it sees what every visitor sees."""
        fetch = source.fetch
        token, user = (fetch.token, fetch.user or "system") if fetch else ("", "")
        return Host(
            source=source.name,
            title="Discourse",
            base=(fetch.api if fetch else "") or source.url.partition("{id}")[0].rstrip("/"),
            token=token,
            headers={"Api-Key": token, "Api-Username": user} if token else {},
            needs="an API key with the scope `topics: read`, and `search` for `queries`",
            pause=PAUSE,
            internal=bool(fetch and fetch.internal),
        )

    async def news(self, ask: Ask) -> AsyncIterator[Step]:
        """Every list that is configured, newest activity first; without any, all topics."""
        read: set[tuple[str, str]] = set()
        """Topics of this run and their last activity: a topic may stand in several lists."""
        for key, path in [entry async for entry in _lists(ask)]:
            async for step in _walk(ask, key, path, read):
                yield step
        fetch = ask.source.fetch
        for query in fetch.queries if fetch else ():
            async for step in _search(ask, query, read):
                yield step

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """One after the other."""
        for one in known:
            try:
                yield await topic(ask, one.id)
            except RefusedError as refusal:
                if refusal.status != HTTPStatus.FORBIDDEN:
                    raise
                yield Step(gone=(one.id,))  # the lists were shown: this topic has become private


async def _lists(ask: Ask) -> AsyncIterator[tuple[str, str]]:
    """The key and the path of every list of topics."""
    fetch = ask.source.fetch
    if fetch is None or not (fetch.tags or fetch.categories or fetch.queries):
        yield "latest", "/latest.json"
        return
    for tag in fetch.tags:
        yield f"tag:{tag}", f"/tag/{quote(tag, safe='')}.json"
    if fetch.categories:
        numbers = {name: number async for name, number in _categories(ask)}
        for category in fetch.categories:
            number = numbers.get(category.lower())
            if number is None:
                raise GoneError(
                    f"there is no category {category!r}",
                    where=f"{ask.web.host.base}/categories.json",
                    todo="write its slug or its number",
                )
            yield f"category:{number}", f"/c/{number}.json"


async def _categories(ask: Ask) -> AsyncIterator[tuple[str, str]]:
    """What a category may be called in mkdocs.yml (slug, name or number), and its number."""
    asked = {"include_subcategories": "true"}
    found = await ask.web.object("/categories.json", asked, has="category_list")
    listed = mapping(found["category_list"])
    waiting = [mapping(each) for each in sequence(listed.get("categories"))]
    while waiting:
        category = waiting.pop()
        waiting += [mapping(each) for each in sequence(category.get("subcategory_list"))]
        number = str(category.get("id"))
        for name in (category.get("slug"), category.get("name"), number):
            if isinstance(name, str):
                yield name.lower(), number


async def _walk(ask: Ask, key: str, path: str, read: set[tuple[str, str]]) -> AsyncIterator[Step]:
    """A list of topics, down to where the last walk began.

    It goes on after the topic that was read last, on the page where that stood or the one before it: topics
    move down when others get new posts, and up when others are deleted.
    """
    walk = Walk.read(ask.cursor(key), ask.since.isoformat() if ask.since else "")
    page, last = _place(walk.at)
    page = max(0, page - 1)
    top = ""
    while True:
        listed = mapping((await ask.web.object(path, {"page": page}, has="topic_list"))["topic_list"])
        topics = [mapping(each) for each in sequence(listed.get("topics"))]
        top = top or max((_activity(one) for one in topics), default="")
        active = [one for one in topics if not _pinned(one)]
        for one in topics if not walk.at else active:  # what is pinned stands first, and was read first
            activity = _activity(one)
            if (last and _newer(activity, last)) or not _newer(activity, walk.since):
                continue
            step = await _listed(ask, one, read)
            walk = walk if _pinned(one) else walk.on(f"{page} {activity}", top)
            yield replace(step or Step(), cursors={key: walk.cursor})
        through = not topics or not listed.get("more_topics_url")
        if through or (active and not _newer(_activity(active[-1]), walk.since)):
            break
        page += 1
    yield Step(cursors={key: walk.through(top).cursor})


def _place(at: str) -> tuple[int, str]:
    """The page of a list, and the activity of the topic on it that was read last."""
    page, _, last = at.partition(" ")
    return (int(page) if page.isdecimal() else 0), last


async def _search(ask: Ask, query: str, read: set[tuple[str, str]]) -> AsyncIterator[Step]:
    """The topics that a search finds, of which something is new. A search has no order to stop at."""
    key = f"query:{query}"
    since = ask.cursor(key) or (ask.since.isoformat() if ask.since else "")
    newest = since
    for page in range(1, MOST_PAGES + 1):
        asked: dict[str, str | int] = {"q": query, "page": page}
        found = await ask.web.object("/search.json", asked, has="grouped_search_result")
        for one in map(mapping, sequence(found.get("topics"))):
            activity = _activity(one)
            if _newer(activity, since):
                newest = activity if _newer(activity, newest) else newest
                step = await _listed(ask, one, read)
                if step:
                    yield step
        if not mapping(found.get("grouped_search_result")).get("more_full_page_results"):
            break
    if newest:
        yield Step(cursors={key: newest})


async def _listed(ask: Ask, listed: Raw, read: set[tuple[str, str]]) -> Step | None:
    """A topic of a list; None where this run has read it already, or it is not for everybody."""
    number, activity = str(listed.get("id")), _activity(listed)
    if (number, activity) in read or listed.get("archetype") == "private_message":
        return None
    read.add((number, activity))
    return await topic(ask, number)


async def topic(ask: Ask, number: str) -> Step:
    """One topic, with all its posts. Raises FetchError."""
    path = f"/t/{quote(number, safe='')}"
    ask.reading(f"{ask.web.host.base}{path}")
    try:
        raw = await ask.web.object(f"{path}.json", has="post_stream")
        whole = Topic(raw, ask.options)
        while missing := whole.missing()[:POSTS]:
            asked: dict[str, list[str]] = {"post_ids[]": missing}
            more = await ask.web.object(f"{path}/posts.json", asked, has="post_stream")
            posts = sequence(mapping(more["post_stream"]).get("posts"))
            whole = Topic(_with(raw, posts, missing), ask.options)
    except GoneError:
        return Step(gone=(number,))
    except BadRow as bad:
        ask.report.bad(1, str(bad))
        return Step()
    if reason := whole.private():
        ask.report.skipped(reason)
        return Step(gone=(number,))
    ids = frozenset(str(post.get("id")) for post in whole.posts)
    return Step(posts=tuple(whole.read(ask.report, 1, "")), whole={whole.id: ids})


def _with(raw: Raw, more: Sequence[object], asked: Sequence[str]) -> Raw:
    """The topic with more of its posts. What was asked for and did not come is no longer there."""
    stream = mapping(raw.get("post_stream"))
    came = {str(mapping(post).get("id")) for post in more}
    lost = set(asked) - came
    stream["posts"] = [*sequence(stream.get("posts")), *more]
    stream["stream"] = [one for one in sequence(stream.get("stream")) if str(one) not in lost]
    return raw


def _pinned(listed: Raw) -> bool:
    return bool(listed.get("pinned") or listed.get("pinned_globally"))


def _activity(listed: Raw) -> str:
    """When something last happened in a topic; "" where the list does not say."""
    found = listed.get("bumped_at") or listed.get("last_posted_at") or listed.get("created_at")
    return found if isinstance(found, str) else ""


def _newer(one: str, other: str) -> bool:
    """Whether a time is later than another; what cannot be read is looked at."""
    first, second = _time(one), _time(other)
    return first is None or second is None or first > second


def _time(text: str) -> datetime | None:
    try:
        return iso_time(text, "")
    except BadRow:
        return None


SERVICE: Final = Discourse()
