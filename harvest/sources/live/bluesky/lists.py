"""What leads to conversations at Bluesky: what accounts say, and what searches find, newest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Final

from harvest.sources.bluesky import left_out, moment, post_id, reposted, root_of, uri_of
from harvest.sources.fields import BadRow, iso_time, mapping, sequence
from harvest.sources.live.bluesky.asking import VISIBLE
from harvest.sources.live.bluesky.threads import conversation, ids_of
from harvest.sources.live.service import Step
from harvest.sources.live.walk import Walk
from harvest.sources.live.young import KEY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from harvest.sources.live.bluesky.asking import Network, Params, Raw

PAGE: Final = 100
"""So many posts come at a time."""
LATE: Final = timedelta(minutes=15)
"""Posts are found some time after they were written, and stand where they belong by their time."""


async def feed(network: Network, name: str) -> AsyncIterator[Step]:
    """What an account says, newest first, down to where the last walk began."""
    key, ask = f"account:{name}", network.ask
    walk = Walk.read(ask.cursor(key), _text(ask.since))
    page, last = _place(walk.at)
    top = ""
    while True:
        asked: Params = {"actor": name, "limit": PAGE, "filter": "posts_with_replies"}
        asked |= {"cursor": page} if page else {}
        found = await network.object("app.bsky.feed.getAuthorFeed", asked, has="feed")
        items = [mapping(item) for item in sequence(found.get("feed"))]
        new = [item for item in items if _newer(_stands_at(item), walk.since)]
        top = top or _settled(max(map(_stands_at, new), default=""), ask.web.now())
        for item in _beyond(last, new):
            uri = uri_of(mapping(item.get("post")))
            if reposted(item):
                ask.report.skipped("repost")
            elif uri not in network.read:
                step = await _listed(network, mapping(item.get("post")))
                walk = walk.on(f"{page} {uri}", top)
                yield replace(step, cursors={key: walk.cursor, KEY: network.young.cursor})
        following = _cursor(found.get("cursor"))
        if not following or following == page or len(new) < len(items):
            break
        page, last = following, ""
        walk = walk.on(f"{page} ", top)
        yield Step(cursors={key: walk.cursor})
    yield Step(cursors={key: walk.through(top).cursor})


def _cursor(found: object) -> str:
    """A cursor as the service gives it; "" for none, and for what can be none."""
    return found if isinstance(found, str) and VISIBLE.fullmatch(found) else ""


def _place(at: str) -> tuple[str, str]:
    """What a walk goes on from: the cursor of a page (or a time), and the post on it that was read last."""
    page, _, last = at.partition(" ")
    return page, last


def _beyond(last: str, items: list[Raw]) -> list[Raw]:
    """The items of a feed after the post that was read last; all where it is not among them."""
    uris = ["" if reposted(item) else uri_of(mapping(item.get("post"))) for item in items]
    return items[uris.index(last) + 1 :] if last and last in uris else items


async def search(network: Network, key: str, params: Params) -> AsyncIterator[Step]:
    """What a search finds, newest first, down to where the last walk began.

    Its cursor is a number of results and shifts with each new post: it goes on by time instead.
    """
    ask = network.ask
    walk = Walk.read(ask.cursor(key), _text(ask.since))
    until, last = _place(walk.at)
    listed = {last}
    top = ""
    while True:
        asked = {**params, "sort": "latest", "limit": PAGE}
        asked |= {"since": walk.since} if walk.since else {}
        asked |= {"until": until} if until else {}
        found = await network.object("app.bsky.feed.searchPosts", asked, has="posts")
        views = [mapping(raw) for raw in sequence(found.get("posts"))]
        new = [raw for raw in views if uri_of(raw) not in listed and _newer(_time(raw), walk.since)]
        listed |= {uri_of(raw) for raw in views}
        top = top or _settled(max(map(_time, new), default=""), ask.web.now())
        for raw in new:
            if uri_of(raw) not in network.read:
                step = await _listed(network, raw)
                walk = walk.on(f"{_after(_time(raw)) or until} {uri_of(raw)}", top)
                yield replace(step, cursors={key: walk.cursor, KEY: network.young.cursor})
        until = _after(_time(views[-1])) if views else ""
        if not new or not found.get("cursor") or not until:
            break
        walk = walk.on(f"{until} {uri_of(views[-1])}", top)
        yield Step(cursors={key: walk.cursor})
    yield Step(cursors={key: walk.through(top).cursor})


async def _listed(network: Network, raw: Raw) -> Step:
    """The conversation of a post that was found, unless the post is not for everybody."""
    uri, report = uri_of(raw), network.ask.report
    network.read.add(uri)
    try:
        post_id(uri)
        post_id(root_of(raw))
    except BadRow as bad:
        report.bad(1, str(bad))
        return Step()
    if reason := left_out(raw):
        report.skipped(reason)
        return Step(gone_posts=ids_of((uri,)))
    return await conversation(network, root_of(raw), raw)


def _stands_at(item: Raw) -> str:
    """The time by which a feed orders an item: a repost's is its own. "" where it cannot be read."""
    if not reposted(item):
        return _time(mapping(item.get("post")))
    try:
        return _text(iso_time(mapping(item.get("reason")).get("indexedAt"), "indexedAt"))
    except BadRow:
        return ""


def _time(raw: Raw) -> str:
    """The time by which searches and feeds order a post; "" where it cannot be read."""
    try:
        return _text(moment(raw))
    except BadRow:
        return ""


def _text(time: datetime | None) -> str:
    """A time as the service writes it, in milliseconds: texts that sort like the times."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z" if time else ""


def _newer(time: str, since: str) -> bool:
    """Whether it is later; what cannot be read is looked at."""
    return not time or time > since


def _after(time: str) -> str:
    """The next moment that can be told from it: what stands at the same one comes again. "" for none."""
    return _text(iso_time(time, "time") + timedelta(milliseconds=1)) if time else ""


def _settled(top: str, now: datetime) -> str:
    """The newest time before which nothing more will come in."""
    return min(top, _text(now - LATE))
