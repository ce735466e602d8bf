"""From text to the words that are looked up. The browser's client does the same, step by step:

1. `fold`: compatibility forms, lower case, one kind of apostrophe, no accents (U+0300 to U+036F only, so that
   the marks that spell Hindi or Thai stay), composed again;
2. `PATTERN`: a run of Chinese, Japanese or Korean signs, or a word; signs within a word (`-`, `.`, `:`, `_`,
   `&`, apostrophe) belong to it;
3. a run of signs becomes its pairs (one sign alone stays);
4. in a word, "'s" at the end goes and apostrophes close up ("cant"); in languages that elide they part words;
5. hyphens close up ("wifi", "email", "e1234"), "v2.3.1" is "2.3.1"; what still has a sign or a digit in it is
   found whole and never stemmed; in pages its parts count as well, in a query where the whole is on no page;
6. small words are marked, the others stemmed.

Folding comes before stemming: who types without accents must get the same stem as who types with them, and a
stemmer cannot know. What a stemmer does with folded words is odd here and there, and the same on both sides.
Rejected: codes as parts only ("0x80070005" was found with every page that had a version number in it).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from whoosh.analysis import Filter, RegexTokenizer, StemFilter, StopFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harvest.search.language import Language

LONGEST: Final = 64
"""Characters of a word; a longer one is no word, and is cut."""
MOST_FORMS: Final = 1 << 19
"""Of words that are remembered."""

_CJK: Final = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"


MARKED: Final = (*range(0x20000), *range(0xE0000, 0xE1000))
"""Where marks are: looking at the other planes, which hold signs and nothing, takes a fifth of a second."""


def _marks() -> str:
    """All combining marks, as ranges of a character class."""
    ranges: list[list[int]] = []
    for code in MARKED:
        if unicodedata.category(chr(code))[0] == "M":
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in ranges)


# In JavaScript a letter is [\\p{L}\\p{N}], a mark \\p{M}; the loop is unrolled because nested ones can hang.
_LETTERS: Final = rf"[^\W_{_CJK}]+(?:[{_marks()}]+[^\W_{_CJK}]*)*"
PATTERN: Final = rf"[{_CJK}]+|{_LETTERS}(?:[-.:_'&]{_LETTERS})*"
_PATTERN: Final = re.compile(PATTERN)
_JOINS: Final = re.compile(r"[-.:_&]")
_QUOTES: Final = str.maketrans(dict.fromkeys("’‘´`ʼ＇", "'") | dict.fromkeys("‐‑‒–", "-"))
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_HAN: Final = re.compile(f"[{_CJK}]")
_VERSION: Final = re.compile(r"^v(?=\d+(?:\.\d+)+$)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text."""

    term: str
    """As it stands in the index."""
    small: bool
    """Not looked up by itself."""
    typed: str
    """Folded, before it was stemmed."""
    parts: tuple[str, ...] = ()
    """Terms of what it is made of, where it is made of several."""


def fold(text: str) -> str:
    """Without what two people type differently."""
    if text.isascii():
        return text.lower()
    lower = unicodedata.normalize("NFKC", text.translate(_QUOTES)).lower().translate(_QUOTES)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", lower)))


_ASCII: Final = re.compile(r"[^\W_]+(?:[-.:_'&][^\W_]+)*", re.ASCII)
"""What `PATTERN` is where every character is ASCII: three times as fast."""


def closed(form: str) -> str:
    """A form without hyphens, a version without its letter."""
    return _VERSION.sub("", form.replace("-", ""))


class Signs(Filter):  # type: ignore[misc] # Whoosh has no types
    """Steps 3 to 5, and keeps what was typed in `original`."""

    is_morph = True

    def __init__(self, *, elided: bool) -> None:
        self.elided = elided

    def __call__(self, tokens: Iterable[Any]) -> Iterator[Any]:
        """Whoosh hands one token object through; each form of the word goes out in it."""
        for token in tokens:
            text = token.text[:LONGEST]
            for form in self._forms(text):
                token.original = form
                token.text = closed(form)
                yield token

    def _forms(self, text: str) -> tuple[str, ...]:
        if _HAN.match(text):
            return tuple(text[at : at + 2] for at in range(max(1, len(text) - 1)))
        if "'" in text:
            if self.elided:
                return tuple(form for part in text.split("'") for form in self._forms(part))
            text = text.removesuffix("'s").replace("'", "")
        return (text,)


class Analysis:
    """How the texts of one language become words."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.stem = lru_cache(maxsize=None)(language.stemmer())
        self._forms = lru_cache(maxsize=MOST_FORMS)(self._analyse)
        self._chain = (
            RegexTokenizer(PATTERN)
            | Signs(elided=language.elided)
            | StopFilter(language.small, minsize=1)
            | StemFilter(self._stem_words, cachesize=None)
        )

    def words(self, text: str) -> list[Word]:
        """The words of a text, in order."""
        return [word for written in _written(fold(text)) for word in self._forms(written)]

    def _analyse(self, written: str) -> tuple[Word, ...]:
        """Through Whoosh's chain: once for each form, because the chain never looks at its neighbours."""
        return tuple(
            Word(token.text, token.stopped, token.original, self._parts(token.original))
            for token in self._chain(written, removestops=False)
        )

    def _stem_words(self, word: str) -> str:
        """Codes stay whole, and so do words beyond the first 65,536 characters.

        No language here has any, and JavaScript counts each of their letters as two.
        """
        return word if is_code(word) or max(word, default="") > "\uffff" else self.stem(word)

    def _parts(self, word: str) -> tuple[str, ...]:
        if not _JOINS.search(word):
            return ()
        parts = (part for part in _JOINS.split(word) if len(part) > 1 and part not in self.language.small)
        return tuple(self._stem_words(part) for part in parts)


def forms(text: str) -> list[str]:
    """The words of a text as they are written there, but in lower case: accents stay, nothing is stemmed."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text.translate(_QUOTES))
    return _written(plain.lower())


def _written(folded: str) -> list[str]:
    return (_ASCII if folded.isascii() else _PATTERN).findall(folded)


def ordered(entry: str) -> bytes:
    """What entries are sorted by where order tells: JavaScript's order of strings."""
    return entry.encode("utf-16-be", "surrogatepass")


def is_code(word: str) -> bool:
    """Whether it is an error code, a version, an identifier or an address: never stemmed, never mended."""
    return not word.isalpha() and (any(map(str.isdecimal, word)) or _JOINS.search(word) is not None)


def pair(one: Word, other: Word) -> str | None:
    """The entry for two words that follow each other; None where both are small.

    It begins with the word that is looked up anyway, so that in a sorted dictionary it stands beside it.
    """
    if one.small:
        return None if other.small else f"{other.term}<{one.term}"
    return f"{one.term}>{other.term}"


_OTHER: Final = re.compile("[<>~=]")


def is_word(entry: str) -> bool:
    """Whether an entry is a word: no pair, nothing near, no slip."""
    return _OTHER.search(entry) is None


def is_pair(entry: str) -> bool:
    """Whether an entry is one of `pair`."""
    return "<" in entry or ">" in entry


def near(term: str) -> str:
    """The entry for pages that say the same as `term` by another word."""
    return f"{term}~"
