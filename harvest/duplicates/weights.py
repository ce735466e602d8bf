"""What tells pages apart: what words are worth for each page, learnt from the phrases of all of them.

For each page a linear support vector machine against the others (L2 loss, by dual coordinate descent; Hsieh
et al. 2008): a phrase of the page should score 1 on it or more, any other phrase 0 or less. So a word that
many pages share is worth little, and one that two neighbours do not share is worth much. A score of 0 is
"nothing in common": there is no constant, so that only pages which share a rare word with a question are
looked at. That is what makes it fast; which words count as rare hardly matters (10 to 100 pages).

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
    from collections.abc import Iterable, Sequence

COMMON: Final = 0.5
"""A common word ("how", "get") counts half: people ask the same in the same forms."""
PAIR: Final = 0.5
"""Two words side by side count half, and only …"""
PAIR_SEEN: Final = 2
"""… where so many phrases have them: others are an accident."""
RARE: Final = 10
"""A word of more pages than this finds none (it still counts)."""
SOFT: Final = 0.5
"""What a phrase on the wrong side costs: 1 / 2C of the paper."""
NOTHING: Final = 0.02
"""A pull or push that changes by less has settled."""
ROUNDS: Final = 8
"""So often the phrases are visited. Four are too few where pages have many; sixteen change nothing."""

Vector = dict[str, float]
"""What stands in a text to how much of the text it is; squares sum up to 1."""


class Words:
    """The words of all phrases, without their endings, and how rare each is."""

    def __init__(self, phrases: Sequence[Sequence[str]]) -> None:
        self._bare: dict[str, str] = {}
        seen = Counter(found for phrase in phrases for found in set(self._found(phrase)))
        self._unseen = math.log(1 + len(phrases))
        self._rarity = {
            found: math.log(1 + len(phrases) / count)
            for found, count in seen.items()
            if " " not in found or count >= PAIR_SEEN
        }

    def vector(self, words: Sequence[str]) -> Vector:
        """Words that no phrase has are part of it, so that they speak against every page."""
        weights = {}
        for found in self._found(words):
            if " " not in found:
                weights[found] = self._rarity.get(found, self._unseen)
            elif found in self._rarity:
                weights[found] = PAIR * self._rarity[found]
        for bare in {self.bare(word) for word in words if not vocabulary.tells(word)}:
            weights[bare] *= COMMON
        length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
        return {found: weight / length for found, weight in weights.items()}

    def bare(self, word: str) -> str:
        """`word` without its ending."""
        found = self._bare.get(word)
        if found is None:
            found = self._bare[word] = ending_off(word)
        return found

    def _found(self, words: Sequence[str]) -> list[str]:
        bare = [self.bare(word) for word in words]
        return bare + [f"{one} {other}" for one, other in pairwise(bare)]


class Weights:
    """What words and pairs are worth for the pages `owners[i]`, learnt from their `phrases[i]`."""

    def __init__(self, phrases: Sequence[Vector], owners: Sequence[int]) -> None:
        self._of: dict[int, Vector] = {page: {} for page in owners}
        pages: dict[str, set[int]] = defaultdict(set)
        for phrase, owner in zip(phrases, owners, strict=True):
            for found in phrase:
                pages[found].add(owner)
        self._pages = {found: sorted(having) for found, having in pages.items() if len(having) <= RARE}
        self._learn(phrases, owners)

    def _learn(self, phrases: Sequence[Vector], owners: Sequence[int]) -> None:
        pressures = [
            dict.fromkeys(sorted({*self._near(phrase), owner}), 0.0)
            for phrase, owner in zip(phrases, owners, strict=True)
        ]
        """For each phrase, the pages near it and how hard it pulls or pushes: the dual variables."""
        for number in range(ROUNDS):
            for phrase, owner, pressure in zip(phrases, owners, pressures, strict=True):
                for page, old in list(pressure.items()):
                    side, goal = (1.0, 1.0) if page == owner else (-1.0, 0.0)
                    short = side * (goal - self._score(phrase, page)) - SOFT * old
                    new = max(0.0, old + short / (1 + SOFT))
                    if abs(new - old) >= NOTHING:
                        pressure[page] = new
                        self._move(page, phrase, side * (new - old))
                    elif number:
                        del pressure[page]  # settled: it seldom moves again

    def _near(self, text: Iterable[str]) -> set[int]:
        return {page for found in text for page in self._pages.get(found, ())}

    def _score(self, text: Vector, page: int) -> float:
        weights = self._of[page]
        return sum([share * weights[found] for found, share in text.items() if found in weights])

    def _move(self, page: int, phrase: Vector, by: float) -> None:
        weights = self._of[page]
        for found, share in phrase.items():
            weights[found] = weights.get(found, 0.0) + by * share

    def scores(self, text: Vector) -> dict[int, float]:
        """How well the pages fit that share a rare word with the text: 1 as their phrases, 0 not at all."""
        return {page: self._score(text, page) for page in self._near(text)}

    def worth(self, found: str, page: int) -> float:
        """What a word speaks for the page, or (below 0) against it."""
        return self._of[page].get(found, 0.0)
