"""The lake: every post ever fetched, as immutable rows in Parquet files, read with DuckDB.

    <root>/posts/<source>/<UTC stamp>-<number>.parquet   one file per commit; many small ones become one
    <root>/cursors/<source>.json                         where the next fetch of a source goes on
    <root>/scratch/                                      temporary; the next writer empties it
    <root>/write.lock, scratch.lock                      empty; held while somebody is at work

Of the rows of one post the highest `version` counts, then the one fetched last. A deletion is a row too.
A commit is one rename: an import is in the lake whole or not at all, and its cursors follow it.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvest.lake.commit import Batch, Summary, load_cursors
from harvest.lake.files import only_writer, scratch
from harvest.lake.joining import join
from harvest.lake.missing import missing
from harvest.lake.partition import deal, pick, read_partition
from harvest.lake.query import connect, data_files, named, place_posts, reading
from harvest.lake.rows import moment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    import duckdb

    from harvest.model import Post

__all__ = ["Batch", "Found", "Lake", "SourceCount", "Summary", "Writer", "read_partition"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCount:
    """What the lake holds of one source, as readers see it: deleted posts do not count."""

    name: str
    posts: int
    conversations: int
    fetched: datetime
    """When a row of it was last taken in; aware, UTC."""


@dataclass(frozen=True, slots=True)
class Found:
    """The conversation that a name means."""

    ref: str
    """`Thread.ref`."""
    gone: bool
    """Every post of it has been deleted or hidden at the source."""


class Writer:
    """Who alone may write to a lake. Made by `Lake.alone`."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def missing(
        self,
        source: str,
        *,
        whole: Mapping[str, Collection[str]],
        gone: Collection[str] = (),
        gone_posts: Collection[str] = (),
    ) -> list[Post]:
        """Tombstones for the posts in the lake that are no longer there.

        `whole`: conversations and the ids of all posts that they have now. `gone`: conversations, and
        `gone_posts`: posts, of which nothing is left. Raises LakeError.
        """
        with scratch(self._root) as folder:
            return missing(self._root, source, folder, whole=whole, gone=gone, gone_posts=gone_posts)

    @contextmanager
    def batch(self, source: str, *, now: datetime) -> Iterator[Batch]:
        """One import: committed on normal exit, nothing at all on an exception.

        `now` is when the rows were fetched. Raises LakeError.
        """
        join(self._root, source)
        with scratch(self._root, clean=True) as folder:
            load_cursors(self._root, source)  # a damaged one is better found before the work than after
            batch = Batch(self._root, source, folder, now)
            try:
                yield batch
                batch.commit()
            finally:
                batch.abandon()


class Lake:
    """A folder of posts. Any number may read while one writes; a reader sees what was there when it began.

    Every method raises LakeError where the folder cannot be used or a file in it is not sound.
    """

    def __init__(self, root: Path) -> None:
        """Touches nothing: the folder is made by the first write."""
        self._root = root

    @contextmanager
    def write(self, source: str, *, now: datetime) -> Iterator[Batch]:
        """One import: committed on normal exit, nothing at all on an exception.

        `now` is when the rows were fetched. Raises LakeError at once while another process writes.
        """
        with self.alone() as writer, writer.batch(source, now=now) as batch:
            yield batch

    @contextmanager
    def alone(self) -> Iterator[Writer]:
        """Many imports, one after the other, with nobody else writing in between.

        Raises LakeError at once while another process writes.
        """
        with only_writer(self._root):
            yield Writer(self._root)

    def cursor(self, source: str, key: str) -> str | None:
        """Where the next fetch goes on; None where nothing was saved."""
        return load_cursors(self._root, source).get(key)

    def cursors(self, source: str) -> tuple[str, ...]:
        """The keys of all that was saved."""
        return tuple(load_cursors(self._root, source))

    def sources(self) -> tuple[SourceCount, ...]:
        """What the lake holds, by name."""
        with self._placed() as placed:
            if placed is None:
                return ()
            query, _ = placed
            counts = query.execute("""
                SELECT source, count(*) FILTER (NOT deleted),
                       count(DISTINCT conversation) FILTER (NOT deleted), epoch_us(max(fetched))
                FROM place GROUP BY source ORDER BY source""").fetchall()
        return tuple(
            SourceCount(name=name, posts=posts, conversations=conversations, fetched=moment(fetched))
            for name, posts, conversations, fetched in counts
        )

    @contextmanager
    def partitions(self, count: int) -> Iterator[tuple[Path, ...]]:
        """All current posts in `count` temporary files for `read_partition`, a conversation never in two.

        The files are gone at exit. Some may hold nothing.
        """
        with scratch(self._root) as folder:
            files = data_files(self._root)
            with connect(folder) as query:
                if files:
                    with reading(self._root, files):
                        place_posts(query, files)
                paths = deal(query, self._root, files, folder, count)
            yield paths

    def deleted(self, posts: Collection[str]) -> frozenset[str]:
        """Those of the posts named `source:id` that have been deleted or hidden where they were."""
        if not posts:
            return frozenset()
        with self._placed() as placed:
            if placed is None:
                return frozenset()
            query, _ = placed
            named = """SELECT source || ':' || id FROM place
                WHERE deleted AND source || ':' || id IN (SELECT unnest($posts::VARCHAR[]))"""
            return frozenset(ref for (ref,) in query.execute(named, {"posts": sorted(posts)}).fetchall())

    def conversation(self, refs: Collection[str]) -> dict[str, list[Post]]:
        """The current posts of each conversation named `source:id`, in no promised order.

        The id may be the conversation's own or that of a post in it. What is not in the lake is left out.
        """
        if not refs:
            return {}
        with self._placed() as placed:
            if placed is None:
                return {}
            query, files = placed
            return pick(query, self._root, files, sorted(refs))

    def find(self, names: Collection[str]) -> dict[str, Found]:
        """The conversation that each name means: `source:id` of it or of a post in it, or a post's address.

        A slash at the end of an address does not count. What is not in the lake is left out.
        """
        if not names:
            return {}
        with self._placed() as placed:
            if placed is None:
                return {}
            query, files = placed
            found = named(query, files, sorted(names))
        return {name: Found(f"{source}:{id_}", gone) for name, source, id_, gone in reversed(found)}

    @contextmanager
    def _placed(self) -> Iterator[tuple[duckdb.DuckDBPyConnection, list[Path]] | None]:
        """The table `place` and the data files, which stay while somebody reads; None without any."""
        if not (self._root / "posts").is_dir():  # looking at a lake that is not there does not make it
            yield None
            return
        with scratch(self._root) as folder, connect(folder) as query:
            files = data_files(self._root)
            if not files:
                yield None
                return
            with reading(self._root, files):
                place_posts(query, files)
                yield query, files
