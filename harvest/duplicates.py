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

SAME_AT: Final = 0.72
"""Cosine from which two questions are the same."""
MIN_SHARED: Final = 3
"""So many words at least must be shared: two-word questions prove nothing."""
RARE: Final = 60
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
    vectors = _vectors(questions)
    group_of = list(range(len(questions)))
    members: dict[int, list[int]] = {i: [i] for i in group_of}
    for one, other in _likely_pairs(questions, vectors):
        a, b = group_of[one], group_of[other]
        if a == b or not all(_same(questions, vectors, i, j) for i in members[a] for j in members[b]):
            continue
        keep, gone = min(a, b), max(a, b)
        for i in members[gone]:
            group_of[i] = keep
        members[keep] += members.pop(gone)
    return tuple(tuple(questions[i].ref for i in sorted(group)) for _, group in sorted(members.items()))


def _vectors(questions: Sequence[Question]) -> list[Mapping[str, float]]:
    """Unit vectors of tf-idf weights, one per question."""
    frequency = Counter(word for question in questions for word in set(question.words))
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
    questions: Sequence[Question], vectors: Sequence[Mapping[str, float]]
) -> list[tuple[int, int]]:
    """Pairs that share a rare word and are alike, the most alike first."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, question in enumerate(questions):
        for word in set(question.words):
            holders[word].append(index)
    seen: set[tuple[int, int]] = set()
    for found in holders.values():
        if 2 <= len(found) <= RARE:
            seen.update((a, b) for i, a in enumerate(found) for b in found[i + 1 :])
    scored = [
        (-_cosine(vectors[a], vectors[b]), a, b)
        for a, b in seen
        if questions[a].product == questions[b].product
    ]
    return [(a, b) for score, a, b in sorted(scored) if -score >= SAME_AT]


def _same(
    questions: Sequence[Question], vectors: Sequence[Mapping[str, float]], one: int, other: int
) -> bool:
    if questions[one].product != questions[other].product:
        return False
    shared = len(set(questions[one].words) & set(questions[other].words))
    return shared >= MIN_SHARED and _cosine(vectors[one], vectors[other]) >= SAME_AT


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)
