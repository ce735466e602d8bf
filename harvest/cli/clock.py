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
    """A moment: `2026-03-01 10:04 UTC`, `10:04 UTC` of today, or `30m`, `2h` from now.

    Of what is over (`past`), `30m` is half an hour ago, and `23:50 UTC` after midnight was yesterday.
    """

    name = "time"

    def __init__(self, *, past: bool = False) -> None:
        self._past = past

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """`value` is what was typed."""
        import re

        from harvest.status.times import parse

        typed = str(value).strip()
        if short := re.fullmatch(r"([0-9]{1,4})([mh])", typed):
            span = timedelta(minutes=int(short[1]) * (60 if short[2] == "h" else 1))
            return now() - span if self._past else now() + span
        of_day = re.fullmatch(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2})? ?UTC", typed)
        try:
            moment = parse(f"{now().date()} {typed}" if of_day else typed)
        except ValueError:
            self.fail('a time belongs here: "2026-03-01 10:04 UTC", "10:04 UTC" or "30m"', param, ctx)
        return moment - timedelta(days=1) if of_day and self._past and moment > now() else moment
