"""One import on its way into the lake: staged, compared with what is there, committed as one file."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from harvest.errors import LakeError
from harvest.lake.files import BUFFER, folder_name, make_folder, told, write_durably
from harvest.lake.query import connect, data_files, stamp_of
from harvest.lake.rows import SCHEMA, microseconds, moment, row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    import duckdb

    from harvest.model import Post

GROUP_ROWS: Final = 10_000
GROUP_BYTES: Final = 32 << 20
"""A row group ends at whichever comes first; memory is bounded by a few of them."""

_STAGED_SCHEMA: Final = SCHEMA.append(pa.field("part", pa.string()))

_STAGE: Final = """
    CREATE TEMP TABLE staged AS
    SELECT id, version, max(file_row_number) AS nr,
           arg_max(digest, file_row_number) AS digest, arg_max(deleted, file_row_number) AS deleted
    FROM read_parquet($staged, file_row_number = true, hive_partitioning = false)
    WHERE part NOT IN (SELECT unnest($discarded::VARCHAR[]))
    GROUP BY id, version"""
"""Within one import the last row of a version stands."""

_NOTHING_HELD: Final = """
    CREATE TEMP TABLE held (id VARCHAR, version TIMESTAMPTZ, digest VARCHAR, deleted BOOLEAN)"""

_HOLD: Final = """
    CREATE TEMP TABLE held AS
    SELECT id, version, arg_max(digest, (fetched, filename, file_row_number)) AS digest,
           arg_max(deleted, (fetched, filename, file_row_number)) AS deleted
    FROM read_parquet($files, filename = true, file_row_number = true, hive_partitioning = false)
    WHERE id IN (SELECT id FROM staged)
    GROUP BY id, version"""

_KEEP: Final = """
    CREATE TEMP TABLE keep AS
    SELECT nr FROM staged ANTI JOIN held USING (id, version, digest) ORDER BY nr"""

_SUMMARY: Final = """
    WITH before AS (
        SELECT id, max(version) AS version, arg_max(digest, version) AS digest,
               arg_max(deleted, version) AS deleted
        FROM held GROUP BY id),
    offered AS (
        SELECT id, max(version) AS version, arg_max(digest, version) AS digest,
               arg_max(deleted, version) AS deleted
        FROM staged GROUP BY id),
    step AS (
        SELECT coalesce(NOT b.deleted, false) AS was,
               NOT CASE WHEN b.id IS NULL OR o.version >= b.version THEN o.deleted ELSE b.deleted END
                   AS is_now,
               o.version >= b.version AND o.digest <> b.digest AS differs
        FROM offered o LEFT JOIN before b USING (id))
    SELECT count(*) FILTER (is_now AND NOT was), count(*) FILTER (is_now AND was AND differs),
           count(*) FILTER (was AND NOT is_now), count(*)
    FROM step"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What an import did, in posts as a reader sees them. The four add up to the posts that were offered."""

    new: int = 0
    """Not to be seen before, and now."""
    changed: int = 0
    """To be seen before and after, and different."""
    deleted: int = 0
    """To be seen before, and no longer."""
    unchanged: int = 0


class Batch:
    """Collects the rows of one import in a temporary file. Made by `Lake.write`."""

    def __init__(self, root: Path, source: str, scratch: Path, now: datetime) -> None:
        self.summary = Summary()
        """All zero until the commit."""
        self._root, self._source, self._scratch = root, source, scratch
        self._files = data_files(root, source)
        # A clock that was set back is taken to stand still: "latest" means the same as "last" in a lake.
        self._fetched = max([microseconds(now), *(stamp_of(file) for file in self._files[-1:])])
        self._part = ""
        self._discarded: set[str] = set()
        self._cursors: list[tuple[str, str, str]] = []
        self._rows: list[list[Any]] = []
        self._bytes = 0
        self._writer: pq.ParquetWriter | None = None
        self._file: IO[bytes] | None = None

    def begin(self, part: str) -> None:
        """Rows and cursors from now on belong to this input file."""
        self._part = part

    def add(self, post: Post) -> None:
        """Stages a post. Raises LakeError if the disk is full, ValueError for another source's post."""
        if post.source != self._source:
            raise ValueError(f"a post of {post.source} in an import of {self._source}")
        values, digest, size = row(post)
        self._rows.append([*values, digest, self._fetched, self._part])
        self._bytes += size
        if len(self._rows) >= GROUP_ROWS or self._bytes >= GROUP_BYTES:
            self._flush()

    def discard(self) -> None:
        """The current input file turned out to be unreadable: no row and no cursor of it is committed."""
        self._discarded.add(self._part)

    def cursor(self, key: str, value: str) -> None:
        """Saved after the posts are durable: where the next fetch goes on; "" to forget it."""
        self._cursors.append((self._part, key, value))

    def _flush(self) -> None:
        columns = zip(*self._rows, strict=True)
        with told(self._root):
            table = pa.table(
                [pa.array(column, kind) for column, kind in zip(columns, _STAGED_SCHEMA.types, strict=True)],
                schema=_STAGED_SCHEMA,
            )
            if self._writer is None:
                self._file = (self._scratch / "staged.parquet").open("wb", buffering=BUFFER)
                self._writer = pq.ParquetWriter(self._file, _STAGED_SCHEMA, compression="lz4")
            self._writer.write_table(table)
        self._rows, self._bytes = [], 0

    def _close(self) -> None:
        writer, file, self._writer, self._file = self._writer, self._file, None, None
        try:
            if writer is not None:
                writer.close()
        finally:
            if file is not None:
                file.close()

    def abandon(self) -> None:
        """Lets go of the staging file, whatever became of it; after a commit there is none."""
        with suppress(OSError):  # what could not be written is thrown away
            self._close()

    def commit(self) -> None:
        """Makes the posts durable, then the cursors. Raises LakeError with neither or only the posts done."""
        if self._rows:
            self._flush()
        staged = self._writer is not None
        with told(self._root):
            self._close()
            if staged:
                self._commit_posts()
            cursors = {key: value for part, key, value in self._cursors if part not in self._discarded}
            if cursors:
                save_cursors(self._root, self._source, cursors, self._scratch)

    def _commit_posts(self) -> None:
        staged = self._scratch / "staged.parquet"
        with connect(self._scratch) as query:
            query.execute(_STAGE, {"staged": str(staged), "discarded": sorted(self._discarded)})
            if self._files:
                query.execute(_HOLD, {"files": [str(file) for file in self._files]})
            else:
                query.execute(_NOTHING_HELD)
            query.execute(_KEEP)
            if _number(query, "SELECT count(*) FROM keep"):
                path = self._new_name()
                write_durably(path, self._scratch / path.name, lambda file: _write_kept(query, staged, file))
            new, changed, deleted, every = query.execute(_SUMMARY).fetchall()[0]
        self.summary = Summary(
            new=new, changed=changed, deleted=deleted, unchanged=every - new - changed - deleted
        )

    def _new_name(self) -> Path:
        """`<UTC stamp>-<number>.parquet`: names sort as the files were written."""
        number = int(self._files[-1].stem.rpartition("-")[2]) + 1 if self._files else 1
        stamp = moment(self._fetched).strftime("%Y%m%dT%H%M%S.%fZ")
        return self._root / "posts" / folder_name(self._source) / f"{stamp}-{number:08d}.parquet"


def _number(query: duckdb.DuckDBPyConnection, sql: str) -> int:
    return int(query.execute(sql).fetchall()[0][0])


def _write_kept(query: duckdb.DuckDBPyConnection, staged: Path, file: IO[bytes]) -> None:
    """The staged rows to keep, in their order, one row group in memory at a time."""
    with (
        pq.ParquetFile(staged) as rows,
        pq.ParquetWriter(
            file, SCHEMA, compression="zstd", compression_level=1, write_page_checksum=True
        ) as writer,
    ):
        start = 0
        for group in range(rows.num_row_groups):
            end = start + rows.metadata.row_group(group).num_rows
            kept = query.execute(
                "SELECT nr FROM keep WHERE nr >= ? AND nr < ? ORDER BY nr", [start, end]
            ).fetchall()
            if kept:
                table = rows.read_row_group(group, columns=SCHEMA.names)
                writer.write_table(table.take([nr - start for (nr,) in kept]))
            start = end


def cursor_file(root: Path, source: str) -> Path:
    """Where the cursors of a source are."""
    return root / "cursors" / f"{folder_name(source)}.json"


def load_cursors(root: Path, source: str) -> dict[str, str]:
    """The cursors of a source; none where it was never fetched. Raises LakeError if damaged."""
    path = cursor_file(root, source)
    try:
        with told(root):
            content = path.read_bytes()
    except LakeError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return {}
        raise
    try:
        found = json.loads(content)
        return {key: _text(value) for key, value in found["cursors"].items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LakeError(
            "is damaged", where=path, todo="delete it: the next fetch starts over, and repeats nothing"
        ) from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def save_cursors(root: Path, source: str, cursors: Mapping[str, str], scratch: Path) -> None:
    """Adds to what is there, durably."""
    merged = {**load_cursors(root, source), **cursors}
    kept = {key: value for key, value in sorted(merged.items()) if value}
    text = json.dumps({"source": source, "cursors": kept}, indent=1)
    make_folder(root / "cursors")
    write_durably(cursor_file(root, source), scratch / "cursors.json", lambda file: _put(file, text.encode()))


def _put(file: IO[bytes], data: bytes) -> None:
    file.write(data)
