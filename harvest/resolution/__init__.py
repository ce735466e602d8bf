"""A thread becomes a verdict: was it resolved, by which posts, who says so, and is that worth a page.

`judge` makes cases: for each turn in which somebody affected could be confirming, the answer that they would
mean (`offers`), weighed by the rules in `confirmation`. The first case that is sure enough makes the thread
resolved. Then the rules in `worth` weigh whether the answer, confirmed or not, is of use to other customers,
and `belongs` names the posts that a page on it is made of.
Where neither is sure it abstains: `Outcome.UNSURE` is the default.

The weights are fitted on labelled threads (`python -m benchmarks.fit`) and stand in `weights`; how well that
judges others is measured with `harvest backtest resolution`, and told in CONTRIBUTING with what was tried.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from harvest.model import Evidence, Outcome, Role, Thread, Verdict
from harvest.resolution import acts, belongs, confirmation, offers, weights, worth
from harvest.resolution.cases import HELPS, Case
from harvest.resolution.cues import Act
from harvest.resolution.kinds import kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from harvest.resolution.acts import Reading
    from harvest.resolution.cases import Rule

RESOLVED_AT: Final = 0.74
"""Confidence from which a thread is called resolved."""
HALF_SURE: Final = 0.4
"""Confidence from which a confirmation counts for something, though not for "resolved"."""
WORTH_AT: Final = 0.77
"""Confidence from which an answer is worth a page."""
ANSWERED_AT: Final = 0.55
"""Confidence of that from which a thread counts as answered at all."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A case with what the rules say about it."""

    case: Case
    confidence: float
    evidence: tuple[Evidence, ...]


def judge(thread: Thread) -> Verdict:
    """The verdict on `thread`. Pure and deterministic; linear in the text."""
    if question_is_missing(thread):
        return Verdict(outcome=Outcome.UNSURE, confidence=1.0)
    readings = tuple(acts.read(turn) for turn in thread.turns)
    accepted = next((post.accepted for turn in thread.turns for post in turn.posts if post.accepted), "")
    confirmed = best_confirmed(
        weigh(case, confirmation.RULES, weights.CONFIRMATION) for case in confirmed_cases(readings, accepted)
    )
    case = case_for_worth(readings, accepted, confirmed)
    useful = weigh(case, worth.RULES, weights.WORTH) if case.answer else Weighed(case, 0.0, ())
    worth_a_page = useful.confidence >= WORTH_AT
    if confirmed is not None and confirmed.confidence >= RESOLVED_AT and confirmed.case.answer:
        return _verdict(Outcome.RESOLVED, confirmed, worth=worth_a_page)
    stuck = any(e.rule == "asker-still-stuck" for e in useful.evidence)
    if worth_a_page or (case.answer and useful.confidence >= ANSWERED_AT and not stuck):
        return _verdict(Outcome.ANSWERED, useful, worth=worth_a_page)
    return _without_answer(readings, useful)


def question_is_missing(thread: Thread) -> bool:
    """Whether the post that opened the conversation is not there: spam, deleted, or not exported.

    Then what stands first is somebody's answer to it.
    """
    first = thread.turns[0].posts[0]
    return bool(first.conversation and first.parent)


def confirmed_cases(readings: tuple[Reading, ...], accepted: str) -> Iterator[Case]:
    """Every turn in which somebody affected could be confirming, in order, with what it would confirm."""
    for at in range(1, len(readings)):
        if confirmation.could_confirm(readings, at):
            case = Case(readings, (), readings[at], accepted)
            yield replace(case, answer=offers.choose(case))


def answered_case(readings: tuple[Reading, ...], accepted: str) -> Case:
    """The best public answer, confirmed by nobody."""
    case = Case(readings, (), None, accepted)
    return replace(case, answer=offers.choose(case))


def best_confirmed(weighed: Iterable[Weighed]) -> Weighed | None:
    """The first that is sure enough, which means the answer most directly; else the surest; None of none.

    Those after the first that is sure are not weighed.
    """
    surest: Weighed | None = None
    for one in weighed:
        if one.confidence >= RESOLVED_AT and one.case.answer:
            return one
        if surest is None or one.confidence > surest.confidence:
            surest = one
    return surest


def case_for_worth(readings: tuple[Reading, ...], accepted: str, confirmed: Weighed | None) -> Case:
    """What is weighed for a page: the confirmed answer, as sure as it is, else the best unconfirmed one."""
    if confirmed is not None and confirmed.confidence >= HALF_SURE and confirmed.case.answer:
        return replace(confirmed.case, confirmed=confirmed.confidence)
    return answered_case(readings, accepted)


def weigh(case: Case, rules: Sequence[Rule], table: Mapping[str, float]) -> Weighed:
    """The case with the rules that fire on it; the confidence is the logistic of their weights' sum."""
    evidence = tuple(
        Evidence(rule.name, rule.weight, fired.turn.id, rule.says)
        for rule in rules
        if (fired := rule.on(case)) is not None
    )
    log_odds = table[weights.BIAS] + sum(e.weight for e in evidence)
    return Weighed(case, 1 / (1 + math.exp(-log_odds)), evidence)


def _verdict(outcome: Outcome, weighed: Weighed, *, worth: bool) -> Verdict:
    case = weighed.case
    confirmed = outcome is Outcome.RESOLVED and case.confirmation is not None
    return Verdict(
        outcome=outcome,
        confidence=round(weighed.confidence, 3),
        kind=kind(case.answer, case.question),
        answer=tuple(id_ for reading in case.answer for id_ in reading.turn.ids),
        confirmed_by=case.confirmation.turn.id if confirmed and case.confirmation else "",
        worth_a_page=worth,
        page=tuple(id_ for reading in belongs.choose(case) for id_ in reading.turn.ids) if worth else (),
        evidence=weighed.evidence,
    )


def _without_answer(readings: tuple[Reading, ...], useful: Weighed) -> Verdict:
    """Deflected, unresolved or not support where that is plain; otherwise unsure."""
    question = readings[0]
    others = [r for r in readings[1:] if r.turn.role in HELPS]
    confidence = round(1 - useful.confidence, 3)
    evidence = useful.evidence
    if not others:
        return Verdict(outcome=Outcome.UNRESOLVED, confidence=confidence, evidence=evidence)
    if all(r.does(Act.SENDS_AWAY, Act.ASKS) or not r.has_substance for r in others):
        asks = question.does(Act.ASKS, Act.STILL_STUCK)
        if question.does(Act.PRAISE, Act.THANKS) and not asks:
            return Verdict(outcome=Outcome.NOT_SUPPORT, confidence=0.6, evidence=evidence)
        if any(r.does(Act.SENDS_AWAY, Act.ASKS) for r in others):
            return Verdict(outcome=Outcome.DEFLECTED, confidence=confidence, evidence=evidence)
    last = next((r for r in reversed(readings[1:]) if r.turn.role is Role.ASKER), None)
    if last is not None and last.does(Act.STILL_STUCK) and not last.settles:
        return Verdict(outcome=Outcome.UNRESOLVED, confidence=confidence, evidence=evidence)
    return Verdict(outcome=Outcome.UNSURE, confidence=confidence, evidence=evidence)
