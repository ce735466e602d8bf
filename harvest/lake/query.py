"""The lake as DuckDB sees it: its data files, the current posts, and which posts belong together.

A conversation is defined so that none is torn apart when a source names it in some posts only:

1. A post that names its conversation is in that one.
2. Any other post is in the conversation of the nearest post up its chain of replies that names one.
3. Where none up there does, the chain ends at the top of a tree: a post that replies to nothing, a
   post that is not in the lake (its id stands for it, so that its children stay together), or a
   circle of posts that reply to each other (its smallest id stands for it). That tree is
   in the conversation that has the top's id or alias for its name, else in the one that replies
   to posts of the tree name (the smallest name, should they name several), else in one of its own,
   named by the id of its top.

A post is known by its aliases as well, unless a post of that id exists. A tombstone is not shown, but
keeps its place: it holds its children where they were, by its own links or those it had alive.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from harvest.errors import LakeError
from harvest.lake.files import folder_name, told
from harvest.lake.rows import MARK, SCHEMA, VERSION, microseconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MEMORY: Final = "512MB"
"""What DuckDB may use before it spills into the scratch folder."""

_NAME: Final = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)-\d{8}\.parquet")


@contextmanager
def connect(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills into `scratch` and never looks for extensions on the network."""
    query = duckdb.connect(
        config={
            "memory_limit": MEMORY,
            "temp_directory": str(scratch / "spill"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )
    try:
        yield query
    finally:
        query.close()


# ── data files ───────────────────────────────────────────────────────────────────────────────────


def data_files(root: Path, source: str | None = None) -> list[Path]:
    """The data files of a source, or of all, oldest first, each checked to be ours; raises LakeError."""
    posts = root.absolute() / "posts"
    folders = [posts / folder_name(source)] if source is not None else sorted(posts.glob("*/"))
    with told(root):
        files = [file for folder in folders if folder.is_dir() for file in sorted(folder.glob("*.parquet"))]
    for file in files:
        _check(file)
    return files


def stamp_of(file: Path) -> int:
    """When the file's rows were fetched, in microseconds since 1970."""
    return microseconds(
        datetime.strptime(file.name.partition("-")[0], "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)
    )


def _check(file: Path) -> None:
    """Raises LakeError unless the file is one of ours, complete, and of a version we know."""
    if not _NAME.fullmatch(file.name):
        raise LakeError("is not a file of the lake", where=file, todo="move it out of this folder")
    try:
        schema = pq.read_schema(file)
    except (OSError, pa.ArrowException) as error:
        if isinstance(error, OSError) and error.errno:
            with told(file):
                raise
        raise damaged(file) from error
    version = (schema.metadata or {}).get(MARK)
    if version is None:
        raise LakeError("is not a file of the lake", where=file, todo="move it out of this folder")
    if version != VERSION or schema.names != SCHEMA.names:
        raise LakeError(
            f"was written by another version of Harvest (columns {version.decode(errors='replace')})",
            where=file,
            todo="use that version, or move the lake away and import again",
        )


def damaged(file: Path) -> LakeError:
    """What to say of a file that cannot be read."""
    return LakeError(
        "is damaged", where=file, todo="put it back from a backup, or delete it and import again what it held"
    )


@contextmanager
def reading(root: Path, files: Sequence[Path]) -> Iterator[None]:
    """Turns a failure to read into a LakeError that names the file, found by reading each to the end."""
    try:
        yield
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        if isinstance(error, OSError) and error.errno:
            with told(root):
                raise
        for file in files:
            try:
                with pq.ParquetFile(file, page_checksum_verification=True) as rows:
                    for _ in rows.iter_batches(batch_size=1000):
                        pass
            except (pa.ArrowException, OSError):
                raise damaged(file) from error
        with told(root):
            raise


# ── current posts ────────────────────────────────────────────────────────────────────────────────

_POST: Final = """
    CREATE TEMP TABLE post AS
    WITH line AS (
        SELECT source, id, parent, conversation, aliases, deleted, fetched, filename, file_row_number AS nr,
               (version, fetched, filename, file_row_number) AS age
        FROM read_parquet($files, filename = true, file_row_number = true, hive_partitioning = false)),
    newest AS (
        SELECT source, id, max(fetched) AS fetched,
               arg_max({file: filename, nr: nr, deleted: deleted}, age) AS latest,
               arg_max({conversation: conversation, parent: parent, aliases: aliases}, age) AS links,
               arg_max({conversation: conversation, parent: parent, aliases: aliases}, age)
                   FILTER (NOT deleted) AS had
        FROM line GROUP BY source, id)
    SELECT row_number() OVER (ORDER BY source, id) AS n, source, id, fetched,
           latest.file, latest.nr, latest.deleted,
           CASE WHEN bare THEN had.conversation ELSE links.conversation END AS conversation,
           CASE WHEN bare THEN had.parent ELSE links.parent END AS parent,
           CASE WHEN bare THEN had.aliases ELSE links.aliases END AS aliases
    FROM (SELECT *, latest.deleted AND had IS NOT NULL
                    AND links.conversation = '' AND links.parent = '' AS bare
          FROM newest)"""
"""One row per post, the newest; numbered so that the smallest number is the smallest id of a source."""

_LINK: Final = """
    CREATE TEMP TABLE link AS
    WITH linked AS (
        SELECT * FROM post WHERE source IN (SELECT source FROM post WHERE conversation = '')),
    known AS (
        SELECT source, id AS name, n FROM linked
        UNION ALL
        SELECT source, alias AS name, min(n) FROM (SELECT source, n, unnest(aliases) AS alias FROM linked)
        WHERE (source, alias) NOT IN (SELECT (source, id) FROM linked)
        GROUP BY source, alias),
    lost AS (
        SELECT source, parent AS name,
               (SELECT max(n) FROM post) + row_number() OVER (ORDER BY source, parent) AS n
        FROM (SELECT DISTINCT source, parent FROM linked WHERE parent <> '') l
        WHERE (source, parent) NOT IN (SELECT (source, name) FROM known))
    SELECT l.n, l.source, l.id, l.aliases, l.conversation, k.n AS up
    FROM linked l
    LEFT JOIN (SELECT * FROM known UNION ALL SELECT * FROM lost) k
        ON k.source = l.source AND k.name = l.parent
    UNION ALL
    SELECT n, source, name, [], '', NULL FROM lost"""
"""Posts of the sources that do not name every conversation, with the number of the post each replies to;
and a row for each post that is replied to and not in the lake."""

_HOP: Final = """
    CREATE TEMP TABLE hop AS
    SELECT n, up, n AS low FROM link WHERE conversation = '' AND up IS NOT NULL AND up <> n"""
"""Who still has somewhere to go: from n one jump leads to `up`; `low` is the smallest number on that way."""

_JUMP: Final = """
    CREATE OR REPLACE TEMP TABLE hop AS
    SELECT h.n, coalesce(g.up, h.up) AS up, least(h.low, g.low) AS low
    FROM hop h LEFT JOIN hop g ON g.n = h.up"""
"""Every jump gets twice as long (pointer jumping: Wyllie 1979). `least` ignores NULL."""

_PLACE: Final = """
    CREATE TEMP TABLE place AS
    WITH top AS (
        SELECT l.n, coalesce(circle.low, h.up, l.n) AS top
        FROM link l LEFT JOIN hop h USING (n) LEFT JOIN hop circle ON circle.n = h.up
        WHERE l.conversation = ''),
    said AS (
        SELECT t.top, min(l.conversation) AS conversation
        FROM link l JOIN top t ON t.n = l.up WHERE l.conversation <> '' GROUP BY t.top),
    called AS (
        SELECT n, min(name) AS conversation
        FROM (SELECT n, source, unnest(list_prepend(id, aliases)) AS name
              FROM link WHERE n IN (SELECT top FROM top))
        WHERE (source, name) IN (SELECT (source, conversation) FROM link WHERE conversation <> '')
        GROUP BY n),
    named AS (
        SELECT l.n, CASE WHEN l.conversation <> '' THEN l.conversation
                         ELSE coalesce(called.conversation, said.conversation, l.id) END AS conversation
        FROM link l LEFT JOIN called USING (n) LEFT JOIN said ON said.top = l.n
        WHERE l.conversation <> '' OR l.n IN (SELECT top FROM top))
    SELECT p.file, p.nr, p.source, p.id, coalesce(named.conversation, p.conversation) AS conversation,
           p.fetched, p.deleted
    FROM post p LEFT JOIN top USING (n) LEFT JOIN named ON named.n = top.top"""
"""Each post, where its newest row is, and its conversation."""


def place_posts(query: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> None:
    """Makes the table `place(file, nr, source, id, conversation, fetched, deleted)`, a row per post."""
    query.execute(_POST, {"files": [str(file) for file in files]})
    query.execute(_LINK)
    query.execute(_HOP)
    rounds = query.execute("SELECT count(*) FROM hop").fetchall()[0][0].bit_length()
    for _ in range(rounds):  # enough for the longest chain; only circles need them all
        query.execute(_JUMP)
        if not query.execute("SELECT count(*) FROM hop WHERE up IN (SELECT n FROM hop)").fetchall()[0][0]:
            break
    query.execute(_PLACE)
    query.execute("DROP TABLE post; DROP TABLE link; DROP TABLE hop")


_FOUND: Final = """
    SELECT wanted.name, place.source, place.conversation, bool_and(place.deleted)
    FROM (SELECT DISTINCT name, source, id FROM (
              SELECT w.name, place.source, place.id FROM (SELECT unnest($names) AS name) w
              JOIN place ON w.name IN (place.source || ':' || place.conversation,
                                       place.source || ':' || place.id)
              UNION ALL
              SELECT w.name, line.source, line.id FROM (SELECT unnest($names) AS name) w
              JOIN read_parquet($files, hive_partitioning = false) line
                  ON line.url <> '' AND rtrim(line.url, '/') = rtrim(w.name, '/'))) wanted
    JOIN place post ON post.source = wanted.source AND post.id = wanted.id
    JOIN place ON place.source = post.source AND place.conversation = post.conversation
    GROUP BY ALL ORDER BY ALL"""
"""The conversation that each name means: its own reference, a post's, or the address that a post has or had;
and whether nothing of it is left."""


def named(
    query: duckdb.DuckDBPyConnection, files: Sequence[Path], names: Sequence[str]
) -> list[tuple[str, str, str, bool]]:
    """Name, source, conversation, and whether every post of it is a tombstone. Needs the table `place`."""
    values = {"files": [str(file) for file in files], "names": list(names)}
    found: list[tuple[str, str, str, bool]] = query.execute(_FOUND, values).fetchall()
    return found
