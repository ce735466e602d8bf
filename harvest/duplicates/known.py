"""known"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest import vocabulary
from harvest.duplicates.question import Question
from harvest.duplicates.weights import Vector, Weights, Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TARGET: Final = 0.95
FOLDS: Final = 4
SHARED: Final = 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page as far as likeness goes."""

    path: str
    phrases: tuple[tuple[str, ...], ...]
    product: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A question that a page answers."""

    page: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Guess:
    page: int
    lead: float
    words: tuple[str, ...]


def recognise(questions: Sequence[Question], pages: Sequence[Page]) -> Mapping[str, Recognised]:
    """By ref"""
    pages = sorted((page for page in pages if any(page.phrases)), key=lambda page: page.path)
    if not pages:
        return {}
    k = _Known(pages)
    guesses = {q.ref: k.guess(q, k.words.vector(q.ask), k.weights) for q in questions}
    bar = k.bar([g.lead if g else 0.0 for g in guesses.values()])
    return {
        ref: Recognised(pages[g.page].path, g.words) for ref, g in guesses.items() if g and g.lead >= bar
    }


class _Known:
    def __init__(self, pages: Sequence[Page]) -> None:
        self.all = [
            Question(p.path, (), p.product, tuple(w for ph in p.phrases for w in ph)) for p in pages
        ]
        self.phrases = [(n, ph) for n, p in enumerate(pages) for ph in dict.fromkeys(p.phrases) if ph]
        self.owners = [n for n, _ in self.phrases]
        self.words = Words([ph for _, ph in self.phrases])
        self.vectors = [self.words.vector(ph) for _, ph in self.phrases]
        self.weights = Weights(self.vectors, self.owners)

    def guess(self, q: Question, vector: Vector, weights: Weights) -> _Guess | None:
        scores = weights.scores(vector)
        if not scores:
            return None
        ranked = sorted(scores, key=lambda p: (-scores[p], p))
        best = ranked[0]
        second = max(0.0, scores[ranked[1]]) if len(ranked) > 1 else 0.0
        lead = scores[best] - second
        if lead <= 0 or not self.all[best].may_equal(q):
            return None
        worth = weights.speaks_for(vector, best)
        tell = {self.words.bare(w): w for w in q.ask if vocabulary.tells(w)}
        said = tuple(w for s, w in tell.items() if s in worth)
        if len(said) < SHARED:
            return None
        return _Guess(best, lead, tuple(sorted(said, key=lambda w: -worth[self.words.bare(w)])))

    def bar(self, leads: Sequence[float]) -> float:
        strange, held = self.trial()
        self.dbg = (strange, held)
        return bar(leads, strange, held)

    def trial(self):
        strange: list[float] = []
        held: list[tuple[float, bool]] = []
        place: list[int] = []
        count: dict[int, int] = {}
        for o in self.owners:
            place.append(count.get(o, 0))
            count[o] = count.get(o, 0) + 1
        for fold in range(FOLDS):
            away = [o % FOLDS == fold for o in self.owners]
            out = [
                not a and count[o] > 1 and (p + o) % FOLDS == fold
                for a, o, p in zip(away, self.owners, place, strict=True)
            ]
            kept = [i for i in range(len(out)) if not (away[i] or out[i])]
            w = Weights([self.vectors[i] for i in kept], [self.owners[i] for i in kept])
            for i, (o, ph) in enumerate(self.phrases):
                if away[i] or out[i]:
                    g = self.guess(Question("", (), self.all[o].product, ph), self.vectors[i], w)
                    lead = g.lead if g else 0.0
                    if away[i]:
                        strange.append(lead)
                    else:
                        held.append((lead, bool(g) and g.page == o))
        return strange, held


def bar(leads, strange, held, target=TARGET, debug=None):
    strange = sorted(strange)
    wrong = sorted(l for l, r in held if not r)
    leads = sorted(leads)
    n = len(leads)
    if not n: return 9.
    mid = strange[len(strange) // 2]
    from bisect import bisect_right
    share = min(1.0, (bisect_right(leads, mid) / n) / (bisect_right(strange, mid) / len(strange)))
    best = 9.
    if debug is not None: debug.append(share)
    for i in range(n - 1, -1, -1):
        t = leads[i]
        if i and leads[i - 1] == t: continue
        if t <= 0: break
        d = (len(strange) - bisect_left(strange, t) + 1) / (len(strange) + 1)
        c = (len(wrong) - bisect_left(wrong, t) + 1) / (len(held) + 1)
        if n * (share * d + (1 - share) * c) <= (1 - target) * (n - i):
            best = t
    return best
