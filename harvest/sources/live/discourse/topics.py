"""One topic of a Discourse forum, with all its posts."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from harvest.sources.discourse import Topic
from harvest.sources.fields import BadRow, mapping, sequence
from harvest.sources.live.refusal import GoneError, RefusedError
from harvest.sources.live.service import Step

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from harvest.model import Post
    from harvest.sources.live.service import Ask

POSTS: Final = 20
"""So many posts of a topic come at a time."""
LONG: Final = 1_000
"""A topic that lacks more posts than these is read over several steps, and over several runs if need be: all
at once, it might not fit into the requests of one run, and then no run would ever get past it."""
HEAVY: Final = 32 << 20
"""So are topics of more characters than these: they might not fit into memory."""

Raw = dict[str, object]


class Doors:
    """Which categories everybody may read. A key may see more; without one, whatever is shown is for all."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._open: dict[str, bool] = {}

    async def open(self, category: object) -> bool:
        """Whether everybody may read it. Raises FetchError."""
        number = str(category)
        if not self._ask.web.host.token or not number.isdecimal():
            return True
        if number not in self._open:
            self._open[number] = await self._asked(number)
        return self._open[number]

    async def _asked(self, number: str) -> bool:
        try:
            found = await self._ask.web.object(f"/c/{number}/show.json", has="category")
        except GoneError:
            return False
        return mapping(found["category"]).get("read_restricted") is False


async def read(ask: Ask, number: str, doors: Doors) -> AsyncIterator[Step]:
    """The topic; a very long one in several steps. Raises FetchError."""
    ask.reading(f"{ask.web.host.base}/t/{number}")
    try:
        raw = await ask.web.object(_path(number), has="post_stream")
        topic = Topic(raw, ask.options)
        async for step in _all(ask, raw, topic, doors):
            yield step
        if topic.id != number:  # it was merged into another, to which we were led
            yield Step(gone=(number,))
    except GoneError:
        yield Step(gone=(number,))
    except BadRow as bad:
        ask.report.bad(1, str(bad))


async def again(ask: Ask, number: str, doors: Doors) -> AsyncIterator[Step]:
    """The topic, which was there before. Raises FetchError."""
    try:
        async for step in read(ask, number, doors):
            yield step
    except RefusedError as refusal:
        if refusal.status != HTTPStatus.FORBIDDEN:
            raise
        yield Step(gone=(number,))  # the lists were shown: this topic has become private


async def _all(ask: Ask, raw: Raw, topic: Topic, doors: Doors) -> AsyncIterator[Step]:
    reason = topic.private()
    if not reason and not await doors.open(raw.get("category_id")):
        reason = "topic that only some may read"
    if reason:
        ask.report.skipped(reason)
        yield Step(gone=(topic.id,))
        return
    missing = topic.missing()
    if len(missing) > LONG or mapping(raw["post_stream"]).get("isMegaTopic"):
        async for step in _in_pieces(ask, raw, topic):
            yield step
        return
    posts: list[object] = [*topic.posts]
    for at in range(0, len(missing), POSTS):
        asked = {"post_ids[]": missing[at : at + POSTS]}
        posts += _posts(await ask.web.object(_path(topic.id, "/posts"), asked, has="post_stream"))
        if sum(len(str(mapping(post).get("cooked", ""))) for post in posts) > HEAVY:
            async for step in _in_pieces(ask, raw, topic):
                yield step
            return
    whole = Topic(_with(raw, posts), ask.options)
    # what was announced and did not come may be there all the same
    ids = frozenset([*missing, *(str(post.get("id")) for post in whole.posts)])
    yield Step(posts=tuple(whole.read(ask.report, 1, "")), whole={whole.id: ids})


async def _in_pieces(ask: Ask, raw: Raw, topic: Topic) -> AsyncIterator[Step]:
    """A very long topic, page by page from where the last run was.

    What has gone is seen by the list of its posts; one of ten thousand posts has no such list.
    """
    if missing := topic.missing():
        ids = frozenset([*missing, *(str(post.get("id")) for post in topic.posts)])
        yield Step(whole={topic.id: ids})
    key = f"topic:{topic.id}"
    cursor = ask.cursor(key)
    page, before = (int(cursor) if cursor.isdecimal() else 1), ""
    while True:
        posts = await _page(ask, raw, topic, page)
        first = str(mapping(posts[0]).get("id")) if posts else ""
        if first in {"", before} and before:
            return  # past the end there is nothing, or the last page again
        if first:
            yield Step(posts=_piece(ask, raw, topic, posts), cursors={key: str(page)})
            if len(posts) < POSTS:
                return
        page, before = (
            (page + 1, first) if first else (1, before)
        )  # so much has gone that the page is no more


async def _page(ask: Ask, raw: Raw, topic: Topic, page: int) -> list[object]:
    if page <= 1:
        return _posts(raw)
    try:
        return _posts(await ask.web.object(_path(topic.id), {"page": page}, has="post_stream"))
    except GoneError:
        return []


def _piece(ask: Ask, raw: Raw, topic: Topic, posts: list[object]) -> tuple[Post, ...]:
    """The posts of a page, as parts of their topic: it begins with the question, which others answer."""
    first = topic.posts[0]
    own = {str(mapping(post).get("id")) for post in posts}
    known = posts if str(first.get("id")) in own else [first, *posts]
    read_ = Topic(_with(raw, known), ask.options).read(ask.report, 1, "")
    return tuple(post for post in read_ if post.id in own)


def _posts(answer: Raw) -> list[object]:
    return sequence(mapping(answer["post_stream"]).get("posts"))


def _with(raw: Raw, posts: list[object]) -> Raw:
    return {**raw, "post_stream": {"posts": posts}}


def _path(number: str, part: str = "") -> str:
    return f"/t/{quote(number, safe='')}{part}.json"
