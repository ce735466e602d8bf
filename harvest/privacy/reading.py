"""A text as the detectors see it: folded so that nothing hides, with the way back to the original.

Folding drops what a reader cannot see (zero-width characters, combining marks, controls) and gives
look-alikes their plain form (full-width digits, dashes, exotic spaces, accented letters), one
character for at most one, so that an offset in the folded text is an offset in the original.
Unicode's compatibility decomposition (UAX #15) says what the plain form is.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COVER: Final = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for every character that is already decided: found, or to be left alone. No pattern matches it."""

_DIGIT: Final = re.compile("[0-9]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_APART: Final = str.maketrans(
    dict.fromkeys("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~‹›¡¿«»…·•、〈〉《》「」【】" + COVER, " ")
)
_SPECIAL: Final = {
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("’‘ʼ‛′", "'"),
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("。․", "."),
    **dict.fromkeys("\x0b\x0c\r", " "),
    **dict.fromkeys("\u2028\u2029\x85", "\n"),
    **dict.fromkeys("\u115f\u1160\u3164\uffa0", ""),
    COVER: "\N{REPLACEMENT CHARACTER}",
}


def _plain_form(char: str) -> str:
    """What `char` folds to: one character, or "" for one that a reader cannot see."""
    if char in _SPECIAL:
        return _SPECIAL[char]
    if char not in "\t\n" and unicodedata.category(char) in {"Cf", "Cc", "Mn", "Me"}:
        return ""
    apart = [c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c) != "Mn"]
    if len(apart) != 1:
        return char
    digit = unicodedata.decimal(apart[0], None)
    return str(digit) if digit is not None else _SPECIAL.get(apart[0], apart[0])


class _Folds(dict[int, str]):
    """The translation table, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = form = _plain_form(chr(code))
        return form


_FOLDS: Final = _Folds()


def fold(text: str) -> str:
    """`text` in its plain form, for comparing."""
    return text if text.isascii() and not _CONTROL.search(text) else text.translate(_FOLDS)


@dataclass(frozen=True, slots=True)
class Reading:
    """A folded text, partly covered."""

    text: str
    low: str
    """`text` in lower case, character for character."""
    has_digit: bool
    words: frozenset[str]
    """The words of `low`, for detectors to see at a glance that they have nothing to do."""
    origin: Sequence[int] | None
    """Where each character of `text` stands in the original, then the original's length; None: the same."""

    def cover(self, spans: Iterable[tuple[int, int]]) -> Reading:
        """The same with these stretches (sorted, apart) taken out of every detector's sight."""
        text: list[str] = []
        low: list[str] = []
        at = 0
        for start, end in spans:
            cover = COVER * (end - start)
            text += (self.text[at:start], cover)
            low += (self.low[at:start], cover)
            at = end
        text.append(self.text[at:])
        low.append(self.low[at:])
        # `words` may keep a word that is covered now: it only says where looking is worth its time.
        return Reading("".join(text), "".join(low), self.has_digit, self.words, self.origin)

    def original(self, span: tuple[int, int]) -> tuple[int, int]:
        """Where a stretch stands in the original; unseen characters at its end belong to it."""
        return span if self.origin is None else (self.origin[span[0]], self.origin[span[1]])


def _lower(text: str) -> str:
    """Lower case without a change of length."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)


def read(text: str) -> Reading:
    """The reading of a text, nothing covered yet."""
    folded = fold(text)
    origin = None
    if len(folded) != len(text):
        origin = [i for i, char in enumerate(text) if _FOLDS[ord(char)]]
        origin.append(len(text))
    return _reading(folded, origin)


def _reading(text: str, origin: Sequence[int] | None) -> Reading:
    """A reading with what follows from its text."""
    low = _lower(text)
    return Reading(
        text, low, _DIGIT.search(text) is not None, frozenset(low.translate(_APART).split()), origin
    )
