"""X's API v2: posts that queries find and that mention accounts, and the conversations they belong to.

Search and timelines have the newest first. Marks are ids of posts: X's ids order by time, and one can be made
for any moment. Search may leave a post out that is still there, so what it does not show is not taken for
deleted: only what a look-up says counts. https://docs.x.com/x-api
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from harvest.errors import FetchError
from harvest.sources.live.refusal import GoneError, RefusedError
from harvest.sources.live.service import Host, Known, Step
from harvest.sources.live.walk import Walk
from harvest.sources.live.x_asking import BATCH, WEEK, Calls, Found, is_id
from harvest.sources.live.x_watching import Watch
from harvest.sources.snowflake import snowflake_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from harvest.config import Source
    from harvest.sources.live.service import Ask
    from harvest.sources.live.x_watching import Look

    Pages = Callable[[str, str, str], Awaitable[Found]]
    """A list, newest first, a page at a time: after an id, before an id, and the token of the page."""

API: Final = "https://api.x.com"
NEEDS: Final = "a bearer token of an app that may search, with the scopes `tweet.read` and `users.read`"
WATCHED: Final = "conversations"
"""The cursor of the conversations that are being read."""
SETTLED: Final = timedelta(seconds=30)
"""What is younger may be followed by something older that X has not indexed yet."""
SKEW: Final = timedelta(days=1)
"""So far at most may our clock and X's be apart."""

_LENGTH: Final = {False: 512, True: 1024}
"""Characters of a query: in recent search, and in the full archive."""
_RETWEETS: Final = "is:retweet"
_HANDLE: Final = re.compile(r"\w{1,15}", re.ASCII)
_TOO_OLD: Final = "what was written more than a week ago: recent search goes back no further"
_CORRECT: Final = "correct `accounts`"


class X:
    """Posts and what is said around them. Followers are not asked for."""

    format: Final = "x"

    def host(self, source: Source) -> Host:
        """Nothing is shown without a token."""
        fetch = source.fetch
        if fetch is None or not fetch.token:
            raise FetchError(
                f"X asks for a token, and the source {source.name} has none",
                where=API,
                todo=f"set the variable that its `fetch: token` names: {NEEDS}",
            )
        return Host(
            source=source.name,
            title="X",
            base=fetch.api or API,
            token=fetch.token,
            headers={"Authorization": f"Bearer {fetch.token}"},
            needs=NEEDS + (" and access to full-archive search" if fetch.archive else ""),
            pause=1 if fetch.archive else 0,
            internal=fetch.internal,
        )

    async def news(self, ask: Ask) -> AsyncIterator[Step]:
        """What queries find and what mentions accounts, each conversation whole; then the watched ones."""
        run = _Run(ask)
        async for step in run.looks(new=True):  # what the last run has left
            yield step
        async for key, pages in _lists(run):
            async for step in run.walk(key, pages):
                yield step
        async for step in run.looks(new=False):
            yield step

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """A hundred posts at a time, whatever conversations they are from."""
        calls = Calls(ask)
        waiting = list(dict.fromkeys(id_ for one in known for id_ in one.posts if is_id(id_)))
        asked: set[str] = set()
        while waiting:
            batch, waiting = waiting[:BATCH], waiting[BATCH:]
            asked.update(batch)
            found = await calls.posts(batch)
            more = (*found.newer, *found.unnamed)
            waiting += [one for one in more if one not in asked and one not in waiting]
            yield Step(posts=found.posts, gone_posts=found.gone)


async def _lists(run: _Run) -> AsyncIterator[tuple[str, Pages]]:
    """The key and the pages of every query and every account."""
    fetch = run.ask.source.fetch
    if fetch is None:
        return
    numbers = await _numbers(run, fetch.accounts)
    for query in fetch.queries:
        yield f"query:{query}", _searching(run.calls, query)
    for number in numbers:
        yield f"mentions:{number}", _mentioning(run.calls, number)


async def _numbers(run: _Run, names: Sequence[str]) -> list[str]:
    """The ids of accounts, which stay when they are renamed; asked for once."""
    held = {name.lower(): run.ask.kept(f"account:{name.lower()}") for name in names}
    for name in held:
        if not _HANDLE.fullmatch(name):
            raise FetchError(f"{name!r} is no name of an account at X", where="mkdocs.yml", todo=_CORRECT)
    unknown = [name for name in held if not held[name]]
    while unknown:
        batch, unknown = unknown[:BATCH], unknown[BATCH:]
        held |= await run.calls.accounts(batch)
        for name in batch:
            if not held[name]:
                what = f"X knows no account {name!r}, or has suspended it"
                raise GoneError(what, where=f"{run.ask.web.host.base}/2/users/by", todo=_CORRECT)
            run.cursors[f"account:{name}"] = held[name]
    return list(dict.fromkeys(held.values()))


def _searching(calls: Calls, query: str) -> Pages:
    asked = query if _RETWEETS in query else f"({query}) -{_RETWEETS}"

    async def pages(since: str, until: str, token: str) -> Found:
        try:
            return await calls.search(asked, since, until, token)
        except RefusedError as error:
            if error.status != HTTPStatus.BAD_REQUEST:
                raise
            what = f"X does not take the query {query!r}: {error.what}"
            raise RefusedError(what, status=error.status, where=error.where, todo="correct it") from None

    return pages


def _mentioning(calls: Calls, account: str) -> Pages:
    return lambda since, until, token: calls.mentions(account, since, until, token)


class _Run:
    """What one run reads, and the conversations that it watches."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.calls = Calls(ask)
        self.cursors: dict[str, str] = {}
        """Of accounts; they go with every step."""
        self._watch = Watch(ask.kept(WATCHED))
        since = snowflake_at(ask.since) if ask.since else "0"
        self._since = since if int(since) else ""
        self._length = _LENGTH[self.calls.archive]
        if ask.kept(WATCHED) and not ask.cursor(WATCHED):
            self._watch.back(self._since)

    async def walk(self, key: str, pages: Pages) -> AsyncIterator[Step]:
        """A list down to where the last walk began; what it finds is read whole on the way."""
        walk = Walk.read(self.ask.cursor(key), self._since)
        if not all(is_id(each) for each in (walk.since, walk.top, walk.at) if each):
            walk = Walk(self._since)  # a damaged memory counts as none
        if self.ask.cursor(key) and key.startswith("query:") and not self.calls.reaches(walk.since):
            self.ask.report.skipped(_TOO_OLD)
        async for found, gone_on in self._pages(pages, walk):
            self._watch.add(found.matched)
            yield self._step(found, {key: gone_on.cursor})
            async for step in self.looks(new=True):
                yield step

    async def looks(self, *, new: bool) -> AsyncIterator[Step]:
        """Conversations, many at a time; `new`: only such as were never read."""
        while look := self._watch.next(self._length, new=new):
            async for step in self._look(look):
                yield step

    async def _look(self, look: Look) -> AsyncIterator[Step]:
        """Conversations as far back as search goes, and then what they began with."""
        known: set[str] = set()

        def pages(since: str, until: str, token: str) -> Awaitable[Found]:
            return self.calls.search(look.query, since, until, token)

        if not look.searched:
            async for found, walk in self._pages(pages, look.walk):
                look.walk = walk
                self._watch.add(found.matched)
                look.saw(found.posts, known)
                look.wanted.difference_update(found.gone)
                look.searched = not found.more
                yield self._step(found, {})
        while look.wanted:
            batch = sorted(look.wanted)[:BATCH]
            found = await self.calls.posts(batch)
            known.update(batch)
            look.saw(found.posts, known)
            look.wanted.difference_update(batch)
            look.wanted.update({*found.newer, *found.unnamed} - known)
            yield self._step(found, {})
        self._watch.finish(snowflake_at(self.ask.web.now() - WEEK))
        yield self._step(Found(), {})

    async def _pages(self, pages: Pages, walk: Walk) -> AsyncIterator[tuple[Found, Walk]]:
        """Page after page, and how far the walk has come with each."""
        since, until, token = walk.since, walk.at, ""
        while True:
            found = await self._named(await pages(since, until, token))
            top = walk.top or self._top(since, found.newest)
            if not found.more:
                yield found, walk.through(top)
                return
            walk = walk.on(min(filter(None, (walk.at, found.oldest)), key=int, default=""), top)
            token = found.more
            yield found, walk

    async def _named(self, found: Found) -> Found:
        """With the posts that were shown without their author."""
        missing = found.unnamed
        while missing:
            more = await self.calls.posts(missing[:BATCH])
            missing = missing[BATCH:]
            posts, gone = (*more.posts, *found.posts), (*more.gone, *found.gone)
            found = replace(found, posts=tuple(dict.fromkeys(posts)), gone=tuple(dict.fromkeys(gone)))
        return found

    def _top(self, since: str, newest: str) -> str:
        """Up to where everything was read, when the first page of a walk has come."""
        now = self.ask.web.now()
        self._watch.latest = max(self._watch.latest, newest or "0", key=int)
        settled = min(self._watch.latest, snowflake_at(now - SETTLED), key=int)
        return max(since or "0", settled, snowflake_at(now - SKEW), key=int)

    def _step(self, found: Found, cursors: Mapping[str, str]) -> Step:
        return Step(
            posts=found.posts,
            gone_posts=found.gone,
            cursors={**self.cursors, **cursors, WATCHED: self._watch.cursor},
        )


SERVICE: Final = X()
