"""What one turn does: confirms, thanks, advises, asks back, sends elsewhere, is still stuck.

A turn can do several things at once ("thanks, but still broken"). The patterns are English first; a text in a
language they do not know does nothing that they can see, so the judge abstains.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harvest import vocabulary
from harvest.model import Role
from harvest.resolution.cues import NOT_CLAIMED, PATTERNS, Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.model import Turn


READ_CHARACTERS: Final = 2000
"""What stands further down in a post says little about what the post does. (3000 judge no better.)"""
LONG_WORDS: Final = 60
"""Somebody who helps and says this much says something, whatever the cues."""
PLAIN_WORDS: Final = 18
"""A plain statement of this length says something, even without a cue."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A turn with what it does, found out when first asked: most turns are never asked most things."""

    turn: Turn
    text: str
    """Its title and its own text, case-folded; handles at its beginning and links left out."""
    words: int
    """How many words that is."""
    _known: dict[Act, bool] = field(default_factory=dict)
    _found: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _said: list[str] = field(default_factory=list)
    _stems: list[frozenset[str]] = field(default_factory=list)

    def does(self, *acts: Act) -> bool:
        """Whether it does any of these."""
        known = self._known
        for act in acts:
            found = known.get(act)
            if found is None:
                found = known[act] = self._look_for(act)
            if found:
                return True
        return False

    @property
    def has_substance(self) -> bool:
        """Whether another customer could use it: instructions or facts, not only a question or a way out."""
        if self.does(Act.INSTRUCTS, Act.EXPLAINS, Act.DECLINES, Act.KNOWN, Act.WORKAROUND, Act.OWN_FIX):
            return True
        if self.words >= LONG_WORDS and self.turn.role in {Role.STAFF, Role.HELPER}:
            return True
        return self.words >= PLAIN_WORDS and not self.does(
            Act.ASKS, Act.COLLECTS, Act.SENDS_AWAY, Act.STILL_STUCK
        )

    @property
    def settles(self) -> bool:
        """Whether it ends well: it says that it works, and is not stuck again further down."""
        works, stuck = self.works, self.stuck
        if not works or not stuck or works[-1] > stuck[-1]:
            return bool(works)
        return works[-1] == stuck[-1] and _turns_out_well(self.said[works[-1]])

    @property
    def works(self) -> tuple[int, ...]:
        """The places of the sentences that say that it works."""
        return self._places("works", _says_that_it_works)

    @property
    def stuck(self) -> tuple[int, ...]:
        """The places of the sentences that say that it does not."""
        return self._places("stuck", _says_that_it_is_stuck)

    @property
    def said(self) -> list[str]:
        """Its sentences and lines."""
        if not self._said:
            self._said.extend(_SENTENCES.findall(self.text))
        return self._said

    @property
    def stems(self) -> frozenset[str]:
        """The beginnings of the words that mean something, so that "compacted" echoes "compact"."""
        if not self._stems:
            self._stems.append(frozenset(word[:5] for word in vocabulary.meaningful(self.text)))
        return self._stems[0]

    def _places(self, name: str, says: Callable[[str], bool]) -> tuple[int, ...]:
        if name not in self._found:
            self._found[name] = tuple(at for at, sentence in enumerate(self.said) if says(sentence))
        return self._found[name]

    @property
    def satisfied(self) -> bool:
        """Whether it is content with what was said, as far as one turn shows."""
        if self.settles:
            return True
        return self.does(Act.THANKS, Act.ACCEPTS, Act.CLOSES) and not self.does(
            Act.STILL_STUCK, Act.ASKS, Act.WILL_TRY, Act.SARCASM
        )

    @property
    def ends_asking(self) -> bool:
        """Whether its last sentence is a question, thanks and greetings left aside."""
        last = next((s for s in reversed(self.said) if not _FAREWELL.fullmatch(s.strip())), "")
        return PATTERNS[Act.ASKS].found_in(last)

    @property
    def links(self) -> bool:
        """Whether it holds an address."""
        return _LINK.search(self.turn.text) is not None

    def _look_for(self, act: Act) -> bool:
        if act is Act.CONFIRMS:
            return bool(self.works)
        if act is Act.STILL_STUCK:
            return bool(self.stuck)
        if act is Act.POLITE and not self.does(Act.THANKS):
            return False  # always with thanks, and costly to look for
        if act is Act.ASKS and "?" in self.text and _QUESTION_MARK.search(self.text):
            return True  # of most questions, and at once
        found = PATTERNS[act].found_in(self.text)
        if found and act is Act.RESTORED:
            return PATTERNS[act].found_in(claimed(self.text))
        if found and act in _FINDING:
            return PATTERNS[act].found_in(_NOTHING_FOUND.sub(" ", self.text))
        return found


def _says_that_it_works(sentence: str) -> bool:
    cues = PATTERNS[Act.CONFIRMS]  # seldom found, and what is not claimed is costly to take away
    return cues.found_in(sentence) and cues.found_in(claimed(sentence))


def _says_that_it_is_stuck(sentence: str) -> bool:
    cues = PATTERNS[Act.STILL_STUCK]
    return cues.found_in(sentence) and cues.found_in(_OTHERS.sub(" ", sentence))


def _turns_out_well(sentence: str) -> bool:
    """Whether a sentence that says both says last that it works: "did not help, but now it works"."""
    works = [match.start() for match in PATTERNS[Act.CONFIRMS].pattern.finditer(sentence)]
    stuck = [match.start() for match in PATTERNS[Act.STILL_STUCK].pattern.finditer(sentence)]
    return bool(works) and (not stuck or works[-1] > stuck[-1])


def claimed(text: str) -> str:
    """`text` without what it does not claim: "has this fixed it?", "if that worked", "hasn't worked"."""
    if "?" in text:
        text = _QUESTIONED.sub(" ", text)
    return NOT_CLAIMED.pattern.sub(" ", text)


_UNMARKED = re.compile(
    r"\b((?:d(?:o|id|oes)|(?:i|wa)s|are|were|ha(?:ve|s|d)|(?:w|c|sh)ould|ca|wo)n(?=t\b)"
    r"|i(?=(?:m|ve)\b)|(?:that|there|what|he|she)(?=s\b)|it(?=s (?:now|all|still|not|been|ok|fine|good|great|"
    r"working|back|gone|fixed|solved|resolved|sorted|done|the same)\b)|(?:you|they)(?=re\b))([a-z]+)"
)
"""Words without their apostrophe, as those write who use none at all."""
ALREADY_TOLD: Final = re.compile(r"^(?:\s*@\w+[,:]?)+\s*")
_LINK = re.compile(r"https?://\S+")
_FAREWELL = re.compile(
    r"(?:\W*(?:many )?(?:thanks?|thank you|thx|ty|tia|cheers|regards|best)\b.{0,40})?[\W_]*"
)
_OTHERS = re.compile(
    r"\b(?:others?|any(?:one|body)|every(?:one|body)|those|people|who(?:ever)?|some(?:one|body)|users?)\b"
    r"[^.!?\n]{0,40}\bsame (?:problem|issue|error|thing)\b"
    r"|\b(?:to (?:stop|avoid|prevent)|in case|if|should|hope\w*|hoping|crossed|unless|not)\b[^.!?\n]{0,50}"
    r"\b(?:same (?:problem|issue|error|thing)|(?:is|come|comes|came) back"
    r"|(?:happen|occur|come|go|disappear|crash)(?:s|es|ed|ing)?(?: back)? again)\b"
)
_MAIL_ANSWERED = re.compile(r"(?<=\S)\s+On [^\n]{8,90} wrote:[^\0]{80,}")
"""What a mail program puts under an answer that was sent by mail."""
_FINDING = frozenset({Act.OWN_FIX, Act.FOUND_OUT})
_NOTHING_FOUND = re.compile(
    r"(?:n't|\b(?:not|never|cannot|niet|nicht|non))(?: (?!but\b)\w+){0,2} (?:found|find|figured?|solved?|"
    r"fix(?:ed)?|resolved?|sorted|discovered?|located?|managed?|succeed(?:ed)?|worked|able|opgelost|gefunden|"
    r"risolto|trovato|gelöst)\b"
)
_QUESTION_MARK = re.compile(r"\?(?:\s|$)")
_QUESTIONED = re.compile(r"[^.!?\n]*\?")
_SENTENCES = re.compile(r"[^.!?\n]+[.!?\n]*")


def read(turn: Turn) -> Reading:
    """The reading of `turn`, its title first; linear in the `READ_CHARACTERS` of it that are read."""
    titles = "".join(f"{post.title}\n" for post in turn.posts if post.title)
    said = ALREADY_TOLD.sub("", (titles + turn.text)[:READ_CHARACTERS])
    if " wrote:" in said:
        said = _MAIL_ANSWERED.sub("", said)
    text = _LINK.sub(" ", said).strip()
    folded = text.casefold().replace("’", "'")
    if "'" not in folded:
        folded = _UNMARKED.sub(r"\1'\2", folded)
    return Reading(turn, folded, len(text.split()))
