"""How far a long step has come, and how its work is shared out."""

from __future__ import annotations

from typing import Final

PER_WORKER: Final = 4
"""Partitions for each worker, so that one long partition does not leave the others idle."""
SMALL_BYTES: Final = 4_000_000
"""Of all partitions together: judged in this process sooner than another one has started."""


class Progress:
    """Told how far a long step has come. This one says nothing; the command line passes one that draws."""

    def start(self, what: str, total: int | None = None) -> None:
        """A step begins; `total` is in the unit of `advance`, None where unknown."""

    def advance(self, by: int = 1) -> None:
        """So much more is done."""
