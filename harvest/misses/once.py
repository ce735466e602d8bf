"""Logs that overlap: a log and its packed copy, rotations that were joined, the same log twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

MOST_REMEMBERED: Final = 300_000
"""Searches of all logs together; those beyond are taken for new."""


class Once:
    """Tells what an earlier log has, too.

    Two equal lines in one log are two searches, because its server wrote both. The same two lines in another
    log are these two again, a third one there is new: of each search the log counts that has it most often.
    """

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._before: Counter[int] = Counter()
        """How often each was in an earlier log, where it was most often; by its hash."""
        self._here: Counter[int] = Counter()

    def begin(self) -> None:
        """From here on it is another log."""
        self._before |= self._here
        self._here.clear()

    def is_new(self, search: Hashable) -> bool:
        """Whether no earlier log has it as often as this one has it by now."""
        key = hash(search)
        if key not in self._here and key not in self._before and self._remembered >= self._most:
            return True
        self._here[key] += 1
        return self._here[key] > self._before[key]

    @property
    def _remembered(self) -> int:
        return len(self._before) + len(self._here)
