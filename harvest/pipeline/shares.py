"""How the work of a long step is shared out."""

from __future__ import annotations

from typing import Final

PER_WORKER: Final = 4
"""Partitions for each worker, so that one long partition does not leave the others idle."""
SMALL_BYTES: Final = 4_000_000
"""Of all partitions together: judged in this process sooner than another one has started."""
