"""The stand-ins of all services: what each answers, and how a source that asks it is configured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.live.bluesky import standin as bluesky
from tests.live.discourse import standin as discourse
from tests.live.discourse import standin_feeds as discourse_feeds
from tests.live.github_discussions import standin as github_discussions
from tests.live.mailbox import standin as mailbox
from tests.live.mastodon import standin as mastodon
from tests.live.qapage import standin as qapage
from tests.live.stackexchange import standin as stackexchange
from tests.live.x import standin as x

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
    "discourse": Standin(sources=discourse.SOURCES, make=lambda: discourse.kettles().answer, environ={}),
    "x": Standin(sources=x.SOURCES, make=lambda: x.kettles().answer, environ=x.ENVIRON),
    "github-discussions": Standin(
        sources=github_discussions.SOURCES,
        make=lambda: github_discussions.kettles().answer,
        environ=github_discussions.ENVIRON,
    ),
    "stackexchange": Standin(
        sources=stackexchange.SOURCES, make=lambda: stackexchange.kettles().answer, environ={}
    ),
    "bluesky": Standin(
        sources=bluesky.SOURCES, make=lambda: bluesky.kettles().answer, environ=bluesky.ENVIRON
    ),
    "mastodon": Standin(sources=mastodon.SOURCES, make=lambda: mastodon.kettles().answer, environ={}),
    "discourse, by its feeds": Standin(
        sources=discourse.SOURCES, make=lambda: discourse_feeds.feeds().answer, environ={}
    ),
    "mailbox": Standin(sources=mailbox.SOURCES, make=lambda: mailbox.kettles().answer, environ={}),
    "qapage": Standin(sources=qapage.SOURCES, make=lambda: qapage.kettles().answer, environ={}),
}
