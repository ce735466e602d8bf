"""What was typed, masked and reduced to what a search looks up: two ways to type one query are one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from harvest import markup, privacy

if TYPE_CHECKING:
    from harvest.search.analysis import Analysis

MOST_READ: Final = 2000
"""Characters of a query; as many as the search reads."""
MOST_KEPT: Final = 300
"""Characters of a spelling, after masking: a pasted log is cut where it has said enough."""
REMEMBERED: Final = 1 << 15
"""Queries that need not be masked and analysed again."""

_MASK: Final = re.compile(r"‹[^‹›]*›")


@dataclass(frozen=True, slots=True)
class Said:
    """One query."""

    key: str
    """The same for all spellings of it: its terms, sorted."""
    spelling: str
    """As it was typed, masked, in small letters, blanks collapsed."""
    bare: str
    """Only the words that are looked up: all spellings of the query have them, but for their endings."""


class Speller:
    """Reads queries as one knowledge base's search does."""

    def __init__(self, analysis: Analysis, keep: tuple[str, ...] = ()) -> None:
        """`keep`: the company's own contacts and names, which survive masking."""
        self._analysis = analysis
        self._policy = privacy.Policy(keep=keep)
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._said)

    def said(self, typed: str) -> Said | None:
        """What a query says; None where nothing is left of it but personal data, signs or nothing."""
        return self._remembered(typed[:MOST_READ])

    def _said(self, typed: str) -> Said | None:
        text = " ".join(markup.clean(typed).split())
        spelling = _cut(_lower(privacy.mask(text, self._policy)))
        words = self._analysis.words(without_masks(spelling))
        looked_up = [word for word in words if not word.small] or words
        if not looked_up:
            return None
        key = " ".join(sorted({word.term for word in looked_up}))
        return Said(key, spelling, " ".join(dict.fromkeys(word.typed for word in looked_up)))


def without_masks(text: str) -> str:
    """`text` as somebody would have typed it who has no personal data."""
    return " ".join(_MASK.sub(" ", text).split())


def _lower(masked: str) -> str:
    """In small letters, but for the masks."""
    masks = _MASK.findall(masked)
    rest = [part.lower() for part in _MASK.split(masked)]
    return "".join(part + mask for part, mask in zip(rest, [*masks, ""], strict=True))


def _cut(text: str) -> str:
    """Not longer than a spelling may be: at a blank where there is one, and never within a mask."""
    if len(text) <= MOST_KEPT:
        return text
    masks = [mask.span() for mask in _MASK.finditer(text)]
    ends = [at for at in range(MOST_KEPT, 0, -1) if not any(start < at < end for start, end in masks)]
    return text[: next((at for at in ends if text[at] == " "), max(ends, default=0))]
