"""The stand-ins of all services: what each answers, and how a source that asks it is configured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.live import (
    anyforum,
    bluesky,
    discussions,
    exchange,
    feeds,
    forum,
    lists,
    mastodon,
    network,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx


@dataclass(frozen=True, slots=True, kw_only=True)
class Standin:
    """One service with invented conversations."""

    sources: str
    """The `sources:` of a mkdocs.yml, as YAML: one source."""
    make: Callable[[], Callable[[httpx.Request], httpx.Response]]
    """A new one, which answers."""
    environ: Mapping[str, str]


STANDINS: Final[Mapping[str, Standin]] = {
    "discourse": Standin(sources=forum.SOURCES, make=lambda: forum.kettles().answer, environ={}),
    "x": Standin(sources=network.SOURCES, make=lambda: network.kettles().answer, environ=network.ENVIRON),
    "github-discussions": Standin(
        sources=discussions.SOURCES,
        make=lambda: discussions.kettles().answer,
        environ=discussions.ENVIRON,
    ),
    "stackexchange": Standin(sources=exchange.SOURCES, make=lambda: exchange.kettles().answer, environ={}),
    "bluesky": Standin(
        sources=bluesky.SOURCES, make=lambda: bluesky.kettles().answer, environ=bluesky.ENVIRON
    ),
    "mastodon": Standin(sources=mastodon.SOURCES, make=lambda: mastodon.kettles().answer, environ={}),
    "discourse, by its feeds": Standin(sources=forum.SOURCES, make=lambda: feeds.feeds().answer, environ={}),
    "mailbox": Standin(sources=lists.SOURCES, make=lambda: lists.kettles().answer, environ={}),
    "qapage": Standin(sources=anyforum.SOURCES, make=lambda: anyforum.kettles().answer, environ={}),
}
