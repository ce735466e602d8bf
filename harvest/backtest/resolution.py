"""How well threads are judged: precision, recall and coverage with intervals, and every miss.

Counted on labelled threads, by source and in all. A thread on which the readers disagreed counts neither way.

- *resolved*: called resolved, against labelled resolved.
- *page*: called worth a page, against labelled worth a page.
- *answer*: of the threads found worth a page that have a labelled answer, the share in which a named answer
  post is a labelled one.
- *kinds*: of those whose kind of answer is labelled too, how many of which kind are called which.
- *coverage*: the share of threads on which the judge does not abstain.

Intervals are Wilson's (1927), 95 %.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.model import Kind, Outcome, Verdict
from harvest.resolution import judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from harvest.backtest.labelled import Labelled

Z: Final = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """0 to 1; 0 of nothing is 0."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Between which values it lies, with 95 % confidence (Wilson 1927)."""
        if not self.of:
            return (0.0, 1.0)
        n, p = self.of, self.value
        centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        return (max(0.0, centre - half), min(1.0, centre + half))

    def __str__(self) -> str:
        """As in ".93 [.85–.97] 65/70"."""
        low, high = self.interval
        return f"{self.value:.2f} [{low:.2f}–{high:.2f}] {self.hits}/{self.of}"


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled thread and what the judge says of it."""

    labelled: Labelled
    verdict: Verdict

    @property
    def found_resolved(self) -> bool:
        """Called resolved."""
        return self.verdict.outcome is Outcome.RESOLVED

    @property
    def found_page(self) -> bool:
        """Called worth a page."""
        return self.verdict.worth_a_page

    @property
    def right_answer(self) -> bool:
        """Whether a named answer post is a labelled one."""
        return not self.labelled.answer.isdisjoint(self.verdict.answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What comes out for one source, or for all."""

    source: str
    threads: int
    resolved_precision: Share
    resolved_recall: Share
    page_precision: Share
    page_recall: Share
    answer: Share
    coverage: Share

    def figures(self) -> dict[str, object]:
        """For machines, rounded to four places."""
        return {
            "resolved": {
                "precision": _short(self.resolved_precision),
                "recall": _short(self.resolved_recall),
            },
            "page": {"precision": _short(self.page_precision), "recall": _short(self.page_recall)},
            "answer": _short(self.answer),
        }


def _short(share: Share) -> float:
    return round(share.value, 4)


def judge_all(threads: Iterable[Labelled]) -> list[Judged]:
    """Every thread, judged."""
    return [Judged(labelled, judge(labelled.thread)) for labelled in threads]


def score(judged: Iterable[Judged], source: str = "all") -> Scores:
    """The figures for some judged threads."""
    all_ = list(judged)
    outcome = [j for j in all_ if j.labelled.outcome is not None]
    page = [j for j in all_ if j.labelled.page is not None]
    resolved = [j for j in outcome if j.labelled.outcome is Outcome.RESOLVED]
    worth = [j for j in page if j.labelled.page]
    answered = [j for j in all_ if j.found_page and j.labelled.answer]
    return Scores(
        source=source,
        threads=len(all_),
        resolved_precision=_share(resolved, [j for j in outcome if j.found_resolved]),
        resolved_recall=Share(sum(j.found_resolved for j in resolved), len(resolved)),
        page_precision=_share(worth, [j for j in page if j.found_page]),
        page_recall=Share(sum(j.found_page for j in worth), len(worth)),
        answer=Share(sum(j.right_answer for j in answered), len(answered)),
        coverage=Share(sum(j.verdict.outcome is not Outcome.UNSURE for j in all_), len(all_)),
    )


def kinds(judged: Iterable[Judged]) -> Counter[tuple[Kind, Kind]]:
    """Of the threads found worth a page whose kind is labelled: how many of this kind are called that one."""
    return Counter(
        (j.labelled.kind, j.verdict.kind)
        for j in judged
        if j.found_page and j.labelled.page and j.labelled.kind and j.verdict.kind
    )


def _share(right: list[Judged], found: list[Judged]) -> Share:
    return Share(sum(j in right for j in found), len(found))


def by_source(judged: Iterable[Judged]) -> list[Scores]:
    """The figures for each source, by name, and for all at the end."""
    all_ = list(judged)
    names = sorted({j.labelled.source for j in all_})
    each = [score((j for j in all_ if j.labelled.source == name), name) for name in names]
    return [*each, score(all_)]


def _falsely_resolved(judged: Judged) -> bool:
    return judged.found_resolved and judged.labelled.outcome not in {None, Outcome.RESOLVED}


def misses(judged: Iterable[Judged]) -> list[tuple[str, Judged]]:
    """What went wrong, the dangerous kinds first, each thread once for each kind."""
    all_ = list(judged)
    kinds: tuple[tuple[str, Callable[[Judged], bool]], ...] = (
        ("called resolved, and is not", _falsely_resolved),
        ("a page, and should not be", lambda j: j.found_page and j.labelled.page is False),
        (
            "the wrong answer",
            lambda j: j.found_page and bool(j.labelled.answer) and not j.right_answer,
        ),
        (
            "resolved, and not seen",
            lambda j: j.labelled.outcome is Outcome.RESOLVED and not j.found_resolved,
        ),
        ("worth a page, and not seen", lambda j: bool(j.labelled.page) and not j.found_page),
    )
    return [(kind, j) for kind, holds in kinds for j in all_ if holds(j)]
