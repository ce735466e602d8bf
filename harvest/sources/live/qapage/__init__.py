"""Any forum: pages that say what they hold, found from sitemaps and feeds, as far as robots.txt allows.

Pages of the same host as their feed only. One page is one conversation, or its beginning: the pages that
follow it are read with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from harvest.sources.live.qapage.crawl import Crawl
from harvest.sources.live.qapage.pages import Pages
from harvest.sources.live.service import Host

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from harvest.config import Source
    from harvest.config.fetching import Fetch
    from harvest.sources.live.service import Ask, Known, Step

PAUSE: Final = 1.0
"""Seconds between two requests, where robots.txt asks for no more."""


class QaPages:
    """Conversations on pages of forums."""

    format: Final = "qapage"

    def host(self, source: Source, fetch: Fetch) -> Host:
        """Everybody's view: there is no token."""
        parts = urlsplit((*fetch.feeds, source.url)[0])
        return Host(
            source=source.name,
            title=parts.hostname or "the forum",
            base=f"{parts.scheme}://{parts.netloc}",
            pause=PAUSE,
            internal=fetch.internal,
        )

    async def news(self, ask: Ask) -> AsyncIterator[Step]:
        """Every feed that is configured, one after the other."""
        crawl = Crawl(ask)
        for address in ask.fetch.feeds:
            async for step in crawl.feed(address, 0):
                yield step
        if crawl.error:
            raise crawl.error

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """One page after the other; each says itself whether it has changed."""
        pages = Pages(ask)
        for one in known:
            found = await pages.look_again(one)
            if found is not None:
                yield found


SERVICE: Final = QaPages()
