"""The formats of sources, a row each, and what `fetch` takes of those that are live services.

Configuration stands below the sources and cannot ask them; a test holds the names against theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_EVERYWHERE: Final = frozenset({"internal", "since", "requests", "minutes"})


@dataclass(frozen=True, slots=True)
class Live:
    """The keys of `fetch` in the configuration of a live service."""

    takes: frozenset[str]
    """All that it has a use for."""
    needs: tuple[frozenset[str], ...]
    """Groups of keys, of the source or its `fetch`, one of each of which must be there."""


def _live(takes: str, *needs: str) -> Live:
    """From keys with spaces between them."""
    return Live(_EVERYWHERE | set(takes.split()), tuple(frozenset(group.split()) for group in needs))


FORMATS: Final[Mapping[str, Live | None]] = {
    "x": _live("token queries accounts archive naming api", "queries accounts"),
    "twcs": None,
    "discourse": _live("token user queries tags categories", "url"),
    "stackexchange": _live("token api site tags", "site"),
    "kitsune": None,
    "github-discussions": _live("token repository categories api", "repository", "token"),
    "mastodon": _live("token tags accounts", "url", "tags accounts token"),
    "bluesky": _live("token user api queries tags accounts", "tags accounts queries"),
    "mailbox": _live("", "url paths"),
    "qapage": _live("feeds", "feeds"),
    "jsonl": None,
}
"""None: archives only."""
