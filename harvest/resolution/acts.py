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


READ_CHARACTERS: Final = 3000
"""What stands further down in a post says little about what the post does."""
PLAIN_WORDS: Final = 18
"""A plain statement of this length says something, even without a cue."""


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
        if self.does(Act.INSTRUCTS, Act.EXPLAINS, Act.DECLINES, Act.KNOWN, Act.WORKAROUND, Act.OWN_FIX):
            return True
        return self.words >= PLAIN_WORDS and not self.does(
            Act.ASKS, Act.COLLECTS, Act.SENDS_AWAY, Act.STILL_STUCK
        )

    @property
    def settles(self) -> bool:
        """Whether it ends well: it says that it works, and is not stuck again further down."""
        if not self.does(Act.CONFIRMS):
            return False
        if not self.does(Act.STILL_STUCK):
            return True
        said = [claimed(sentence) for sentence in _SENTENCES.findall(self.text)]
        works = [at for at, sentence in enumerate(said) if PATTERNS[Act.CONFIRMS].search(sentence)]
        stuck = [at for at, sentence in enumerate(said) if PATTERNS[Act.STILL_STUCK].search(sentence)]
        return bool(works) and (not stuck or works[-1] > stuck[-1])

    @property
    def links(self) -> bool:
        """Whether it holds an address."""
        return _LINK.search(self.turn.text) is not None

    def _does(self, act: Act) -> bool:
        if act not in self._known:
            found = PATTERNS[act].search(self.text) is not None
            if found and act is Act.CONFIRMS:
                found = PATTERNS[act].search(claimed(self.text)) is not None
            self._known[act] = found
        return self._known[act]


def claimed(text: str) -> str:
    """`text` without what it does not claim: "has this fixed it?", "if that worked", "hasn't worked"."""
    return NOT_CLAIMED.sub(" ", _QUESTIONED.sub(" ", text))


_ALREADY_TOLD = re.compile(r"^(?:\s*@\w+[,:]?)+\s*")
_LINK = re.compile(r"https?://\S+")
_QUESTIONED = re.compile(r"[^.!?\n]*\?")
_SENTENCES = re.compile(r"[^.!?\n]+[.!?\n]*")


def read(turn: Turn) -> Reading:
    """The reading of `turn`. Linear in the length of its text, of which `READ_CHARACTERS` are read."""
    text = _LINK.sub(" ", _ALREADY_TOLD.sub("", turn.text[:READ_CHARACTERS])).strip()
    return Reading(turn, text.casefold().replace("’", "'"), len(text.split()))
