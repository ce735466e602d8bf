"""Bluesky's API: what accounts say, and what a search finds; each conversation as its thread shows it.

Without a token, the public service is asked, which does not search. With one, the server of the account: it
asks the same questions for us. https://docs.bsky.app
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from harvest.errors import FetchError
from harvest.sources.bluesky import left_out, moment, post, post_id, reposted, root_of, uri_of
from harvest.sources.fields import BadRow, iso_time, mapping, sequence, whole_number
from harvest.sources.live.refusal import RefusedError
from harvest.sources.live.service import Host, Known, Step
from harvest.sources.live.walk import Walk
from harvest.sources.live.young import KEY, Young

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from datetime import datetime

    from harvest.config import Source
    from harvest.config.fetching import Fetch
    from harvest.model import Post
    from harvest.sources.live.service import Ask

    Raw = dict[str, object]
    Params = dict[str, str | int | Sequence[str]]

PUBLIC: Final = "https://public.api.bsky.app"
SERVER: Final = "https://bsky.social"
"""The server of most accounts."""
PAGE: Final = 100
BATCH: Final = 25
"""So many posts may be looked up at a time."""
LEVELS: Final = 100
"""So many levels of a thread come at a time: more would be nested deeper than JSON is read."""
PAUSE: Final = 0.1
"""Seconds between two requests: a server answers 3,000 in five minutes."""
LATE: Final = timedelta(minutes=15)
"""Posts are found some time after they were written, and stand where they belong by their time."""
_VISIBLE: Final = re.compile(r"[\x21-\x7e]{1,5000}")
FRESH: Final = timedelta(minutes=10)
"""A session this young is not why something is refused. They last for hours; new ones are few a day."""


class Bluesky:
    """Conversations around hashtags, searches, and what accounts say and are told."""

    format: Final = "bluesky"

    def host(self, source: Source, fetch: Fetch) -> Host:
        """A token is optional: without one, there is no search."""
        if fetch.token and not fetch.user:
            raise FetchError(
                f"the source {source.name} has a `fetch: token` and no `fetch: user`",
                todo="say which account the app password belongs to",
            )
        return Host(
            source=source.name,
            title="Bluesky",
            base=fetch.api or (SERVER if fetch.token else PUBLIC),
            token=fetch.token,
            needs="an app password (Settings, Privacy and security), and its account as `fetch: user`",
            pause=PAUSE,
            internal=fetch.internal,
        )

    async def news(self, ask: Ask) -> AsyncIterator[Step]:
        """What each account says; with a token, who mentions it; what searches find."""
        network, fetch = _Network(ask), ask.fetch
        for name in fetch.accounts:
            async for step in _feed(network, name):
                yield step
        searches: list[tuple[str, Params]] = []
        if fetch.token:
            searches += [(f"mentions:{name}", _mentions(name)) for name in fetch.accounts]
        searches += [(f"tag:{tag}", {"q": f"#{tag}", "tag": [tag]}) for tag in fetch.tags]
        searches += [(f"query:{query}", {"q": query}) for query in fetch.queries]
        for key, params in searches:
            async for step in _search(network, key, params):
                yield step
        async for step in _again(network, network.young.due(network.read)):
            yield step
        yield Step(cursors={KEY: network.young.cursor})

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """All their posts, 25 at a time; where somebody has replied since, the whole conversation."""
        async for step in _again(_Network(ask), known):
            yield step


def _mentions(name: str) -> Params:
    """A search must ask for some word; who is mentioned by handle is written so."""
    return {"q": "*" if name.startswith("did:") else f"@{name}", "mentions": name}


class _Network:
    """The way to the service in one run, with a session where there is a token."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.read: set[str] = set()
        """Posts: several of one conversation may be found."""
        self.young = Young(ask.cursor(KEY), ask.web.now())
        self._began: datetime | None = None
        """When the session began."""

    async def object(self, method: str, params: Params, *, has: str) -> dict[str, Any]:
        """The answer to a question. Raises FetchError."""
        web = self.ask.web
        if web.host.token and self._began is None:
            await self._begin()
        self.ask.reading(f"{web.host.base}/xrpc/{method}")
        try:
            return await web.object(f"/xrpc/{method}", params, has=has)
        except RefusedError as refusal:
            if self._began is None or web.now() - self._began < FRESH or refusal.status not in _EXPIRED:
                raise
        await self._begin()
        return await web.object(f"/xrpc/{method}", params, has=has)

    async def _begin(self) -> None:
        """Exchange the app password for a session, at the account's own server."""
        web = self.ask.web
        asked = {"identifier": self.ask.fetch.user, "password": web.host.token}
        found = await web.post("/xrpc/com.atproto.server.createSession", asked, has="accessJwt")
        session = str(found["accessJwt"])
        if not _VISIBLE.fullmatch(session):
            raise FetchError("Bluesky begins a session without a token", where=web.host.base)
        web.sign(session)
        self._began = web.now()

    def post(self, raw: Raw) -> Post | None:
        """The post that the service shows; None (reported) where it is bad."""
        try:
            return post(raw, self.ask.options)
        except BadRow as bad:
            self.ask.report.bad(1, str(bad))
            return None


_EXPIRED: Final = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED}


async def _again(network: _Network, known: Sequence[Known]) -> AsyncIterator[Step]:
    """Look at conversations again: edits, deletions, and where there are more replies, all of it."""
    ids = [id_ for one in known for id_ in one.posts if id_.startswith("at://")]
    seen: dict[str, Raw] = {}
    for at in range(0, len(ids), BATCH):
        uris = ids[at : at + BATCH]
        found = await network.object("app.bsky.feed.getPosts", {"uris": uris}, has="posts")
        here = {uri_of(raw): raw for raw in map(mapping, sequence(found.get("posts")))}
        seen |= here
        shown = {uri: raw for uri, raw in here.items() if not left_out(raw)}
        posts = [network.post(raw) for raw in shown.values()]
        yield Step(
            posts=tuple(one for one in posts if one),
            gone_posts=tuple(uri for uri in uris if uri not in shown),
        )
    for conversation in known:
        tree = {uri: seen[uri] for uri in conversation.posts if uri in seen}
        first = tree.get(conversation.id)
        if first and not left_out(first) and _unseen(tree):
            yield await _conversation(network, conversation.id, first)


async def _feed(network: _Network, name: str) -> AsyncIterator[Step]:
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
    return found if isinstance(found, str) and _VISIBLE.fullmatch(found) else ""


def _place(at: str) -> tuple[str, str]:
    """What a walk goes on from: the cursor of a page (or a time), and the post on it that was read last."""
    page, _, last = at.partition(" ")
    return page, last


def _beyond(last: str, items: list[Raw]) -> list[Raw]:
    """The items of a feed after the post that was read last; all where it is not among them."""
    uris = ["" if reposted(item) else uri_of(mapping(item.get("post"))) for item in items]
    return items[uris.index(last) + 1 :] if last and last in uris else items


async def _search(network: _Network, key: str, params: Params) -> AsyncIterator[Step]:
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


async def _listed(network: _Network, raw: Raw) -> Step:
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
        return Step(gone_posts=_ids((uri,)))
    return await _conversation(network, root_of(raw), raw)


async def _conversation(network: _Network, root: str, known: Raw) -> Step:
    """The conversation that begins at `root`, as far as it is shown; `known` is a post in it.

    Where the thread of its first post does not show the known one, it is read from there too: the first post
    may be gone, or the thread too long. Raises FetchError.
    """
    tree, report = _Tree(), network.ask.report
    if uri_of(known) == root and known.get("replyCount") == 0:
        tree.posts[root] = known
    else:
        await tree.read(network, root, above=0)
    is_whole = tree.is_whole and root in tree.posts
    if uri_of(known) not in tree.posts and not is_whole:
        await tree.read(network, uri_of(known), above=LEVELS)
    network.read |= tree.posts.keys()
    name = post_id(root)
    if root in tree.posts and (reason := left_out(tree.posts[root])):
        report.skipped(f"conversation: {reason}")
        return Step(gone=(name,))
    reasons = {uri: left_out(raw) for uri, raw in tree.posts.items()}
    reasons |= dict.fromkeys(tree.hidden, "post that is not shown to this account")
    for reason in filter(None, reasons.values()):
        report.skipped(reason)
    shown = [raw for uri, raw in tree.posts.items() if not reasons[uri]]
    posts = tuple(one for raw in shown if (one := network.post(raw)) and one.conversation == name)
    if posts:
        network.young.note(name, (one.id for one in posts), max(one.created for one in posts))
    here = frozenset(_ids((*map(uri_of, shown), *tree.hidden)))
    gone = {*tree.lost, *tree.posts} - {*map(uri_of, shown)}
    return Step(posts=posts, whole={name: here} if is_whole else {}, gone_posts=_ids(gone))


@dataclass(slots=True)
class _Tree:
    """What threads have shown of a conversation, by address."""

    posts: dict[str, Raw] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    """Blocked: they are there, and not shown."""
    lost: set[str] = field(default_factory=set)
    """Not there any more."""
    is_whole: bool = True
    """Whether every reply that a post is said to have was seen."""

    async def read(self, network: _Network, uri: str, above: int) -> None:
        """A thread from one post down to its end, and `above` levels up. Raises FetchError."""
        waiting, asked = [uri], set[str]()
        while waiting:
            at = waiting.pop()
            if at in asked:
                continue
            asked.add(at)
            params: Params = {"uri": at, "depth": LEVELS, "parentHeight": above if at == uri else 0}
            try:
                found = await network.object("app.bsky.feed.getPostThread", params, has="thread")
            except RefusedError as refusal:
                if not _is_missing(refusal):
                    raise
                self.lost.add(at)
                self.is_whole = False
                continue
            waiting += self._take(mapping(found.get("thread")))

    def _take(self, top: Raw) -> list[str]:
        """The posts of one answer; returns those below which it was cut off."""
        waiting, cut = [(top, False)], []
        while waiting:
            node, is_above = waiting.pop()
            raw, uri = mapping(node.get("post")), uri_of(mapping(node.get("post"))) or uri_of(node)
            if node.get("notFound") is True:
                self.lost.add(uri)
            elif not raw:
                self.hidden |= {uri} if uri else set()
            else:
                self.posts[uri] = raw
                below = [mapping(each) for each in sequence(node.get("replies"))]
                waiting += [(each, False) for each in below]
                if over := mapping(node.get("parent")):
                    waiting.append((over, True))
                if "replies" not in node and not is_above and whole_number(raw.get("replyCount")):
                    cut.append(uri)
                elif whole_number(raw.get("replyCount")) > sum("notFound" not in each for each in below):
                    self.is_whole = False
        return cut


def _unseen(tree: Mapping[str, Raw]) -> bool:
    """Whether some post has more replies than are in the tree."""
    seen: dict[str, int] = {}
    for raw in tree.values():
        parent = uri_of(mapping(mapping(mapping(raw.get("record")).get("reply")).get("parent")))
        seen[parent] = seen.get(parent, 0) + 1
    return any(whole_number(raw.get("replyCount")) > seen.get(uri, 0) for uri, raw in tree.items())


def _is_missing(refusal: RefusedError) -> bool:
    """The service says with a 400 and in words that a post is not there."""
    return refusal.status == HTTPStatus.BAD_REQUEST and "not found" in str(refusal).lower()


def _ids(uris: Sequence[str] | set[str]) -> tuple[str, ...]:
    """The ids of what has an address that can have one."""
    found = []
    for uri in uris:
        try:
            found.append(post_id(uri))
        except BadRow:
            continue
    return tuple(found)


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


SERVICE: Final = Bluesky()
