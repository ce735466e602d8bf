"""The banner: one line at the top of any other site while something is down. Pure.

`banner.json` is what the script asks for, and holds nothing else: the line by language, where it leads, how
bad it is and until when that holds. `banner.js` is served without what only its readers here need.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from harvest.status.history import indicator
from harvest.status.model import Impact, Kind, Phase
from harvest.status.times import rfc3339

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from harvest.status.model import Incident, Settings

SCRIPT: Final = "banner.js"
DATA: Final = "banner.json"
LONGEST: Final = 140
"""Characters of a line."""
MOST_LANGUAGES: Final = 50
"""Lines in `banner.json`: the script gives up on more than 30,000 characters."""

_SOURCE: Final = Path(__file__).parent / SCRIPT
_COMMENT: Final = re.compile(r"^ *//[^\n]*\n", re.MULTILINE)
_SPACE: Final = re.compile(r"\s*([{}()\[\];,=<>?:+&|])\s*|\n\s*")
_NAME: Final = re.compile(r"\$\w+")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_BY_WEIGHT: Final = (Impact.NONE, Impact.MAINTENANCE, Impact.MINOR, Impact.MAJOR, Impact.CRITICAL)


def files(settings: Settings, incidents: Iterable[Incident], now: datetime) -> Mapping[str, bytes]:
    """What the status site has for it, by name relative to its root."""
    return {SCRIPT: script(), DATA: data(settings, incidents, now)}


def script() -> bytes:
    """The script as it is served: no comment, no space, names of one letter.

    No string or pattern in it has a space beside a sign, or a $: that is what makes this safe, and what is
    served is what the tests try.
    """
    letters: dict[str, str] = {}
    order = count()

    def short(found: re.Match[str]) -> str:
        if found[0] not in letters:
            letters[found[0]] = _LETTERS[next(order)]
        return letters[found[0]]

    text = _COMMENT.sub("", _SOURCE.read_text(encoding="utf-8"))
    return _NAME.sub(short, _SPACE.sub(r"\1", text).replace(";}", "}")).encode() + b"\n"


def data(settings: Settings, incidents: Iterable[Incident], now: datetime) -> bytes:
    """`banner.json`; where nothing is wrong, `title` is empty."""
    known = [(impact(each), each) for each in incidents]
    shown = sorted(
        (each for each in known if each[0] is not Impact.NONE),
        key=lambda each: (-_BY_WEIGHT.index(each[0]), each[1].started, each[1].id),
    )
    worst = shown[0][0] if shown else Impact.NONE
    found = {
        "title": _lines(settings, [each for _, each in shown]),
        "link": settings.url,
        "impact": worst,
        "generated_at": rfc3339(now),
        "valid_until": rfc3339(now + timedelta(minutes=settings.valid_minutes)),
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def impact(incident: Incident) -> Impact:
    """How bad it is for customers now; none where it is over, or planned and not begun."""
    if incident.over or incident.phase is Phase.SCHEDULED:
        return Impact.NONE
    said = indicator(incident.conditions, [incident])
    planned = Impact.MAINTENANCE if incident.kind is Kind.MAINTENANCE else Impact.NONE
    return max(said, planned, key=_BY_WEIGHT.index)


def _lines(settings: Settings, shown: list[Incident]) -> dict[str, str]:
    """The line in each language: the worst, and how many more. "" has it for whoever reads none of them."""
    if not shown:
        return {}
    first, more = shown[0], f" (+{len(shown) - 1})" if shown[1:] else ""
    own = first.lang or settings.lang
    titles = {"": first.title, own: first.title, **first.titles}
    return {
        language: _cut(f"{settings.name}: {title}", LONGEST - len(more)) + more
        for language, title in list(titles.items())[:MOST_LANGUAGES]
    }


def _cut(line: str, most: int) -> str:
    """On one line, and cut where it is too long."""
    near = line[: 4 * most]
    line = " ".join("".join(c if c.isprintable() else " " for c in near).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
