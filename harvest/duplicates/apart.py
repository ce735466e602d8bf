"""Questions that are the same in other words: only in collections whose questions fall apart into groups."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from harvest import vocabulary
from harvest.duplicates.question import ending_off

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harvest.duplicates.question import Question

UNSHARED: Final = 0.1
"""A word that only one of two questions has counts so much against them as it counts for them in both."""
COMMON: Final = 0.5
"""A common word ("how", "get") counts half: people ask the same in the same forms."""
BAR: Final = 0.68
"""Mean evidence between two groups from which they are one, in logarithms of the number of questions."""
ALIKE: Final = 0.8
"""A pair with so much evidence is alike, …"""
HALF_ALIKE: Final = 0.4
"""… one with so much and less than `ALIKE` neither alike nor unlike."""
MOST_UNCLEAR: Final = 1.5
"""So many half-alike pairs for each alike pair at most, or words do not tell these questions apart."""
LEAST_ASKED_AGAIN: Final = 0.9
"""Share of the questions that must have a like one, or it is a collection in which few ask the same."""
FEWEST: Final = 50
"""Questions; of fewer, the two shares above say nothing."""
MOST: Final = 2000
"""Questions; the work grows with their square. (A lake of more has never passed.)"""
SAMPLE: Final = 200
"""So many questions are compared with all others to see whether they fall apart."""


def apart(questions: Sequence[Question]) -> list[list[int]] | None:
    """Groups of places in `questions`, or None where pairs do not fall apart into alike and unlike.

    A word that two questions share is evidence of log(N / questions that have it), its information content
    (Robertson & Spärck Jones 1976, without relevance); one that they do not share is some against. Two groups
    are joined, the most alike first, while the mean over their pairs is enough (average link; Sokal &
    Michener 1958).
    """
    if not FEWEST <= len(questions) <= MOST or not all(question.ask for question in questions):
        return None
    evidence = _Evidence([question.ask for question in questions])
    if not _falls_apart(evidence):
        return None
    return _Groups(questions, evidence).joined()


class _Evidence:
    """What speaks for two questions being one, in logarithms of the number of questions."""

    def __init__(self, asked: Sequence[Sequence[str]]) -> None:
        total = len(asked)
        bare = {word: ending_off(word) for word in {word for words in asked for word in words}}
        frequency = Counter(word for words in asked for word in {bare[word] for word in words})
        self.weights: list[Mapping[str, float]] = []
        self.holders: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(asked):
            weights = {}
            for word in words:
                rarity = math.log(total / frequency[bare[word]]) / math.log(total)
                if rarity > 0:
                    weights[bare[word]] = rarity * (1.0 if vocabulary.tells(word) else COMMON)
            self.weights.append(weights)
            for word in weights:
                self.holders[word].append(place)
        self.sums = [math.fsum(weights.values()) for weights in self.weights]

    def of(self, one: int) -> dict[int, float]:
        """The evidence for `one` and each other question that shares a word with it."""
        shared: dict[int, float] = defaultdict(float)
        for word, weight in self.weights[one].items():
            for other in self.holders[word]:
                shared[other] += min(weight, self.weights[other][word])
        shared.pop(one, None)
        own = self.sums[one]
        return {
            other: both - UNSHARED * (own + self.sums[other] - 2 * both) for other, both in shared.items()
        }


def _falls_apart(evidence: _Evidence) -> bool:
    """Whether most questions have a like one, and few pairs are neither alike nor unlike."""
    step = max(1, len(evidence.weights) // SAMPLE)
    looked_at = range(0, len(evidence.weights), step)
    alike = unclear = asked_again = 0
    for place in looked_at:
        strengths = evidence.of(place).values()
        like = sum(strength >= ALIKE for strength in strengths)
        alike += like
        unclear += sum(HALF_ALIKE <= strength < ALIKE for strength in strengths)
        asked_again += like > 0
    return asked_again >= LEAST_ASKED_AGAIN * len(looked_at) and unclear <= MOST_UNCLEAR * alike


class _Groups:
    """Average-link clustering of few likenesses among many questions.

    A mean reaches the bar only where one pair does, so that only groups with such a pair are ever compared.
    """

    def __init__(self, questions: Sequence[Question], evidence: _Evidence) -> None:
        self.questions = questions
        self.sums = evidence.sums
        self.between = [evidence.of(place) for place in range(len(questions))]
        self.members = {place: [place] for place in range(len(questions))}
        self.totals: dict[int, dict[int, float]] = {place: {} for place in self.members}
        """The evidence summed over all pairs between two groups that have a pair above the bar."""
        for one, strengths in enumerate(self.between):
            for other, strength in strengths.items():
                if one < other and strength >= BAR:
                    total = strength if questions[one].may_equal(questions[other]) else -math.inf
                    self.totals[one][other] = self.totals[other][one] = total

    def joined(self) -> list[list[int]]:
        """The groups at the end."""
        queue = [(-total, a, b) for a, others in self.totals.items() for b, total in others.items() if a < b]
        heapq.heapify(queue)
        fresh = len(self.members)
        while queue:
            negative, a, b = heapq.heappop(queue)
            if a not in self.members or b not in self.members or -negative < BAR:
                continue
            near = (self.totals[a].keys() | self.totals[b].keys()) - {a, b}
            totals = {other: self._total(a, other) + self._total(b, other) for other in near}
            self.members[fresh] = self.members.pop(a) + self.members.pop(b)
            for other, total in sorted(totals.items()):
                self.totals[other][fresh] = total
                pairs = len(self.members[other]) * len(self.members[fresh])
                heapq.heappush(queue, (-total / pairs, other, fresh))
            for gone in (a, b):
                for other in self.totals.pop(gone):
                    if other in self.totals:
                        self.totals[other].pop(gone, None)
            self.totals[fresh] = totals
            fresh += 1
        return list(self.members.values())

    def _total(self, a: int, b: int) -> float:
        """The evidence over all pairs of two groups; -inf where something forbids one of them."""
        known = self.totals[a].get(b)
        if known is not None:
            return known
        total = 0.0
        for one in self.members[a]:
            for other in self.members[b]:
                if not self.questions[one].may_equal(self.questions[other]):
                    return -math.inf
                nothing_shared = -UNSHARED * (self.sums[one] + self.sums[other])
                total += self.between[one].get(other, nothing_shared)
        return total
