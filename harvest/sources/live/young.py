"""Conversations that may still grow: something was said in them in the last days.

A hashtag or a mention leads to a conversation once, often before anybody has answered. What is said in it
later need not have the hashtag again, so that no list shows it. Each run looks at such a conversation again.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from harvest.sources.live.service import Known

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

KEY: Final = "young"
"""Of their cursor."""
DAYS: Final = timedelta(days=7)
MOST: Final = 200
"""So many are kept: those in which something was said last."""


def unseen(tree: Mapping[str, tuple[str, int]]) -> list[str]:
    """The posts that have more replies than are in the tree.

    `tree`: of each post, by id, the post that it replies to ("" for none), and how many replies it has.
    """
    seen = Counter(parent for parent, _ in tree.values())
    return [id_ for id_, (_, replies) in tree.items() if replies > seen[id_]]


class Young:
    """What a cursor has kept, and what this run has found."""

    def __init__(self, cursor: str, now: datetime) -> None:
        """A damaged cursor counts as none."""
        self._since = now - DAYS
        self._held: dict[str, tuple[datetime, tuple[str, ...]]] = {}
        try:
            for name, (last, posts) in json.loads(cursor or "{}").items():
                self._held[str(name)] = (datetime.fromisoformat(last), tuple(map(str, posts)))
        except (ValueError, TypeError, AttributeError):
            self._held = {}

    def note(self, name: str, posts: Iterable[str], last: datetime) -> None:
        """A conversation was read; something was said in it last at that time."""
        self._held[name] = (last, tuple(sorted(posts)))

    def due(self, read: Collection[str]) -> list[Known]:
        """Those to look at again; `read` holds what this run has read anyway."""
        return [Known(id=name, url="", posts=posts) for name, (_, posts) in self._kept() if name not in read]

    @property
    def cursor(self) -> str:
        """Those that are still young, as text."""
        return json.dumps({name: [last.isoformat(), posts] for name, (last, posts) in self._kept()})

    def _kept(self) -> list[tuple[str, tuple[datetime, tuple[str, ...]]]]:
        young = [(name, held) for name, held in self._held.items() if held[0] > self._since]
        return sorted(young, key=lambda one: (one[1][0], one[0]), reverse=True)[:MOST]
