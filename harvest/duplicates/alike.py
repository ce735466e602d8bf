"""Questions that are the same nearly word for word: fit for any collection, of any size."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from harvest.duplicates.question import ending_off

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harvest.duplicates.question import Question

SAME_AT: Final = 0.85
"""Cosine from which two questions are the same."""
MIN_SHARED: Final = 3
"""So many words at least must be shared: two-word questions prove nothing."""
TAIL: Final = 0.25
"""Share of a question's weight that is not looked up: its most common words."""
RARE: Final = 100
"""A word in more questions than this finds no candidates (it still counts in the cosine)."""

Vector = dict[str, float]


def alike(questions: Sequence[Question]) -> list[list[int]]:
    """Groups of places in `questions`; their order decides ties.

    Cosine of tf-idf weights (Salton & Buckley 1988); every pair in a group is alike, so that a chain of
    half-likenesses never joins two problems. Linear in the number of questions for texts whose rare words
    are rare (`RARE` bounds the pairs per word).
    """
    bare = {word: ending_off(word) for word in {word for question in questions for word in question.words}}
    words = [[bare[word] for word in question.words] for question in questions]
    frequency = Counter(word for said in words for word in set(said))
    vectors = _vectors(words, frequency)
    group_of = list(range(len(questions)))
    members: dict[int, list[int]] = {i: [i] for i in group_of}
    for one, other in _likely_pairs(questions, vectors, frequency):
        a, b = group_of[one], group_of[other]
        if a == b or not all(_likeness(questions, vectors, i, j) for i in members[a] for j in members[b]):
            continue
        keep, gone = min(a, b), max(a, b)
        for i in members[gone]:
            group_of[i] = keep
        members[keep] += members.pop(gone)
    return list(members.values())


def _vectors(words: Sequence[Sequence[str]], frequency: Mapping[str, int]) -> list[Vector]:
    """Unit vectors of tf-idf weights, one per question."""
    rarity = {word: math.log(1 + len(words) / count) for word, count in frequency.items()}
    vectors = []
    for said in words:
        weights = {word: (1 + math.log(count)) * rarity[word] for word, count in Counter(said).items()}
        length = math.sqrt(math.fsum(w * w for w in weights.values())) or 1.0
        vectors.append({word: weight / length for word, weight in weights.items()})
    return vectors


def _likely_pairs(
    questions: Sequence[Question], vectors: Sequence[Vector], frequency: Mapping[str, int]
) -> list[tuple[int, int]]:
    """Pairs about the same product that are alike, the most alike first.

    Prefix filtering (Bayardo, Ma & Srikant 2007): what two unit vectors share outside the head of one is
    at most the length of its tail, so a pair is looked at only when the head brings the rest of the way.
    """
    enough = SAME_AT - math.sqrt(TAIL)
    heads: dict[str, list[tuple[int, float]]] = defaultdict(list)
    found: list[tuple[float, int, int]] = []
    for index, vector in enumerate(vectors):
        met: dict[int, float] = defaultdict(float)
        for word, weight in vector.items():
            if frequency[word] <= RARE:
                for other, its_weight in heads[word]:
                    met[other] += weight * its_weight
        for other, brought in met.items():
            if brought >= enough and (likeness := _likeness(questions, vectors, other, index)):
                found.append((-likeness, other, index))
        for word in _head(vector, frequency):
            heads[word].append((index, vector[word]))
    return [(one, other) for _, one, other in sorted(found)]


def _head(vector: Vector, frequency: Mapping[str, int]) -> list[str]:
    """The rarest words of a unit vector, until the square of what is left is `TAIL`."""
    left = 1.0
    chosen = []
    for word in sorted(vector, key=lambda word: (frequency[word], word)):
        if left < TAIL:
            break
        chosen.append(word)
        left -= vector[word] ** 2
    return chosen


def _likeness(questions: Sequence[Question], vectors: Sequence[Vector], one: int, other: int) -> float:
    """The cosine of two questions where they may be the same, else 0."""
    a, b = vectors[one], vectors[other]
    shared = a.keys() & b.keys()
    if len(shared) < MIN_SHARED:
        return 0.0
    cosine = math.fsum(a[word] * b[word] for word in shared)  # exact: a set has no order to rely on
    return cosine if cosine >= SAME_AT and questions[one].may_equal(questions[other]) else 0.0
