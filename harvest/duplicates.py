"""Which threads ask the same thing.

Policy. Two threads are the same question only when most of what is *rare* in one is also in the other, in the
title or the first sentences, and it must hold for every pair in a group, so that a chain of half-likenesses
never joins two different problems. A false merge hides one customer's answer behind another's and counts
askers who do not exist; a missed one leaves two pages, which a person can join. So the bar is high.

Method: words weighted by inverse document frequency, cosine similarity (Salton & Buckley 1988), candidates
found through words that few questions share. Tried and rejected: likeness of whole posts (people who describe
their computer alike have nothing else in common).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SAME_AT: Final = 0.8
"""Cosine from which two questions are the same."""
MIN_SHARED: Final = 3
"""So many words at least must be shared: two-word questions prove nothing."""
TAIL: Final = 0.25
"""Share of a question's weight that is not looked up: its most common words."""
RARE: Final = 100
"""A word in more questions than this finds no candidates (it still counts in the cosine)."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a thread asks, reduced to its words."""

    ref: str
    """`Thread.ref`."""
    words: tuple[str, ...]
    """Case-folded, of the title and the sentences that name the problem."""
    product: str = ""
    """Questions about different products are never the same."""


def groups(questions: Sequence[Question]) -> tuple[tuple[str, ...], ...]:
    """The refs of `questions`, those that ask the same thing together; in the order of first appearance.

    Linear in the number of questions for texts whose rare words are rare (`RARE` bounds the pairs per word).
    """
    order = {question.ref: place for place, question in enumerate(questions)}
    # what is tried first decides ties: by ref, so that the order of the input does not
    questions = sorted(questions, key=lambda question: question.ref)
    frequency = Counter(word for question in questions for word in set(question.words))
    vectors = _vectors(questions, frequency)
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
    found = (sorted((questions[i].ref for i in group), key=order.__getitem__) for group in members.values())
    return tuple(sorted(map(tuple, found), key=lambda group: order[group[0]]))


def _vectors(questions: Sequence[Question], frequency: Mapping[str, int]) -> list[Mapping[str, float]]:
    """Unit vectors of tf-idf weights, one per question."""
    total = len(questions)
    vectors: list[Mapping[str, float]] = []
    for question in questions:
        weights = {
            word: (1 + math.log(count)) * math.log(1 + total / frequency[word])
            for word, count in Counter(question.words).items()
        }
        length = math.sqrt(sum(w * w for w in weights.values())) or 1.0
        vectors.append({word: weight / length for word, weight in weights.items()})
    return vectors


def _likely_pairs(
    questions: Sequence[Question], vectors: Sequence[Mapping[str, float]], frequency: Mapping[str, int]
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


def _head(vector: Mapping[str, float], frequency: Mapping[str, int]) -> list[str]:
    """The rarest words of a unit vector, until the square of what is left is `TAIL`."""
    left = 1.0
    chosen = []
    for word in sorted(vector, key=lambda word: (frequency[word], word)):
        if left < TAIL:
            break
        chosen.append(word)
        left -= vector[word] ** 2
    return chosen


def _likeness(
    questions: Sequence[Question], vectors: Sequence[Mapping[str, float]], one: int, other: int
) -> float:
    """The cosine of two questions where they may be the same, else 0."""
    if questions[one].product != questions[other].product:
        return 0.0
    a, b = vectors[one], vectors[other]
    shared = a.keys() & b.keys()
    if len(shared) < MIN_SHARED:
        return 0.0
    cosine = math.fsum(a[word] * b[word] for word in shared)  # exact: a set has no order to rely on
    return cosine if cosine >= SAME_AT else 0.0
