"""Tables on disk for what must be remembered while a large file streams by."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from harvest.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@contextmanager
def scratch(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a private database that vanishes when it is closed; `path` is the file being read.

    Raises `SourceError` when the disk is full.
    """
    try:
        with closing(
            sqlite3.connect("", isolation_level=None)
        ) as database:  # "": on disk, private, temporary
            database.execute("BEGIN")  # never committed: nobody else reads it
            yield database
    except sqlite3.Error as error:
        raise SourceError(
            f"no room for the temporary table that reading it needs ({error})",
            where=path,
            todo="free some space, or set SQLITE_TMPDIR to a folder on another disk",
        ) from error


class Names:
    """A map from an id to two short texts (an account's handle and name, a post's question)."""

    def __init__(self, database: sqlite3.Connection, table: str) -> None:
        """`table` is a word of ours, never of a file's."""
        self._database = database
        self._insert = f"INSERT OR REPLACE INTO {table} VALUES (?,?,?)"  # noqa: S608
        self._select = f"SELECT one, two FROM {table} WHERE id = ?"  # noqa: S608
        database.execute(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, one TEXT, two TEXT) WITHOUT ROWID")

    def add(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Remember (id, one, two); the last word about an id counts."""
        self._database.executemany(self._insert, rows)

    def of(self, id_: str) -> tuple[str, str]:
        """Return the two texts; both "" for an id nobody told us about."""
        found = self._database.execute(self._select, (id_,)).fetchone()
        return (found[0], found[1]) if found else ("", "")
