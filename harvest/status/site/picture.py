"""Ninety days of a component as a few bytes of SVG: only days that were not good are drawn one by one."""

from __future__ import annotations

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
    for condition, name in CLASSES.items():
        marks = "".join(f"M{at} .5h1" for at, day in enumerate(days) if day.worst is condition)
        if marks:
            drawn.append(f'<path class="{name}" d="{marks}"/>')
    return "".join(drawn)
