"""Mail: what HyperKitty has archived of a public list, and mailboxes that mail is delivered into.

A source whose `url` is a HyperKitty list is asked there; one with `paths` is read from there. Both may be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.errors import FetchError
from harvest.sources.live.mailbox import files, hyperkitty
from harvest.sources.live.service import Host

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from harvest.config import Source
    from harvest.config.fetching import Fetch
    from harvest.sources.live.service import Ask, Known, Step


class Mailbox:
    """Every message is parsed by `harvest.sources.mailbox`, as those of archives are."""

    format: Final = "mailbox"

    def host(self, source: Source, fetch: Fetch) -> Host:
        """The list's archive. Raises FetchError where there is neither a list nor a mailbox."""
        if not (source.paths or hyperkitty.LIST.fullmatch(source.url)):
            raise FetchError(
                "this is no address of a list in HyperKitty",
                where=source.url,
                todo="write it as https://lists.example.org/archives/list/help@example.org/, or give `paths`",
            )
        return Host(
            source=source.name,
            title="HyperKitty",
            base=source.url.rstrip("/"),
            pause=hyperkitty.PAUSE,
            internal=fetch.internal,
        )

    async def news(self, ask: Ask) -> AsyncIterator[Step]:
        """What was delivered, then what was archived."""
        if ask.source.paths:
            async for step in files.news(ask):
                yield step
        if hyperkitty.LIST.fullmatch(ask.source.url):
            async for step in hyperkitty.news(ask):
                yield step

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """Only of a list, and where no mailbox is read: what was delivered need not be archived."""
        if not ask.source.paths and hyperkitty.LIST.fullmatch(ask.source.url):
            async for step in hyperkitty.again(ask, known):
                yield step


SERVICE: Final = Mailbox()
