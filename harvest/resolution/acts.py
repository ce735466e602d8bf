"""What one turn does: confirms, thanks, advises, asks back, sends elsewhere, is still stuck.

A turn can do several things at once ("thanks, but still broken"). The patterns are English first; a text in a
language they do not know does nothing that they can see, so the judge abstains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvest.resolution.cues import NEGATION, PATTERNS, Act

if TYPE_CHECKING:
    from harvest.model import Turn


@dataclass(frozen=True, slots=True)
class Reading:
    """A turn with what it does."""

    turn: Turn
    acts: frozenset[Act]
    words: int
    """Words of the turn's own text, mentions and links left out."""

    def does(self, *acts: Act) -> bool:
        """Whether it does any of these."""
        return not self.acts.isdisjoint(acts)

    @property
    def has_substance(self) -> bool:
        """Whether another customer could use it: instructions or facts, not only a question or a way out."""
        return self.does(Act.INSTRUCTS, Act.EXPLAINS, Act.DECLINES, Act.KNOWN, Act.WORKAROUND, Act.OWN_FIX)


_ALREADY_TOLD = re.compile(r"^(?:\s*@\w+[,:]?)+\s*")
_LINK = re.compile(r"https?://\S+")
_NEGATED_WORK = re.compile(
    rf"\b\w*{NEGATION}(?: \w+){{0,3}}"
    r" (?:work(?:s|ed|ing)?|fixed|solved|resolved|sorted|help(?:s|ed)?|possible)\b",
    re.IGNORECASE,
)
_QUESTIONED = re.compile(r"[^.!?\n]*\?")


def read(turn: Turn) -> Reading:
    """What `turn` does. Linear in the length of its text."""
    text = _LINK.sub(" ", _ALREADY_TOLD.sub("", turn.text)).strip()[:8000]
    acts = {act for act, pattern in PATTERNS.items() if pattern.search(text)}
    if Act.CONFIRMS in acts:
        # "has this fixed it?" and "if that worked" and "hasn't worked" say nothing of the kind
        plain = _NEGATED_WORK.sub(" ", _QUESTIONED.sub(" ", text))
        if not PATTERNS[Act.CONFIRMS].search(plain):
            acts.discard(Act.CONFIRMS)
    return Reading(turn, frozenset(acts), len(re.findall(r"\w+", text)))
