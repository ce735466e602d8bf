"""What tells pages apart: weights of words and of neighbouring words, learnt from the pages' own phrases.

For each page a linear support vector machine against the others (L2 loss, dual coordinate descent; Hsieh et al.
2008): a phrase of the page should score 1 on it or more, any other phrase 0 or less. So a word that all pages
share is worth nothing, and one that two neighbours do not share is worth much. Score 0 is "nothing in common":
there is no constant, so that only pages which share a rare word with a question need to be looked at.
Deterministic: phrases are visited in their order.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from harvest import vocabulary
from harvest.duplicates.question import ending_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

COMMON: Final = 0.5
"""A common word ("how", "get") counts half: people ask the same in the same forms."""
PAIR: Final = 0.5
"""Two neighbouring words count half, and only …"""
PAIR_SEEN: Final = 2
"""… where so many phrases have them: others are an accident."""
RARE: Final = 100
"""A word of more pages than this finds none (it still counts)."""
SOFT: Final = 0.5
"""How dearly a phrase on the wrong side is paid for: 1 / 2C of the paper."""
ROUNDS: Final = 8
"""So often each phrase is visited; more changes nothing that matters."""

Vector = dict[str, float]


class Words:
    """The words of all phrases, and how rare they are."""

    def __init__(self, phrases: Sequence[Sequence[str]]) -> None:
        self._bare: dict[str, str] = {}
        seen = Counter(feature for phrase in phrases for feature in set(self._features(phrase)))
        self._unseen = math.log(1 + len(phrases))
        self._rarity = {
            feature: math.log(1 + len(phrases) / count)
            for feature, count in seen.items()
            if " " not in feature or count >= PAIR_SEEN
        }

    def vector(self, words: Sequence[str]) -> Vector:
        """Of length 1. Words that no phrase has are in it, so that they speak against every page."""
        weights = {}
        for feature in self._features(words):
            if " " in feature:
                if feature in self._rarity:
                    weights[feature] = PAIR * self._rarity[feature]
            else:
                weights[feature] = self._rarity.get(feature, self._unseen)
        for word in words:
            if not vocabulary.tells(word):
                weights[self.bare(word)] *= COMMON
        length = math.sqrt(math.fsum(w * w for w in weights.values())) or 1.0
        return {feature: weight / length for feature, weight in weights.items()}

    def bare(self, word: str) -> str:
        """`word` without its ending."""
        found = self._bare.get(word)
        if found is None:
            found = self._bare[word] = ending_off(word)
        return found

    def _features(self, words: Sequence[str]) -> list[str]:
        bare = [self.bare(word) for word in words]
        return bare + [f"{one} {other}" for one, other in pairwise(bare)]


class Weights:
    """What each feature is worth for each page, learnt from `phrases` of the pages `owners`."""

    def __init__(self, phrases: Sequence[Vector], owners: Sequence[int]) -> None:
        self._of: dict[int, Vector] = {page: {} for page in owners}
        holders: dict[str, set[int]] = defaultdict(set)
        for phrase, owner in zip(phrases, owners, strict=True):
            for feature in phrase:
                holders[feature].add(owner)
        self._holders = {feature: sorted(pages) for feature, pages in holders.items() if len(pages) <= RARE}
        self._learn(phrases, owners)

    def _learn(self, phrases: Sequence[Vector], owners: Sequence[int]) -> None:
        pressures: list[dict[int, float]] = [
            dict.fromkeys({*self._near(phrase), owner}, 0.0)
            for phrase, owner in zip(phrases, owners, strict=True)
        ]
        for _ in range(ROUNDS):
            for phrase, owner, pressure in zip(phrases, owners, pressures, strict=True):
                for page in sorted(pressure):
                    weights = self._of[page]
                    side, goal = (1.0, 1.0) if page == owner else (-1.0, 0.0)
                    short = side * (goal - _dot(phrase, weights)) - SOFT * pressure[page]
                    new = max(0.0, pressure[page] + short / (1 + SOFT))
                    change = side * (new - pressure[page])
                    if change:
                        for feature, value in phrase.items():
                            weights[feature] = weights.get(feature, 0.0) + change * value
                    if new or page == owner:
                        pressure[page] = new
                    else:  # on its side of the border: seldom crosses it again
                        del pressure[page]

    def _near(self, question: Iterable[str]) -> set[int]:
        return {page for feature in question for page in self._holders.get(feature, ())}

    def scores(self, question: Vector) -> dict[int, float]:
        """How well each page fits that shares a rare word with the question: 1 as its phrases, 0 not at all."""
        return {page: _dot(question, self._of[page]) for page in self._near(question)}

    def speaks_for(self, question: Vector, page: int) -> Vector:
        """The features of the question that speak for the page, and how much."""
        weights = self._of[page]
        found = {feature: value * weights.get(feature, 0.0) for feature, value in question.items()}
        return {feature: worth for feature, worth in found.items() if worth > 0}


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return math.fsum(value * other[feature] for feature, value in one.items() if feature in other)
