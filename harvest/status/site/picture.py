"""Ninety days of a component as a few bytes of SVG: only days that were not good are drawn one by one."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from harvest.status.model import Condition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.status.history import Day

CLASSES: Final = {
    Condition.MAJOR: "x",
    Condition.PARTIAL: "p",
    Condition.DEGRADED: "d",
    Condition.MAINTENANCE: "m",
}


def strip(days: Sequence[Day]) -> str:
    """The paths of an SVG of one unit a day, 1 high; the style gives it its bars and colours."""
    drawn = [f'<path d="M0 .5h{len(days)}"/>']
    runs: dict[Condition, str] = {}
    at = 0
    for condition, run in groupby(days, key=lambda day: day.worst):
        many = len(list(run))
        runs[condition] = runs.get(condition, "") + f"M{at} .5h{many}"
        at += many
    drawn += [f'<path class="{name}" d="{runs[each]}"/>' for each, name in CLASSES.items() if each in runs]
    return "".join(drawn)
