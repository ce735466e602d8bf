"""The stand-ins of all services: what each answers, and how a source that asks it is configured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

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
    from collections.abc import Mapping

    import httpx


class Answering(Protocol):
    """A service with invented conversations."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What it says to a request."""


class Standin(Protocol):
    """The module of a stand-in."""

    @property
    def SOURCES(self) -> str:  # noqa: N802 - a constant of the module
        """The `sources:` of a mkdocs.yml, as YAML: one source."""

    @property
    def ENVIRON(self) -> Mapping[str, str]:  # noqa: N802
        """The variables that it names."""

    def kettles(self) -> Answering:
        """A new one, big enough that it pages."""


STANDINS: Final[Mapping[str, Standin]] = {
    "discourse": discourse,
    "discourse, by its feeds": discourse_feeds,
    "x": x,
    "stackexchange": stackexchange,
    "github-discussions": github_discussions,
    "mastodon": mastodon,
    "bluesky": bluesky,
    "mailbox": mailbox,
    "qapage": qapage,
}
"""By format. All faults run against each (`test_faults.py`)."""
