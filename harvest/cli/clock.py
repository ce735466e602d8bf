"""What time it is, and times as they are typed."""
# ruff: noqa: PLC0415 — on a bad day, a command starts in a moment

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import click


def now() -> datetime:
    """In whole seconds, as files have it."""
    return datetime.now(UTC).replace(microsecond=0)


class Time(click.ParamType[datetime]):
    """A moment: `2026-03-01 10:04 UTC`, `10:04 UTC` of today, or `30m`, `2h` from now."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """`value` is what was typed."""
        import re

        from harvest.status.times import parse

        typed = str(value).strip()
        if short := re.fullmatch(r"([0-9]{1,4})([mh])", typed):
            return now() + timedelta(minutes=int(short[1]) * (60 if short[2] == "h" else 1))
        if re.fullmatch(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})? ?UTC", typed):
            typed = f"{now():%Y-%m-%d} {typed}"
        try:
            return parse(typed)
        except ValueError:
            self.fail('a time belongs here: "2026-03-01 10:04 UTC", "10:04 UTC" or "30m"', param, ctx)
