"""Bluesky's API: what accounts say, and what a search finds; each conversation as its thread shows it.

Without a token, the public service is asked, which does not search. With one, the server of the account: it
asks the same questions for us. https://docs.bsky.app
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.errors import FetchError
from harvest.sources.live.bluesky import lists, threads
from harvest.sources.live.bluesky.asking import Network
from harvest.sources.live.service import Host, Step
from harvest.sources.live.young import KEY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from harvest.config import Source
    from harvest.config.fetching import Fetch
    from harvest.sources.live.bluesky.asking import Params
    from harvest.sources.live.service import Ask, Known

PUBLIC: Final = "https://public.api.bsky.app"
SERVER: Final = "https://bsky.social"
"""The server of most accounts."""
PAUSE: Final = 0.1
"""Seconds between two requests: a server answers 3,000 in five minutes."""


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
        network, fetch = Network(ask), ask.fetch
        for name in fetch.accounts:
            async for step in lists.feed(network, name):
                yield step
        searches: list[tuple[str, Params]] = []
        if fetch.token:
            searches += [(f"mentions:{name}", _mentions(name)) for name in fetch.accounts]
        searches += [(f"tag:{tag}", {"q": f"#{tag}", "tag": [tag]}) for tag in fetch.tags]
        searches += [(f"query:{query}", {"q": query}) for query in fetch.queries]
        for key, params in searches:
            async for step in lists.search(network, key, params):
                yield step
        async for step in threads.again(network, network.young.due(network.read)):
            yield step
        yield Step(cursors={KEY: network.young.cursor})

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """All their posts, 25 at a time; where somebody has replied since, the whole conversation."""
        async for step in threads.again(Network(ask), known):
            yield step


def _mentions(name: str) -> Params:
    """A search must ask for some word; who is mentioned by handle is written so."""
    return {"q": "*" if name.startswith("did:") else f"@{name}", "mentions": name}


SERVICE: Final = Bluesky()
