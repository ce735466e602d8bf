"""The time inside X's ids ("snowflakes", since November 2010)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime.fromtimestamp(1_288_834_974, UTC) + timedelta(milliseconds=657)
_FIRST: Final = 29_700_000_000
"""Smaller ids were counted up by one and hold no time."""


def snowflake_time(id_: str) -> datetime | None:
    """Return when the id was made; None if it cannot say.

    Milliseconds since X's own epoch, above 22 other bits.
    """
    if not (id_.isascii() and id_.isdigit()) or len(id_) > 19 or int(id_) < _FIRST:
        return None
    return _EPOCH + timedelta(milliseconds=int(id_) >> 22)


def snowflake_at(moment: datetime) -> str:
    """Return the smallest id that can have been made at `moment` (aware); "0" for one before X counted so."""
    milliseconds = (moment - _EPOCH) // timedelta(milliseconds=1)
    made = milliseconds << 22
    return str(made) if made >= _FIRST else "0"
