"""Mastodon's API: hashtags, accounts and mentions, newest first; each conversation as its contexts show it.

One server is asked, and only what it knows is found. https://docs.joinmastodon.org/methods/
"""

from __future__ import annotations

from http import HTTPStatus
from itertools import batched
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from harvest.sources.fields import BadRow, mapping, sequence
from harvest.sources.live.refusal import GoneError, RefusedError
from harvest.sources.live.service import Host, Known, Step
from harvest.sources.live.walk import Walk
from harvest.sources.mastodon import id_of, left_out, post

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from datetime import datetime

    from harvest.config import Source
    from harvest.model import Post
    from harvest.sources.live.service import Ask

    Raw = dict[str, object]
    Params = Mapping[str, str | int | Sequence[str]]

PAGE: Final = 40
"""So many of a list come at a time; servers give no more."""
BATCH: Final = 20
"""So many statuses may be looked up at a time."""
PAUSE: Final = 1.0
"""Seconds between two requests: a server answers 300 in five minutes."""
FEW: Final = 30
"""A context with fewer replies was not cut off: servers show visitors 60, and 20 levels of them. (Their limit
counts replies that are not for everybody too.) Where replies are missing from it, they are not shown to us."""
LEVELS: Final = 20


class Mastodon:
    """Conversations around hashtags, and around what accounts say and are told."""

    format: Final = "mastodon"

    def host(self, source: Source) -> Host:
        """A token is optional: without one, it sees what every visitor sees."""
        fetch = source.fetch
        token = fetch.token if fetch else ""
        return Host(
            source=source.name,
            title="Mastodon",
            base=source.url.rstrip("/"),
            token=token,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            needs="an access token with the scopes `read:statuses`, `read:accounts` and `read:notifications`",
            pause=PAUSE,
            internal=bool(fetch and fetch.internal),
        )

    async def news(self, ask: Ask) -> AsyncIterator[Step]:
        """Every list that is configured, and what the token's account was told."""
        read: set[str] = set()
        """Statuses of this run: one may stand in several lists, and in the conversation of another."""
        fetch = ask.source.fetch
        for tag in fetch.tags if fetch else ():
            async for step in _walk(
                ask, f"tag:{tag}", f"/api/v1/timelines/tag/{quote(tag, safe='')}", {}, read
            ):
                yield step
        for name in fetch.accounts if fetch else ():
            path = f"/api/v1/accounts/{quote(await _account(ask, name), safe='')}/statuses"
            async for step in _walk(ask, f"account:{name}", path, {"exclude_reblogs": "true"}, read):
                yield step
        if fetch and fetch.token:
            mentions: Params = {"types[]": ["mention"]}
            async for step in _walk(ask, "mentions", "/api/v1/notifications", mentions, read):
                yield step

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """All their statuses, twenty at a time; where somebody has replied since, the whole conversation."""
        conversations = {id_: one.id for one in known for id_ in one.posts}
        seen: dict[str, Raw] = {}
        for ids in batched(conversations, BATCH, strict=False):
            ask.reading(f"{ask.web.host.base}/api/v1/statuses")
            here = await _statuses(ask, ids)
            seen |= here
            shown = {id_: raw for id_, raw in here.items() if not left_out(raw)}
            yield Step(
                posts=tuple(
                    found
                    for id_, raw in shown.items()
                    if id_ in conversations and (found := _post(ask, raw, conversations[id_]))
                ),
                gone_posts=tuple(id_ for id_ in ids if id_ not in shown),
            )
        for one in known:
            tree = {id_: seen[id_] for id_ in one.posts if id_ in seen}
            first = tree.get(one.id)
            if first and _unseen(tree) and not left_out(first):
                yield await conversation(ask, first, set())


async def _account(ask: Ask, name: str) -> str:
    """The number of an account on this server."""
    try:
        found = await ask.web.object("/api/v1/accounts/lookup", {"acct": name}, has="id")
    except GoneError:
        where = f"{ask.web.host.base}/@{name}"
        todo = "write it as this server does: name, or name@other.server"
        raise GoneError(f"there is no account {name!r}", where=where, todo=todo) from None
    if mapping(found.get("moved")):
        ask.report.skipped(f"the account {name} has moved: add where to, and keep this one for what it said")
    return id_of(found)


async def _walk(ask: Ask, key: str, path: str, params: Params, read: set[str]) -> AsyncIterator[Step]:
    """A list, down to where the last walk began."""
    walk = Walk.read(ask.cursor(key), _first_id(ask.since) if ask.since else "")
    top = ""
    while True:
        marks = {"max_id": walk.at, "since_id": walk.since}
        asked: Params = {**params, "limit": PAGE, **{name: mark for name, mark in marks.items() if mark}}
        listed = [mapping(one) for one in await ask.web.list(path, asked)]
        ids = [id_ for one in listed if (id_ := id_of(one))]
        if not ids or ids[-1] == walk.at:
            break
        top = top or ids[0]
        for one in listed:
            step = await _listed(ask, mapping(one.get("status")) if "status" in one else one, read)
            if step:
                yield step
        walk = walk.on(ids[-1], top)
        yield Step(cursors={key: walk.cursor})
    yield Step(cursors={key: walk.through(top).cursor})


async def _listed(ask: Ask, status: Raw, read: set[str]) -> Step | None:
    """The conversation of a status in a list; None where this run has read it, or it is not for everybody."""
    if not id_of(status) or id_of(status) in read:
        return None
    if reason := left_out(status):
        ask.report.skipped(reason)
        return None
    return await conversation(ask, status, read)


async def conversation(ask: Ask, status: Raw, read: set[str]) -> Step:
    """The conversation that a status is in, as far as it is shown. `read` learns of it. Raises FetchError."""
    tree = {id_of(status): status}
    asked: set[str] = set()
    try:
        root = await _root(ask, status, tree, asked)
        if whole_number_of(root) and id_of(root) not in asked:
            await _look(ask, id_of(root), tree, asked)
        while _is_long(tree, id_of(root)) and (open_ := [one for one in _unseen(tree) if one not in asked]):
            await _look(ask, open_[0], tree, asked)
    except GoneError:  # since the list was read
        return Step(gone_posts=(id_of(status),))
    read |= tree.keys()
    name = id_of(root)
    if reason := left_out(root):
        ask.report.skipped(f"conversation: {reason}")
        return Step(gone=(name,))
    shown = {}
    for id_, raw in tree.items():
        if reason := left_out(raw):
            ask.report.skipped(reason)
        else:
            shown[id_] = raw
    posts = tuple(found for raw in shown.values() if (found := _post(ask, raw, name)))
    return Step(posts=posts, whole={} if _unseen(tree) else {name: frozenset(shown)})


async def _root(ask: Ask, status: Raw, tree: dict[str, Raw], asked: set[str]) -> Raw:
    """The first status of the conversation that is shown. Visitors see forty above one at a time."""
    first = status
    while first.get("in_reply_to_id") and id_of(first) not in asked:
        above = await _look(ask, id_of(first), tree, asked)
        first = above[0] if above else first
    return first


async def _look(ask: Ask, id_: str, tree: dict[str, Raw], asked: set[str]) -> list[Raw]:
    """Put what stands above and below a status into the tree; return what stands above, topmost first."""
    asked.add(id_)
    path = f"/api/v1/statuses/{quote(id_, safe='')}/context"
    ask.reading(f"{ask.web.host.base}{path}")
    found = await ask.web.object(path, has="descendants")
    above = [one for one in map(mapping, sequence(found.get("ancestors"))) if id_of(one)]
    below = [one for one in map(mapping, sequence(found.get("descendants"))) if id_of(one)]
    tree |= {id_of(one): one for one in (*above, *below)}
    return above


def _unseen(tree: Mapping[str, Raw]) -> list[str]:
    """The statuses that have more replies than are in the tree."""
    seen: dict[str, int] = {}
    for raw in tree.values():
        parent = str(raw.get("in_reply_to_id") or "")
        seen[parent] = seen.get(parent, 0) + 1
    return [id_ for id_, raw in tree.items() if whole_number_of(raw) > seen.get(id_, 0)]


def whole_number_of(raw: Raw) -> int:
    """How many replies a status has that are for everybody."""
    found = raw.get("replies_count")
    return found if isinstance(found, int) else 0


def _is_long(tree: Mapping[str, Raw], root: str) -> bool:
    """Whether a conversation may have been cut off, by the number of its replies or of their levels."""
    if len(tree) > FEW:
        return True
    levels = {root: 0}
    for id_ in tree:
        way = []
        while id_ in tree and id_ not in levels and id_ not in way:
            way.append(id_)
            id_ = str(tree[id_].get("in_reply_to_id") or "")  # noqa: PLW2901 - up the chain
        for at, one in enumerate(reversed(way), start=1):
            levels[one] = levels.get(id_, 0) + at
    return max(levels.values()) >= LEVELS


def _post(ask: Ask, raw: Raw, name: str) -> Post | None:
    """The post that a status makes; None (reported) where it is bad."""
    try:
        return post(raw, ask.options, name)
    except BadRow as bad:
        ask.report.bad(1, str(bad))
        return None


async def _statuses(ask: Ask, ids: Sequence[str]) -> dict[str, Raw]:
    """Those of the statuses that are there. Before Mastodon 4.3 they come one by one."""
    try:
        listed = await ask.web.list("/api/v1/statuses", {"id[]": ids})
    except RefusedError as refusal:
        if refusal.status not in {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.UNPROCESSABLE_ENTITY}:
            raise
    except GoneError:
        pass
    else:
        return {id_of(raw): raw for raw in map(mapping, listed)}
    found = {}
    for id_ in ids:
        try:
            found[id_] = await ask.web.object(f"/api/v1/statuses/{quote(id_, safe='')}", has="visibility")
        except GoneError:
            continue
    return found


def _first_id(since: datetime) -> str:
    """The smallest id that a status of that time may have: milliseconds above 16 other bits."""
    return str(int(since.timestamp() * 1000) << 16)


SERVICE: Final = Mastodon()
