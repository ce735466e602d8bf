"""What was typed, as what is looked up: words, "quoted phrases", -words; keywords or a sentence; mended."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from harvest.search import ranking
from harvest.search.analysis import closed, is_code, near, ordered, pair
from harvest.search.ranking import ONE, Sought

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from harvest.search.analysis import Analysis, Word
    from harvest.search.postings import Postings

MOST_CHARACTERS: Final = 2000
"""Of a query; whole error messages are pasted, whole logs are cut."""
MOST_WORDS: Final = 64
MOST_READ: Final = 200
"""Pages, best first, whose text is read for a "phrase": a browser fetches it for each."""

_QUOTED: Final = re.compile(r'(?<!\S)(-?)["“„«]([^"“”„«»]+)["”“»]')
_MINUS: Final = re.compile(r"(?<!\S)-(?=[^\W\d_])(\S+)")


class Ingredient(StrEnum):
    """What the ranking is made of, for measuring what each is worth."""

    PAIRS = "pairs"
    SYNONYMS = "synonyms"
    COVERAGE = "coverage"
    KEYWORDS = "keywords"
    MENDING = "mending"


@dataclass(frozen=True, slots=True)
class Typed:
    """A query, taken apart."""

    words: tuple[Word, ...]
    """In order; those of phrases too, those that must not be there not."""
    phrases: tuple[tuple[str, ...], ...]
    """Terms that must stand together, in this order."""
    banned: tuple[tuple[str, ...], ...]
    """Terms that must not (several: not together)."""
    begun: bool = False
    """Whether the text ends within its last word, as while typing."""

    @property
    def exact(self) -> frozenset[str]:
        """Terms that are meant as they are, because somebody put them in quotes."""
        return frozenset(term for phrase in self.phrases for term in phrase)

    @property
    def reads(self) -> bool:
        """Whether the texts of pages must be read: postings do not say what stands together."""
        return any(len(each) > 1 for each in (*self.phrases, *self.banned))

    @property
    def keywords(self) -> bool:
        """A few bare words: all of them are meant. See `ranking`."""
        return len(self.words) <= ranking.KEYWORDS and not any(word.small for word in self.words)


@dataclass(frozen=True, slots=True)
class Mended:
    """A word that is on no page, and the one that is probably meant."""

    typed: str
    meant: str
    """The entry; in what `Index.search` says, the word as most people write it."""


def take_apart(text: str, analysis: Analysis) -> Typed:
    """Any text is a query: what makes no sense as a phrase or a ban is words."""
    whole, text = text, text[:MOST_CHARACTERS]
    phrases: list[tuple[str, ...]] = []
    banned: list[tuple[str, ...]] = []
    for minus, phrase in _QUOTED.findall(text):
        terms = tuple(word.term for word in analysis.words(phrase))
        if terms:
            (banned if minus else phrases).append(terms)
    rest = _QUOTED.sub(lambda match: " " if match[1] else f" {match[2]} ", text)
    for word in _MINUS.findall(rest):
        banned += [(each.term,) for each in analysis.words(word) if not each.small]
    rest = _MINUS.sub(" ", rest)
    words = analysis.words(rest)
    begun = text == whole and len(words) <= MOST_WORDS and rest[-1:].isalnum()
    return Typed(tuple(words[:MOST_WORDS]), tuple(phrases), tuple(banned), begun)


def unquoted(text: str) -> str:
    """`text` with its phrases as words, what must not be there as it is; "" where it has no phrase."""
    plain = _QUOTED.sub(lambda match: match[0] if match[1] else match[2], text)
    return "" if plain == text else plain


def look_up(
    typed: Typed,
    postings: Postings,
    analysis: Analysis,
    without: Collection[Ingredient] = (),
    *,
    prefix: bool = False,
) -> tuple[list[Sought], list[Mended]]:
    """What is sought for a query, each word once, and what was mended.

    `prefix`: a last word that is still being typed also stands for words that go on from it.
    """
    sought: dict[str, Sought] = {}
    mended: dict[str, Mended] = {}
    near_too = not typed.keywords and Ingredient.SYNONYMS not in without
    last = typed.words[-1] if prefix and typed.begun and typed.words else None
    ahead = completions(last, postings) if last else []
    exact = typed.exact
    for word in typed.words:
        if word.small:
            continue
        common = word.typed in analysis.language.common
        begun = ahead if last and word.term == last.term else []
        if word.parts and not postings.read(word.term) and not begun:
            for part in word.parts:
                sought.setdefault(part, Sought(postings.weight(part, common=common), ((part, ONE),)))
            continue
        mend = Ingredient.MENDING not in without and word.term not in exact
        entries = _entries(word, postings, analysis, begun, mend=mend)
        if not begun and word.term not in dict(entries):
            mended[word.term] = Mended(word.typed, entries[0][0])
        weight = min(postings.weight(entry, common=common) for entry, _ in entries)
        if near_too:
            entries += [(near(entry), share * ranking.NEAR // ONE) for entry, share in entries]
        sought.setdefault(word.term, Sought(weight, tuple(entries)))
    if Ingredient.PAIRS not in without:
        sought |= _pairs(typed, {term: word.meant for term, word in mended.items()}, postings)
    return list(sought.values()), list(mended.values())


def _pairs(typed: Typed, meant: Mapping[str, str], postings: Postings) -> dict[str, Sought]:
    """The pairs of the words that are meant, as far as some page has them."""
    words = [replace(word, term=meant.get(word.term, word.term)) for word in typed.words]
    pairs = (pair(one, other) for one, other in pairwise(words))
    return {
        both: Sought(postings.weight(both, pair=True), ((both, ONE),), pair=True)
        for both in pairs
        if both and postings.read(both)
    }


def _entries(
    word: Word, postings: Postings, analysis: Analysis, ahead: Iterable[str], *, mend: bool
) -> list[tuple[str, int]]:
    """The entries for a word and their shares: itself, what goes on from it, or what it may be a slip of."""
    itself = [(word.term, ONE)]
    there = bool(postings.read(word.term))
    slipped = (
        [entry.partition("=")[2] for entry in postings.entries(f"{word.term}=")] if mend and there else []
    )
    others = dict.fromkeys((*slipped, *ahead))
    if others:
        return (itself if there else []) + [(entry, ranking.REPAIRED) for entry in others]
    if there or not mend:
        return itself
    candidates = alike(word, postings, analysis.language.endings)
    return [(entry, ranking.REPAIRED) for entry in candidates] or itself


# ── a word that is still being typed ─────────────────────────────────────────────────────────────

SHORTEST_BEGUN: Final = 3
"""Characters; fewer begin half the dictionary, and what is found changes with the next letter anyway."""
COMPLETIONS: Final = 8


def completions(word: Word, postings: Postings) -> list[str]:
    """The entries that most pages have of those that begin as a word is typed.

    Not as its stem: that of half a word is no half of a stem.
    """
    begun = closed(word.typed)
    if word.small or len(begun) < SHORTEST_BEGUN:
        return []
    found = (entry for entry in postings.words(begun) if entry != word.term)
    return sorted(found, key=lambda entry: (-postings.pages_with(entry), ordered(entry)))[:COMPLETIONS]


# ── words that are on no page ────────────────────────────────────────────────────────────────────

SHORTEST_MENDED: Final = 4
"""Characters; shorter words are one mistake from half the dictionary."""
TWO_MISTAKES: Final = 8
"""Characters from which two mistakes are forgiven."""
CANDIDATES: Final = 3


def alike(word: Word, postings: Postings, endings: Iterable[str]) -> list[str]:
    """The entries a mistyped word may stand for, the likeliest first: fewest mistakes, then most pages.

    One mistake is a letter too many, too few, wrong, or two changed over (Damerau 1964). The first letter is
    taken to be right, or changed over with the second: it mostly is, and a client then needs one part of the
    dictionary only. Stems are compared, and stems, as they are or with an ending put back, to what was typed
    ("missitg" has the stem "missitg", "missing" has "miss"; "setings" has "sete", as near to "see" as to
    "set"). Where no entry is alike but some go on from what was typed, those are meant.
    """
    term = word.term
    if len(term) < SHORTEST_MENDED or is_code(term):
        return []
    allowed = 2 if len(term) >= TWO_MISTAKES else 1
    found = []
    for start in (term[0], term[1::-1]):
        if start[1:] and start[0] == term[0]:
            continue  # they have been looked at
        for entry in postings.words(start):
            mistakes = distance(term, entry, allowed) if abs(len(entry) - len(term)) <= allowed else 9
            if mistakes and entry[:2] == word.typed[:2]:
                longer = (f"{entry}{ending}" for ending in ("", *endings))
                fit = [each for each in longer if abs(len(each) - len(word.typed)) <= 1]
                mistakes = min([mistakes, *(distance(word.typed, each, 1) for each in fit)])
            if mistakes <= allowed:
                found.append((mistakes, -postings.pages_with(entry), ordered(entry), entry))
    found = found or [
        (0, -postings.pages_with(entry), ordered(entry), entry) for entry in postings.words(term)
    ]
    found.sort()
    return [entry for mistakes, *_, entry in found if mistakes == found[0][0]][:CANDIDATES]


def distance(one: str, other: str, most: int) -> int:
    """Mistakes between two words (optimal string alignment); more than `most` is only known to be more."""
    before: Sequence[int] = ()
    row: list[int] = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        two_before, before = before, row
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
