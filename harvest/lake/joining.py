"""Many small data files become one: somebody who fetches every hour makes nine thousand a year.

Only the newest files that are still small are joined, so that a post is rewritten a few times at most. The
new file takes the name of the last of them, by a rename, and holds all rows in their order; then the others
go. Killed in between, some rows are there twice, which means the same as once. Nobody may read meanwhile:
whoever does holds `scratch.lock`, and lists the files only then.
"""

from __future__ import annotations

import fcntl
import os
from typing import IO, TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from harvest.lake.files import make_folder, sync_folder, told, write_durably
from harvest.lake.query import data_files, reading
from harvest.lake.rows import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANY: Final = 32
"""So many small files in a row are joined."""
SMALL: Final = 64 << 20
"""Bytes: a file that has more is left alone."""
GROUP_ROWS: Final = 10_000
GROUP_BYTES: Final = 32 << 20


def join(root: Path, source: str) -> None:
    """Join the newest small files of a source where they are many, unless somebody is reading.

    For the only writer. Raises LakeError; then nothing has changed.
    """
    small = _small(data_files(root, source))
    if len(small) < MANY:
        return
    with told(root):
        make_folder(root / "scratch")
        lock = os.open(root / "scratch.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            temporary = root / "scratch" / "joined.parquet"
            with reading(root, small):
                write_durably(small[-1], temporary, lambda file: _write(small, file))
            for file in small[:-1]:
                file.unlink()
            sync_folder(small[-1].parent)
        finally:
            os.close(lock)


def _small(files: list[Path]) -> list[Path]:
    """The files at the end, oldest first, that have not grown large."""
    first = len(files)
    while first and files[first - 1].stat().st_size < SMALL:
        first -= 1
    return files[first:]


def _write(files: list[Path], file: IO[bytes]) -> None:
    with pq.ParquetWriter(
        file, SCHEMA, compression="zstd", compression_level=1, write_page_checksum=True
    ) as writer:
        for table in _tables(files):
            writer.write_table(table)


def _tables(files: list[Path]) -> Iterator[pa.Table]:
    """All rows in their order, in pieces that fit into memory."""
    waiting: list[pa.Table] = []
    for path in files:
        with pq.ParquetFile(path) as rows:
            for group in range(rows.num_row_groups):
                waiting.append(rows.read_row_group(group))
                rows_now = sum(table.num_rows for table in waiting)
                if rows_now >= GROUP_ROWS or sum(table.nbytes for table in waiting) >= GROUP_BYTES:
                    yield pa.concat_tables(waiting)
                    waiting = []
    if waiting:
        yield pa.concat_tables(waiting)
