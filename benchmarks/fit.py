"""Fits the judge's weights to labelled threads: `python -m benchmarks.fit LABELLED.jsonl… [--write]`.

`--drawn LABELLED.jsonl…` are fitted to as well, and reported on their own: threads drawn at random, by which
thresholds are set.

Needs NumPy (`pip install numpy`), as nothing else here does. Prints how well held-out threads
are judged (ten-fold, and each source left out in turn); with `--write` it replaces
`harvest/resolution/weights.py`. The threads come from `python -m benchmarks.labelled`.

Three tables are fitted, each a ridge logistic regression on which rules fire:

- `OFFER` on pairs of turns of a thread of which one is labelled as the answer (conditional logit);
- `CONFIRMATION` on turns that could confirm: the labelled ones against all of threads that are not resolved;
- `WORTH` on threads, with the confirmations as sure as held-out weights make them.

Tried and rejected: word sequences of the confirming turns besides the rules (ten-fold recall at precision
.95: .53 → .59, but nothing with each source left out: they learn what people talk about); boosted trees and
forests on the same rules (no better than the regression, and nobody can read them).

`BEFOREHAND` says what is thought of signs that are rare and grave, or that labelled threads cannot have: a
weight is drawn there, as the others are to zero, and the threads may move it.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.ridge import confidence, ridge, row
from harvest.backtest import labelled
from harvest.model import Outcome
from harvest.resolution import (
    HALF_SURE,
    acts,
    answered_case,
    confirmation,
    confirmed_cases,
    offers,
    weights,
    worth,
)
from harvest.resolution.cases import Case

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from harvest.backtest.labelled import Labelled
    from harvest.resolution.acts import Reading
    from harvest.resolution.cases import Rule

FOLDS: Final = 10
PRECISIONS: Final = (0.97, 0.95, 0.92, 0.90, 0.85)
"""At which the curve is read."""
BEFOREHAND: Final[Mapping[str, Mapping[str, float]]] = {
    "OFFER": {"accepted": 2.5, "corrected": -6.0, "spoken-to": 2.5, "replied-to": 2.5},
    "CONFIRMATION": {
        "accepted": 1.0,
        "untold": -3.0,
        "fixed-itself": -5.0,
        "sarcasm": -5.0,
        "only-promised": -3.0,
        "came-undone": -3.5,
        "withdrawn": -3.0,
        "only-others": -3.5,
        "corrected": -4.0,
    },
    "WORTH": {
        "accepted": 1.5,
        "corrected": -6.0,
        "corrects": 1.2,
        "declines": 1.2,
    },  # an honest no is an answer
}
WEIGHTS: Final = Path(__file__).parents[1] / "harvest" / "resolution" / "weights.py"
HEADER: Final = '''"""What each rule weighs, in log-odds.

Fitted by `python -m benchmarks.fit … --write`: change rules, not numbers. Rules that labelled threads cannot
show, and those that are rare and grave, are drawn to what was thought of them beforehand (`BEFOREHAND`).
"""

from __future__ import annotations

from typing import Final

BIAS: Final = "bias"
"""What speaks for it before any rule has fired."""
'''
Table = dict[str, float]
Surest = tuple[float, Case | None]
Fired = tuple[str, ...]
"""The names of the rules that fire on something."""


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled thread, read."""

    labelled: Labelled
    readings: tuple[Reading, ...]

    @property
    def resolved(self) -> bool:
        """Labelled resolved."""
        return self.labelled.outcome is Outcome.RESOLVED

    def confirms(self, reading: Reading | None) -> bool:
        """Whether a turn is labelled as the confirmation."""
        return (
            reading is not None and self.resolved and not self.labelled.evidence.isdisjoint(reading.turn.ids)
        )

    def answers(self, reading: Reading) -> bool:
        """Whether a turn is labelled as the answer."""
        return not self.labelled.answer.isdisjoint(reading.turn.ids)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An example with what fires on it: answers are chosen, so only weights are still open."""

    example: Example
    cases: tuple[tuple[Case, Fired], ...]
    """The turns that could confirm."""
    answered: tuple[Case, Fired] | None
    """The best unconfirmed answer, weighed for a page; None without one."""


def main() -> None:
    """Fit, print how well held-out threads fare, and write on request."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("paths", nargs="+", type=Path)
    arguments.add_argument("--drawn", nargs="+", type=Path, default=[])
    arguments.add_argument("--write", action="store_true")
    wanted = arguments.parse_args()
    examples = [
        Example(found, tuple(acts.read(turn) for turn in found.thread.turns))
        for path in (*wanted.drawn, *wanted.paths)
        for found in labelled.read(path)
    ]
    drawn = sum(1 for path in wanted.drawn for _ in labelled.read(path))
    offer = fit_offers(examples)
    weights.OFFER.clear()
    weights.OFFER.update(offer)
    prepared = [_prepared(example) for example in examples]
    folds = [at % FOLDS for at in range(len(prepared))]
    print(f"{len(prepared)} threads")
    sure = _report("ten-fold", prepared, folds, drawn)
    _report("each source left out", prepared, [example.labelled.source for example in examples], drawn)
    tables = {"OFFER": offer, "CONFIRMATION": fit_confirmation(prepared), "WORTH": fit_worth(prepared, sure)}
    if wanted.write:
        text = HEADER + "".join(_printed(name, table) for name, table in tables.items())
        WEIGHTS.write_text(text, encoding="utf-8")
        print(f"written to {WEIGHTS}")


def fit_offers(examples: Iterable[Example]) -> Table:
    """On differences between a labelled offer and another of the same thread."""
    names = [name for name, _ in offers.RULES]
    rows: list[list[float]] = []
    shares: list[float] = []
    for example in examples:
        told = next((reading for reading in example.readings if example.confirms(reading)), None)
        case = Case(example.readings, (), told, "")
        found = offers.offers(case)
        fired = [row(names, offers.fired(case, offer)) for offer in found]
        right = [row for row, offer in zip(fired, found, strict=True) if example.answers(offer)]
        wrong = [row for row, offer in zip(fired, found, strict=True) if not example.answers(offer)]
        rows += [[a - b for a, b in zip(one, other, strict=True)] for one in right for other in wrong]
        shares += [1 / (len(right) * len(wrong)) for _ in right for _ in wrong]
    mirrored = [[-value for value in row] for row in rows]
    truth = [True] * len(rows) + [False] * len(rows)
    return ridge(names, rows + mirrored, truth, thought=BEFOREHAND["OFFER"], shares=shares + shares)


def fit_confirmation(prepared: Iterable[Prepared]) -> Table:
    """On the labelled turns of resolved threads and every turn of the others that could confirm."""
    names = [rule.name for rule in confirmation.RULES]
    rows, truth = [], []
    for one in prepared:
        if one.example.labelled.outcome is not None:
            for case, fired in one.cases:
                told = one.example.confirms(case.confirmation)
                if told or not one.example.resolved:  # others of a resolved thread may well confirm, too
                    rows.append(row(names, fired))
                    truth.append(told)
    return ridge(names, rows, truth, thought=BEFOREHAND["CONFIRMATION"])


def fit_worth(prepared: Sequence[Prepared], sure: Sequence[Surest]) -> Table:
    """On the threads that have an answer to weigh; `sure`: of each, its surest case."""
    names = [rule.name for rule in worth.RULES]
    rows, truth = [], []
    for one, surest in zip(prepared, sure, strict=True):
        fired = _fired_for_worth(one, surest)
        if one.example.labelled.page is not None and fired is not None:
            rows.append(row(names, fired))
            truth.append(one.example.labelled.page)
    return ridge(names, rows, truth, thought=BEFOREHAND["WORTH"])


def _prepared(example: Example) -> Prepared:
    cases = tuple((case, _fired(confirmation.RULES, case)) for case in confirmed_cases(example.readings, ""))
    best = answered_case(example.readings, "")
    return Prepared(example, cases, (best, _fired(worth.RULES, best)) if best.answer else None)


def _surest(one: Prepared, table: Table) -> Surest:
    """The case of a thread that is confirmed most surely by a table, and how surely."""
    scores = [(confidence(table, fired), case) for case, fired in one.cases if case.answer]
    return max(scores, key=lambda pair: pair[0], default=(0.0, None))


def _fired_for_worth(one: Prepared, surest: Surest) -> Fired | None:
    """What fires on the answer that would be weighed for a page; None without an answer."""
    sure, case = surest
    if case is not None and sure >= HALF_SURE:
        return _fired(worth.RULES, replace(case, confirmed=sure))
    return one.answered[1] if one.answered else None


def _report(how: str, prepared: Sequence[Prepared], groups: Sequence[object], drawn: int) -> list[Surest]:
    """Prints what held-out threads, and the first `drawn`, come to; returns the surest case of each."""
    sure: list[Surest] = [(0.0, None)] * len(prepared)
    useful = [0.0] * len(prepared)
    kinds = list(dict.fromkeys(groups))
    for kind in kinds:
        table = fit_confirmation(one for one, group in zip(prepared, groups, strict=True) if group != kind)
        for at, one in enumerate(prepared):
            if groups[at] == kind:
                sure[at] = _surest(one, table)
    for kind in kinds:
        kept = [at for at, group in enumerate(groups) if group != kind]
        table = fit_worth([prepared[at] for at in kept], [sure[at] for at in kept])
        for at, one in enumerate(prepared):
            if groups[at] == kind:
                fired = _fired_for_worth(one, sure[at])
                useful[at] = confidence(table, fired) if fired is not None else 0.0
    labels = [one.example.labelled for one in prepared]
    resolved = [
        (s, one.example.resolved) if label.outcome else None
        for (s, _), one, label in zip(sure, prepared, labels, strict=True)
    ]
    page = [(u, x.page) if x.page is not None else None for u, x in zip(useful, labels, strict=True)]
    for name, many in ((how, len(prepared)), (f"{how}, the {drawn} drawn at random", drawn)):
        if many:
            print(f"{name}:")
            _print_curve("resolved", [each for each in resolved[:many] if each])
            _print_curve("page", [each for each in page[:many] if each])
    return sure


def _print_curve(what: str, scored: list[tuple[float, bool]]) -> None:
    """The recall that is left where so much precision is wanted, and the confidence that brings it."""
    scored.sort(key=lambda pair: -pair[0])
    total = sum(truth for _, truth in scored)
    reached: dict[float, tuple[float, float]] = {}
    right = 0
    for count, (score, truth) in enumerate(scored, 1):
        right += truth
        for precision in PRECISIONS:
            if right / count >= precision:
                reached[precision] = (right / total, score)
    for precision, (recall, at) in reached.items():
        print(f"  {what:9} precision {precision:.2f}  recall {recall:.2f}  from confidence {at:.2f}")


def _fired(rules: Sequence[Rule], case: Case) -> Fired:
    return tuple(rule.name for rule in rules if rule.on(case) is not None)


def _printed(name: str, table: Table) -> str:
    lines = "".join(f'    "{rule}": {weight},\n' for rule, weight in table.items())
    return f"\n{name}: Final = {{\n{lines}}}\n"


if __name__ == "__main__":
    main()
