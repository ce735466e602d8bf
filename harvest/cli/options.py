"""What options and arguments take: the same everywhere; what they refuse is told in one sentence."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

MOST: Final = 1_000_000
"""Of anything counted: more than anybody looks at, and within every engine's limits."""


class Count(click.ParamType[int]):
    """A whole number from `least` to `most`, in ASCII digits."""

    name = "count"

    def __init__(self, least: int = 1, most: int = MOST) -> None:
        self.least = least
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """`value` is what was typed, or a default."""
        typed = str(value)
        if not re.fullmatch("[0-9]{1,9}", typed) or not self.least <= int(typed) <= self.most:
            self.fail(f"a whole number from {self.least:,} to {self.most:,} belongs here", param, ctx)
        return int(typed)


class Share(click.ParamType[float]):
    """A number between 0 and 1, neither of which it can be."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """`value` is what was typed, or a default."""
        try:
            share = float(value)
        except ValueError:
            share = math.nan
        if not 0 < share < 1:
            self.fail("a number between 0 and 1 belongs here", param, ctx)
        return share


class Day(click.ParamType[date]):
    """A day, written as 2026-01-31."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """`value` is what was typed, or a default."""
        typed = str(value)
        day = None
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
            with suppress(ValueError):
                day = date.fromisoformat(typed)
        if day is None:
            self.fail("a day belongs here, written as 2026-01-31", param, ctx)
        return day


class FilePath(click.Path):
    """The name of a file or folder, which need not exist. Without a name, "" would be the current folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """`value` is what was typed, or a default."""
        if not str(value).strip() or "\0" in str(value):
            self.fail("the name of a file or folder belongs here", param, ctx)
        return super().convert(value, param, ctx)
