"""Mastodon's API: hashtags, accounts and mentions, newest first; each conversation as its contexts show it.

One server is asked, and only what it knows is found. https://docs.joinmastodon.org/methods/
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from harvest.sources.fields import BadRow, mapping, sequence, whole_number
from harvest.sources.live.refusal import GoneError, RefusedError
from harvest.sources.live.service import Host, Known, Step, bearer
from harvest.sources.live.walk import Walk
from harvest.sources.live.young import KEY, Young, unseen
from harvest.sources.mastodon import id_of, left_out, post

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from datetime import datetime

    from harvest.config import Source
    from harvest.config.fetching import Fetch
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
FEW, LEVELS = 30, 20
"""A smaller context was not cut off: servers show visitors 60 replies and 20 levels, and count among the 60
what is not for everybody. Where replies are missing from a smaller one, they are not shown to us."""
LATE: Final = timedelta(hours=1)
"""Statuses of other servers come in late, and stand in lists where they belong by their time."""


class Mastodon:
    """Conversations around hashtags, and around what accounts say and are told."""

    format: Final = "mastodon"

    def host(self, source: Source, fetch: Fetch) -> Host:
        """A token is optional: without one, it sees what every visitor sees."""
        return Host(
            source=source.name,
            title="Mastodon",
            base=source.url.rstrip("/"),
            token=fetch.token,
            headers=bearer(fetch.token),
            needs="an access token with the scopes `read:statuses`, `read:accounts` and `read:notifications`",
            pause=PAUSE,
            internal=fetch.internal,
        )

    async def news(self, ask: Ask) -> AsyncIterator[Step]:
        """Every list that is configured, what the token's account was told, and what still grows."""
        server, fetch = _Server(ask), ask.fetch
        for tag in fetch.tags:
            path = f"/api/v1/timelines/tag/{quote(tag, safe='')}"
            async for step in server.walk(f"tag:{tag}", path, {}):
                yield step
        for name in fetch.accounts:
            path = f"/api/v1/accounts/{quote(await server.account(name), safe='')}/statuses"
            async for step in server.walk(f"account:{name}", path, {"exclude_reblogs": "true"}):
                yield step
        if fetch.token:
            asked: Params = {"types[]": ["mention"], "include_filtered": "true"}
            async for step in server.walk("mentions", "/api/v1/notifications", asked):
                yield step
        async for step in server.again(server.young.due(server.read)):
            yield step
        yield Step(cursors={KEY: server.young.cursor})

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """All their statuses, twenty at a time; where somebody has replied since, the whole conversation."""
        async for step in _Server(ask).again(known):
            yield step


class _Server:
    """What is asked of a server in one run."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.read: set[str] = set()
        """Statuses: one may stand in several lists, and in the conversation of another."""
        self.young = Young(ask.cursor(KEY), ask.web.now())

    async def account(self, name: str) -> str:
        """The number of an account on this server. Raises FetchError."""
        web = self._ask.web
        try:
            found = await web.object("/api/v1/accounts/lookup", {"acct": name}, has="id")
        except GoneError:
            todo = "write it as this server does: name, or name@other.server"
            raise GoneError(
                f"there is no account {name!r}", where=f"{web.host.base}/@{name}", todo=todo
            ) from None
        if found.get("moved"):
            self._ask.report.skipped(f"the account {name} has moved to another")
        return id_of(found)

    async def walk(self, key: str, path: str, params: Params) -> AsyncIterator[Step]:
        """A list, down to where the last walk began."""
        ask = self._ask
        walk = Walk.read(ask.cursor(key), _first_id(ask.since) if ask.since else "")
        top = ""
        while True:
            marks = {"max_id": walk.at, "since_id": walk.since}
            asked: Params = {**params, "limit": PAGE, **{name: mark for name, mark in marks.items() if mark}}
            listed = [mapping(one) for one in await ask.web.list(path, asked)]
            ids = [id_ for one in listed if (id_ := id_of(one))]
            if not ids or ids[-1] == walk.at:
                break
            top = top or _settled(ids[0], ask.web.now())
            for one in listed:
                status = mapping(one.get("status")) if "status" in one else one
                if not id_of(status):
                    ask.report.bad(1, "a status of this list has no id")
                elif id_of(status) not in self.read:
                    step = await self._listed(status)
                    walk = walk.on(id_of(one) or walk.at, top)
                    yield replace(step, cursors={key: walk.cursor, KEY: self.young.cursor})
            walk = walk.on(ids[-1], top)
            yield Step(cursors={key: walk.cursor})
        yield Step(cursors={key: walk.through(top).cursor})

    async def _listed(self, status: Raw) -> Step:
        """The conversation of a status in a list, unless the status is not for everybody."""
        if reason := left_out(status):
            self._ask.report.skipped(reason)
            return Step(gone_posts=(id_of(status),))
        return await self._conversation(status)

    async def again(self, known: Sequence[Known]) -> AsyncIterator[Step]:
        """Look at conversations again: edits, deletions, and where there are more replies, all of it."""
        conversations = {id_: one.id for one in known for id_ in one.posts}
        ids = list(conversations)
        seen: dict[str, Raw] = {}
        for at in range(0, len(ids), BATCH):
            some = ids[at : at + BATCH]
            here = await self._statuses(some)
            seen |= here
            shown = {id_: raw for id_, raw in here.items() if id_ in conversations and not left_out(raw)}
            posts = [self._post(raw, conversations[id_]) for id_, raw in shown.items()]
            yield Step(
                posts=tuple(one for one in posts if one),
                gone_posts=tuple(id_ for id_ in some if id_ not in shown),
            )
        for one in known:
            tree = {id_: seen[id_] for id_ in one.posts if id_ in seen}
            first = tree.get(one.id)
            if first and not left_out(first) and _unseen(tree):
                yield await self._conversation(first)

    async def _statuses(self, ids: Sequence[str]) -> dict[str, Raw]:
        """Those of the statuses that are there. Before Mastodon 4.3 they come one by one."""
        web = self._ask.web
        self._ask.reading(f"{web.host.base}/api/v1/statuses")
        try:
            listed = await web.list("/api/v1/statuses", {"id[]": ids})
            return {id_of(raw): raw for raw in map(mapping, listed)}
        except GoneError:
            pass
        except RefusedError as refusal:
            if refusal.status != HTTPStatus.METHOD_NOT_ALLOWED:
                raise
        found = {}
        for id_ in ids:
            try:
                found[id_] = await web.object(f"/api/v1/statuses/{quote(id_, safe='')}", has="visibility")
            except GoneError:
                continue
        return found

    async def _conversation(self, status: Raw) -> Step:
        """The conversation that a status is in, as far as it is shown. Raises FetchError."""
        tree, asked = {id_of(status): status}, set[str]()
        try:
            root = await self._root(status, tree, asked)
            if whole_number(root.get("replies_count")) and id_of(root) not in asked:
                await self._look(id_of(root), tree, asked)
            while _is_long(tree) and (more := [one for one in _unseen(tree) if one not in asked]):
                await self._look(more[0], tree, asked)
        except GoneError:  # since the list was read
            return Step(gone_posts=(id_of(status),))
        self.read |= tree.keys()
        name, report = id_of(root), self._ask.report
        if reason := left_out(root):
            report.skipped(f"conversation: {reason}")
            return Step(gone=(name,))
        reasons = {id_: left_out(raw) for id_, raw in tree.items()}
        for reason in filter(None, reasons.values()):
            report.skipped(reason)
        shown = frozenset(id_ for id_, reason in reasons.items() if not reason)
        posts = tuple(one for id_ in shown if (one := self._post(tree[id_], name)))
        if posts:
            self.young.note(name, (one.id for one in posts), max(one.created for one in posts))
        whole = {} if _unseen(tree) else {name: shown}
        return Step(posts=posts, whole=whole, gone_posts=tuple(tree.keys() - shown))

    async def _root(self, status: Raw, tree: dict[str, Raw], asked: set[str]) -> Raw:
        """The first status of the conversation that is shown. Visitors see forty above one at a time."""
        first = status
        while first.get("in_reply_to_id") and id_of(first) not in asked:
            above = await self._look(id_of(first), tree, asked)
            first = above[0] if above else first
        return first

    async def _look(self, id_: str, tree: dict[str, Raw], asked: set[str]) -> list[Raw]:
        """Put what stands above and below a status into the tree; return what stands above, from the top."""
        asked.add(id_)
        path = f"/api/v1/statuses/{quote(id_, safe='')}/context"
        self._ask.reading(f"{self._ask.web.host.base}{path}")
        found = await self._ask.web.object(path, has="descendants")
        above = [mapping(one) for one in sequence(found.get("ancestors"))]
        for one in (*above, *map(mapping, sequence(found.get("descendants")))):
            if id_of(one):
                tree[id_of(one)] = one
            else:
                self._ask.report.bad(1, "a status of this conversation has no id")
        return [one for one in above if id_of(one)]

    def _post(self, raw: Raw, name: str) -> Post | None:
        """The post that a status makes; None (reported) where it is bad."""
        try:
            return post(raw, self._ask.options, name)
        except BadRow as bad:
            self._ask.report.bad(1, str(bad))
            return None


def _unseen(tree: Mapping[str, Raw]) -> list[str]:
    """The statuses that have more replies for everybody than are in the tree."""
    return unseen({id_: (_parent(raw), whole_number(raw.get("replies_count"))) for id_, raw in tree.items()})


def _parent(raw: Raw) -> str:
    return str(raw.get("in_reply_to_id") or "")


def _is_long(tree: Mapping[str, Raw]) -> bool:
    """Whether a conversation may have been cut off, by the number of its replies or of their levels."""
    levels: dict[str, int] = {}
    for id_ in tree:
        way: list[str] = []
        at = id_
        while at in tree and at not in levels and at not in way:
            way.append(at)
            at = _parent(tree[at])
        for one in reversed(way):
            levels[one] = levels.get(_parent(tree[one]), 0) + 1
    return len(tree) > FEW or max(levels.values()) > LEVELS


def _first_id(since: datetime) -> str:
    """The smallest id that a status of that time may have: milliseconds above 16 other bits."""
    return str(int(since.timestamp() * 1000) << 16)


def _settled(top: str, now: datetime) -> str:
    """The newest id below which nothing more comes in. (Ids that hold no time are smaller, or no numbers.)"""
    latest = _first_id(now - LATE)
    return latest if top.isdecimal() and int(top) > int(latest) else top


SERVICE: Final = Mastodon()
