"""What hostile customers type: one readable file per family, each entry with what it tries.

    from tests.hostile import CORPUS

In the files, an entry begins with `▶ what it tries`; the lines up to the next one are its text.
`⟦U+202E⟧` is one character, `⟦1000 × text⟧` is that text a thousand times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENTRY: Final = re.compile(r"^▶ (.+)\n((?:(?!▶ ).*\n?)*)", re.MULTILINE)
_CHARACTER: Final = re.compile(r"⟦U\+([0-9A-F]{4,6})⟧")
_REPEATED: Final = re.compile(r"⟦(\d+) × ([^⟦⟧]*)⟧")
_HUGE: Final = 10_000
"""Characters above which an entry is about size."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One thing a customer may type."""

    family: str
    tries: str
    text: str

    @property
    def huge(self) -> bool:
        """Whether its size is the point: too long for a page of many."""
        return len(self.text) > _HUGE


def _read(path: Path) -> Iterator[Hostile]:
    for tries, text in _ENTRY.findall(path.read_text(encoding="utf-8")):
        spelled = _CHARACTER.sub(lambda match: chr(int(match[1], 16)), text.removesuffix("\n"))
        yield Hostile(path.stem, tries, _REPEATED.sub(lambda match: match[2] * int(match[1]), spelled))


CORPUS: Final = tuple(entry for path in sorted(Path(__file__).parent.glob("*.txt")) for entry in _read(path))
