"""Conversations dealt out to temporary files, and read back one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from harvest.lake.files import BUFFER, told
from harvest.lake.query import reading
from harvest.lake.rows import CONTENT, SCHEMA, posts, values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import duckdb

    from harvest.model import Post

_COLUMNS: Final = ", ".join(f"r.{name}" for name, _, _ in CONTENT)
_SCHEMA: Final = pa.schema([*(SCHEMA.field(name) for name, _, _ in CONTENT), pa.field("place", pa.string())])
"""Posts and the name of their conversation in the source."""

_DEAL: Final = f"""
    SELECT {_COLUMNS}, p.conversation AS place, (hash(p.source, p.conversation) % $count)::INTEGER AS part
    FROM read_parquet($files, filename = true, file_row_number = true, hive_partitioning = false) r
    JOIN place p ON r.filename = p.file AND r.file_row_number = p.nr
    WHERE NOT p.deleted
    ORDER BY part, p.source, p.conversation"""  # noqa: S608 — our own column names

_PICK: Final = f"""
    WITH wanted AS (SELECT unnest($refs::VARCHAR[]) AS ref),
    found AS (
        SELECT source || ':' || conversation AS ref, source, conversation, 0 AS rank FROM place
        WHERE source || ':' || conversation IN (SELECT ref FROM wanted)
        UNION ALL
        SELECT source || ':' || id AS ref, source, conversation, 1 AS rank FROM place
        WHERE source || ':' || id IN (SELECT ref FROM wanted)),
    best AS (
        SELECT ref, arg_min((source, conversation), (rank, source, conversation)) AS at
        FROM found GROUP BY ref)
    SELECT {_COLUMNS}, b.ref AS place
    FROM read_parquet($files, filename = true, file_row_number = true, hive_partitioning = false) r
    JOIN place p ON r.filename = p.file AND r.file_row_number = p.nr
    JOIN best b ON b.at = (p.source, p.conversation)
    WHERE NOT p.deleted"""  # noqa: S608 — our own column names
"""A ref names a conversation or, where none has that name, the one that a post of that id is in."""

_BATCH: Final = 1000
"""Rows handled at once: bounds memory when posts are huge."""

_GROUP_BYTES: Final = 8 << 20


def deal(
    query: duckdb.DuckDBPyConnection, root: Path, files: Sequence[Path], folder: Path, count: int
) -> tuple[Path, ...]:
    """Writes `count` files into `folder`; needs the table `place` unless there are no `files`."""
    paths = tuple(folder / f"{part:05d}.parquet" for part in range(count))
    batches = _sorted(query, root, files, count) if files else iter(())
    waiting = next(batches, None)
    for part, path in enumerate(paths):
        with (
            told(root),
            path.open("wb", buffering=BUFFER) as file,
            pq.ParquetWriter(file, _SCHEMA, compression="lz4") as writer,
        ):
            while waiting is not None and waiting[0] == part:
                writer.write_table(waiting[1])
                waiting = next(batches, None)
    return paths


def _sorted(
    query: duckdb.DuckDBPyConnection, root: Path, files: Sequence[Path], count: int
) -> Iterator[tuple[int, pa.Table]]:
    """Row groups in the order of partitions, none across two, conversations whole within one partition."""
    group: list[pa.RecordBatch] = []
    part, size = 0, 0
    with reading(root, files):
        found = query.sql(_DEAL, params={"files": [str(file) for file in files], "count": count})
        for batch in found.to_arrow_reader(_BATCH):
            for number, piece in _pieces(batch):
                if group and (number != part or size >= _GROUP_BYTES):
                    yield part, pa.Table.from_batches(group).cast(_SCHEMA)
                    group, size = [], 0
                part = number
                size += piece.nbytes
                group.append(piece)
    if group:
        yield part, pa.Table.from_batches(group).cast(_SCHEMA)


def _pieces(batch: pa.RecordBatch) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Cuts a batch where the next partition begins."""
    start = 0
    for run in batch["part"].value_counts():
        number, length = run["values"].as_py(), run["counts"].as_py()
        yield number, batch.slice(start, length).drop_columns(["part"])
        start += length


def read_partition(path: Path) -> Iterator[list[Post]]:
    """The conversations of one partition file, each as the list of its posts, in no promised order inside.

    Memory: one batch and one conversation. Raises LakeError if the file cannot be read.
    """
    conversation: list[Post] = []
    last: tuple[str, str] | None = None
    with reading(path, [path]):
        rows = pq.ParquetFile(path)
    with rows:
        for places, found in _batches(rows, path):
            for place, post in zip(places, found, strict=True):
                at = (post.source, place)
                if at != last:
                    if conversation:
                        yield conversation
                    conversation, last = [], at
                conversation.append(post)
    if conversation:
        yield conversation


def _batches(rows: pq.ParquetFile, path: Path) -> Iterator[tuple[list[str], Iterator[Post]]]:
    batches = rows.iter_batches(batch_size=_BATCH)
    while True:
        with reading(path, [path]):
            batch = next(batches, None)
        if batch is None:
            return
        yield batch["place"].to_pylist(), posts(values(batch))


def pick(
    query: duckdb.DuckDBPyConnection, root: Path, files: Sequence[Path], refs: Sequence[str]
) -> dict[str, list[Post]]:
    """The current posts of the conversations that `refs` name; needs the table `place`."""
    conversations: dict[str, list[Post]] = {}
    with reading(root, files):
        found = query.sql(_PICK, params={"files": [str(file) for file in files], "refs": list(refs)})
        table = found.to_arrow_table().cast(_SCHEMA)
    for ref, post in zip(table["place"].to_pylist(), posts(values(table)), strict=True):
        conversations.setdefault(ref, []).append(post)
    return conversations
