"""Rows that could not be taken: kept by file, line and reason, so that somebody can mend them at the source.

One JSON Lines file per source. Importing a file again replaces what was said of it before. The rows' own text
is never copied here: a quarantine is read and mailed around by people, and may hold nobody's data.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING

from harvest.errors import LakeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType


class Quarantine:
    """Collects what a run says of the files it reads; replaces the source's file at the end.

    As a context manager: replaced on a normal exit, left as it was on an exception. Call `settle` before
    what must not happen if the quarantine cannot be written. Raises LakeError where the folder cannot.
    """

    def __init__(self, path: Path) -> None:
        """Touches nothing: the file is made by the first bad row."""
        self.path = path
        self.reasons: Counter[str] = Counter()
        """How many rows were bad, by reason without its details."""
        self.skipped_reasons: Counter[str] = Counter()
        self._temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        self._file: IO[str] | None = None
        self._name = ""
        self._seen: set[str] = set()
        self._before: tuple[int, Counter[str], Counter[str]] = (0, Counter(), Counter())
        self._settled = False

    def begin(self, name: str) -> None:
        """What follows is about this file."""
        self._name = name
        self._seen.add(name)
        with self._told():
            size = self._file.tell() if self._file else 0
        self._before = (size, self.reasons.copy(), self.skipped_reasons.copy())

    def discard(self) -> None:
        """Forget what was said since `begin`: none of the file is taken, and what was said earlier stays."""
        size, self.reasons, self.skipped_reasons = self._before
        self._seen.discard(self._name)
        if self._file is not None:
            with self._told():
                self._file.seek(size)
                self._file.truncate()

    def bad(self, line: int, reason: str) -> None:
        """A row that cannot be taken."""
        self.reasons[reason.partition(":")[0]] += 1
        self._write({"file": self._name, "line": line, "reason": reason})

    def skipped(self, reason: str) -> None:
        """Something that is no error and no post."""
        self.skipped_reasons[reason.partition(":")[0]] += 1

    def settle(self) -> None:
        """All that can fail but the renaming: add what stays, and see it safely on the disk."""
        self._keep_others()
        if self._file is not None:
            with self._told():
                self._file.flush()
                os.fsync(self._file.fileno())
        self._settled = True

    def __enter__(self) -> Quarantine:
        """Start with nothing written."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the new file in place of the old one, or drop it."""
        try:
            if kind is None:
                if not self._settled:
                    self.settle()
                self._replace()
        finally:
            with suppress(OSError):  # a full disk may refuse the last bytes of what is dropped anyway
                if self._file is not None:
                    self._file.close()
            with suppress(OSError):
                self._temporary.unlink(missing_ok=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise LakeError(
                f"the quarantine cannot be written: {error.strerror}",
                where=self.path,
                todo="make room, or the folder writable, and run it again",
            ) from error

    def _write(self, row: dict[str, str | int]) -> None:
        with self._told():
            if self._file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._file = self._temporary.open("w", encoding="utf-8")
            self._file.write(json.dumps(row) + "\n")  # ASCII: a file's name need not be valid Unicode

    def _keep_others(self) -> None:
        """What was said before of files that this run did not read stays."""
        with self._told():
            if not self.path.exists():
                return
            with self.path.open(encoding="utf-8", errors="replace") as old:
                for line in old:
                    if (row := _row(line)) is not None and row["file"] not in self._seen:
                        self._write(row)

    def _replace(self) -> None:
        with self._told():
            if self._file is None or not self._file.tell():
                self.path.unlink(missing_ok=True)
            else:
                self._temporary.replace(self.path)


def _row(line: str) -> dict[str, str | int] | None:
    """A line of ours; None for one that somebody has cut or edited beyond reading."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return row if isinstance(row, dict) and isinstance(row.get("file"), str) else None
