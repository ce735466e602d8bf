"""Discourse's API: lists of topics, newest activity first; each topic whole, beyond its first twenty posts.

Where the JSON is closed, the feeds are read instead (`feeds`). https://docs.discourse.org
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.errors import FetchError
from harvest.sources.live.discourse import feeds, topics
from harvest.sources.live.discourse.lists import WAY, Run
from harvest.sources.live.failures import Failures
from harvest.sources.live.refusal import LaterError
from harvest.sources.live.service import Host, Known, Step

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from harvest.config import Source
    from harvest.config.fetching import Fetch
    from harvest.sources.live.service import Ask

PAUSE: Final = 0.5
"""Seconds between two requests: Discourse lets anonymous visitors make 200 a minute."""
PAUSE_WITH_KEY: Final = 1.0
"""And a key 60."""
_TEMPLATE: Final = re.compile(r"/t(/[^/]*)?/?$")


class Discourse:
    """Topics and everything that everybody may read in them."""

    format: Final = "discourse"

    def host(self, source: Source, fetch: Fetch) -> Host:
        """A key is optional: without one, it sees what every visitor sees."""
        token = fetch.token
        return Host(
            source=source.name,
            title="Discourse",
            base=_home(source.url),
            token=token,
            headers={"Api-Key": token, "Api-Username": fetch.user or "system"} if token else {},
            needs="the scope `Read-only`, or of the granular ones `topics: read, read_lists`, "
            "`categories: list, show` and, for `queries`, `search: show`",
            pause=PAUSE_WITH_KEY if token else PAUSE,
            internal=fetch.internal,
        )

    async def news(self, ask: Ask) -> AsyncIterator[Step]:
        """Every list that is configured, newest activity first; without any, all topics.

        Where not even the first list is shown to visitors, and never was, the feeds are.
        """
        opened = bool(ask.web.host.token) or ask.cursor(WAY) == "json"
        closed: FetchError | None = None
        if not (ask.cursor(WAY) == "feeds" and not opened and await feeds.still_closed(ask)):
            try:
                async for step in Run(ask).all():
                    opened = True
                    yield step
            except LaterError:
                raise
            except FetchError as error:
                if opened:
                    raise
                closed = error
            else:
                return
        async for step in feeds.news(ask, closed):
            yield step

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """One after the other: Discourse shows no two topics in one answer."""
        doors, failed = topics.Doors(ask), Failures()
        for one in known:
            from_feed = any(feeds.is_ours(post) for post in one.posts)
            steps = feeds.again(ask, one) if from_feed else topics.again(ask, one.id, doors)
            async for step in failed.but_for(one.id, steps):
                yield step
        failed.tell()


def _home(url: str) -> str:
    """The forum's own address, from that of the source, which may be a template for its topics."""
    before, template, _ = url.partition("{id}")
    return (_TEMPLATE.sub("", before) if template else before).rstrip("/")


SERVICE: Final = Discourse()
