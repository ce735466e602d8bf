"""What one turn does: confirms, thanks, advises, asks back, sends elsewhere, is still stuck.

A turn can do several things at once ("thanks, but still broken"). The patterns are English first; a text in a
language they do not know does nothing that they can see, so the judge abstains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harvest.resolution.cues import NOT_CLAIMED, PATTERNS, Act

if TYPE_CHECKING:
    from harvest.model import Turn


READ_CHARACTERS: Final = 6000
"""What stands further down in a post says little about what the post does."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A turn with what it does, found out when first asked: most turns are never asked most things."""

    turn: Turn
    text: str
    """The turn's own text, case-folded; handles at its beginning and links left out."""
    words: int
    """How many words that is."""
    _known: dict[Act, bool] = field(default_factory=dict)

    def does(self, *acts: Act) -> bool:
        """Whether it does any of these."""
        return any(self._does(act) for act in acts)

    @property
    def has_substance(self) -> bool:
        """Whether another customer could use it: instructions or facts, not only a question or a way out."""
        return self.does(Act.INSTRUCTS, Act.EXPLAINS, Act.DECLINES, Act.KNOWN, Act.WORKAROUND, Act.OWN_FIX)

    def _does(self, act: Act) -> bool:
        if act not in self._known:
            found = PATTERNS[act].search(self.text) is not None
            if found and act is Act.CONFIRMS:
                # "has this fixed it?" and "if that worked" and "hasn't worked" say nothing of the kind
                plain = NOT_CLAIMED.sub(" ", _QUESTIONED.sub(" ", self.text))
                found = PATTERNS[act].search(plain) is not None
            self._known[act] = found
        return self._known[act]


_ALREADY_TOLD = re.compile(r"^(?:\s*@\w+[,:]?)+\s*")
_LINK = re.compile(r"https?://\S+")
_QUESTIONED = re.compile(r"[^.!?\n]*\?")


def read(turn: Turn) -> Reading:
    """The reading of `turn`. Linear in the length of its text, of which `READ_CHARACTERS` are read."""
    text = _LINK.sub(" ", _ALREADY_TOLD.sub("", turn.text[:READ_CHARACTERS])).strip()
    return Reading(turn, text.casefold().replace("’", "'"), len(text.split()))
