"""What a live service is given, and what it must offer.

A service turns what it is asked for into *steps*. A step is what belongs together: posts, what they say about
their conversations, and the cursors that are true once the posts are in the lake. Whoever runs a service
takes steps one after the other and may stop after any of them; a later run goes on from the cursors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from harvest.config import Source
    from harvest.config.fetching import Fetch
    from harvest.model import Post
    from harvest.sources.live.transport import Web
    from harvest.sources.options import Report, SourceOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A service as its transport knows it."""

    source: str
    """The name of the source in mkdocs.yml."""
    title: str
    """The service as people write it: `Discourse`."""
    base: str
    """The base address of its API, without a slash at the end."""
    token: str = field(default="", repr=False)
    """What must never be shown; "" where there is none."""
    session: str = field(default="", repr=False)
    """What the token was exchanged for, where the service wants that; as secret."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Of every request to the host of `base`; the one with the token among them. Never sent elsewhere."""
    needs: str = ""
    """What the token must allow, in the service's own words."""
    pause: float = 0
    """Seconds between two requests; none are kept on the company's own network."""
    status_key: str = ""
    """Where the JSON of an error says what it is, in numbers like HTTP's: for services whose HTTP status is
    the same for all errors."""
    internal: bool = False
    """Whether the host of `base` may have a private address."""

    def one_line(self, text: str) -> str:
        """`text` fit for a message: printable, short, and never with the token in it."""
        for secret in filter(None, (self.token, self.session)):
            for spelled in (secret, quote(secret), quote(secret, safe=""), quote_plus(secret)):
                text = text.replace(spelled, "…")
        return "".join(each for each in " ".join(text[:10_000].split()) if each.isprintable())[:200]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What belongs together of what was fetched."""

    posts: tuple[Post, ...] = ()
    whole: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Conversations that were seen whole, and the ids of all posts in them (of bad ones too): what the lake
    has besides is no longer there."""
    gone: tuple[str, ...] = ()
    """Conversations that are not there any more, or no longer for everybody."""
    gone_posts: tuple[str, ...] = ()
    """Posts that are not there any more, or no longer for everybody."""
    cursors: Mapping[str, str] = field(default_factory=dict)
    """Where to go on, once this step is in the lake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A conversation in the lake that is to be looked at again."""

    id: str
    url: str
    """Where its first post can be read; "" where unknown."""
    posts: tuple[str, ...]
    """The ids of its posts in the lake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of a service in one run."""

    source: Source
    """Its configuration."""
    fetch: Fetch
    """What of it is asked for, and how."""
    options: SourceOptions
    web: Web
    report: Report
    reading: Callable[[str], None]
    """Called with the address of what is read next, before anything is reported of it."""
    cursor: Callable[[str], str]
    """Where the last run left off, by key; "" where there was none. Keys name the query they are about."""
    kept: Callable[[str], str]
    """The same, also what was kept before `--since` asked to read again; `cursor` then knows only of that."""
    root: Path
    """The folder that the `paths` of the source are relative to."""
    since: datetime | None
    """Nothing older is asked for, the first time; aware, UTC. None: as far back as the service goes."""


def bearer(token: str) -> dict[str, str]:
    """The header with which most services know a token; none where there is no token."""
    return {"Authorization": f"Bearer {token}"} if token else {}


class Service(Protocol):
    """One live service. One instance per module, listed in `harvest.sources.live.SERVICES`."""

    @property
    def format(self) -> str:
        """The format of its posts: what `format:` of the source says."""

    def host(self, source: Source, fetch: Fetch) -> Host:
        """Where and as whom it is asked. Raises FetchError where the configuration has no token and must."""

    def news(self, ask: Ask) -> AsyncIterator[Step]:
        """What is new or changed since the last run. Raises FetchError."""

    def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """Look again at conversations that pages rely on: were they edited, are they still there?

        Raises FetchError.
        """
