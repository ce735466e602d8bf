"""What the lake should hold, worked out the plain way: dictionaries, one post at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from harvest.lake import read_partition
from harvest.model import Author, Markup, Post

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harvest.lake import Lake

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def make_post(id_: str = "1", body: str = "The kettle stops early.", **more: object) -> Post:
    """A post with little in it."""
    fields: dict[str, object] = {
        "source": "forum",
        "author": Author(key="ada"),
        "created": NOON,
        "version": NOON,
        "markup": Markup.TEXT,
    }
    return Post(id=id_, body=body, **{**fields, **more})  # type: ignore[arg-type]


def store(
    lake: Lake, posts: Iterable[Post], *, source: str = "forum", hour: int = 0
) -> tuple[int, int, int, int]:
    """One import; what it did: new, changed, deleted, unchanged."""
    with lake.write(source, now=NOON + timedelta(hours=hour)) as batch:
        for post in posts:
            batch.add(post)
    done = batch.summary
    return done.new, done.changed, done.deleted, done.unchanged


def conversations(lake: Lake, count: int = 1) -> list[list[Post]]:
    """Everything the lake shows."""
    with lake.partitions(count) as paths:
        assert len(paths) == count
        return [conversation for path in paths for conversation in read_partition(path)]


def shown(lake: Lake, count: int = 1) -> dict[tuple[str, str], Post]:
    """Everything the lake shows, by source and id; fails if anything is shown twice."""
    found: dict[tuple[str, str], Post] = {}
    for conversation in conversations(lake, count):
        for post in conversation:
            assert (post.source, post.id) not in found
            found[post.source, post.id] = post
    return found


def current(rows: Iterable[Post]) -> dict[tuple[str, str], Post]:
    """The row that counts for each post, tombstones included, from all rows in the order they were added."""
    winners: dict[tuple[str, str], Post] = {}
    for post in rows:
        key = (post.source, post.id)
        if key not in winners or post.version >= winners[key].version:
            winners[key] = post
    return winners


def grouped(rows: Sequence[Post]) -> set[frozenset[str]]:  # noqa: C901 — the rules, side by side
    """The ids of one source's current posts as they belong together."""
    winners = {post.id: post for post in current(rows).values()}
    alive = {post.id: post for post in current(row for row in rows if not row.deleted).values()}
    links = {}
    for id_, post in winners.items():
        bare = post.deleted and not post.conversation and not post.parent
        links[id_] = alive.get(id_, post) if bare else post
    known = {alias: id_ for id_ in sorted(links, reverse=True) for alias in links[id_].aliases}
    known.update({id_: id_ for id_ in links})

    def top(id_: str) -> str:
        """Where the chain of replies ends."""
        path = [id_]
        while True:
            post = links.get(path[-1])
            if post is None or post.conversation or not post.parent:
                return path[-1]
            above = known.get(post.parent, post.parent)
            if above in path:
                return min(path[path.index(above) :])
            path.append(above)

    names = {post.conversation for post in links.values() if post.conversation}
    replies: dict[str, set[str]] = {}
    for post in links.values():
        if post.conversation and post.parent:
            replies.setdefault(top(known.get(post.parent, post.parent)), set()).add(post.conversation)

    def name(id_: str) -> str:
        if links[id_].conversation:
            return links[id_].conversation
        end = top(id_)
        last = links.get(end)
        if last is not None and last.conversation:
            return last.conversation
        own = {end, *(last.aliases if last else ())} & names
        return min(own or replies.get(end, set()) or {end})

    groups: dict[str, set[str]] = {}
    for id_, post in winners.items():
        if not post.deleted:
            groups.setdefault(name(id_), set()).add(id_)
    return {frozenset(group) for group in groups.values()}
