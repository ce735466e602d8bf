"""Names of accounts by id, for archives that keep them apart from the posts; on disk, so memory is flat."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Accounts:
    """A private temporary map from an account's id to its handle and its public name. Close it."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)  # "": on disk, private, temporary
        self._rows.execute("CREATE TABLE account (id TEXT PRIMARY KEY, handle TEXT, name TEXT) WITHOUT ROWID")

    def add(self, accounts: Iterable[tuple[str, str, str]]) -> None:
        """Remember (id, handle, name); the last word about an id counts."""
        self._rows.execute("BEGIN")
        self._rows.executemany("INSERT OR REPLACE INTO account VALUES (?,?,?)", accounts)
        self._rows.execute("COMMIT")

    def of(self, id_: str) -> tuple[str, str]:
        """Return handle and name; both "" for an account nobody told us about."""
        found = self._rows.execute("SELECT handle, name FROM account WHERE id = ?", (id_,)).fetchone()
        return (found[0], found[1]) if found else ("", "")

    def close(self) -> None:
        """Forget everything."""
        self._rows.close()
