"""Steps of a source that wait for their commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from harvest.model import Post
    from harvest.sources.live import Step

MOST_POSTS: Final = 5_000
MOST_CHARACTERS: Final = 32 << 20
MOST_NAMES: Final = 200_000
"""Ids of posts that whole conversations are said to have, whether they came or not."""
MOST_SECONDS: Final = 60.0
"""A commit is made at whichever comes first."""


class Gathered:
    """Steps that wait for their commit."""

    def __init__(self, now: datetime) -> None:
        self._since = now
        self._characters = 0
        self._names = 0
        self.posts: list[Post] = []
        self.whole: dict[str, frozenset[str]] = {}
        self.gone: set[str] = set()
        self.gone_posts: set[str] = set()
        self.cursors: dict[str, str] = {}

    def cannot_take(self, step: Step) -> bool:
        """Whether a conversation of the step was seen before: what it lacks now may be what waits here."""
        return not (self.whole.keys() | self.gone).isdisjoint({*step.whole, *step.gone})

    def take(self, step: Step, apart: str = "") -> None:
        """Wait with the others; `apart` goes before the keys of its cursors."""
        self.posts += step.posts
        self._characters += sum(len(post.body) for post in step.posts)
        self._names += sum(map(len, step.whole.values()))
        self.whole |= step.whole
        self.gone |= set(step.gone)
        self.gone_posts |= set(step.gone_posts)
        self.cursors |= {apart + key: value for key, value in step.cursors.items()}

    def is_full(self, now: datetime) -> bool:
        """Whether it is time for a commit."""
        return (
            len(self.posts) >= MOST_POSTS
            or self._characters >= MOST_CHARACTERS
            or self._names >= MOST_NAMES
            or (now - self._since).total_seconds() >= MOST_SECONDS
        )

    def really(self, lost: Iterable[Post]) -> list[Post]:
        """Those tombstones that no post in here speaks against: it has moved to another conversation."""
        here = {post.id for post in self.posts if not post.deleted} - self.gone_posts
        return [post for post in lost if post.id not in here]

    def found(self) -> dict[str, str]:
        """The conversations in here, and where they can be read."""
        found: dict[str, str] = {}
        for post in self.posts:
            name = post.conversation or post.parent or post.id
            found[name] = found.get(name) or post.url
        return found
