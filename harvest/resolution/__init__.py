"""A thread becomes a verdict: was it resolved, by which posts, and who says so.

`judge` makes the best case for the thread (which turns are the answer, which turn confirms it), weighs it
with the rules in `harvest.resolution.rules`, and abstains when neither side wins: `Outcome.UNSURE` is the
default.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from harvest.model import Evidence, Kind, Outcome, Role, Thread, Verdict
from harvest.resolution import acts
from harvest.resolution.cues import Act
from harvest.resolution.rules import (
    ANSWER_BIAS,
    ANSWER_RULES,
    CONFIRMATION_BIAS,
    CONFIRMATION_RULES,
    Case,
    Rule,
    correction,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.resolution.acts import Reading

RESOLVED_AT: Final = 0.80
"""Confidence from which a thread is called resolved."""
ANSWERED_AT: Final = 0.65
"""Confidence from which an unconfirmed answer is called one."""
OWN_FIX_WORDS: Final = 15
"""An asker who found the fix alone and says less than this does not say what it was."""


def judge(thread: Thread) -> Verdict:
    """The verdict on `thread`. Pure and deterministic; linear in the text."""
    if question_is_missing(thread):
        return Verdict(outcome=Outcome.UNSURE, confidence=1.0)
    readings = tuple(acts.read(turn) for turn in thread.turns)
    accepted = next((post.accepted for turn in thread.turns for post in turn.posts if post.accepted), "")
    resolved = _weighed(_confirmed_case(readings, accepted), CONFIRMATION_BIAS, CONFIRMATION_RULES)
    if resolved.confidence >= RESOLVED_AT:
        return resolved.verdict(Outcome.RESOLVED)
    answered = _weighed(_answered_case(readings, accepted), ANSWER_BIAS, ANSWER_RULES)
    if answered.case.answer and answered.confidence >= ANSWERED_AT:
        return answered.verdict(Outcome.ANSWERED)
    return _without_answer(readings, answered)


def question_is_missing(thread: Thread) -> bool:
    """Whether the post that opened the conversation is not there: spam, deleted, or not exported.

    Then what stands first is somebody's answer to it.
    """
    first = thread.turns[0].posts[0]
    return bool(first.conversation) and first.parent == first.conversation


class _Weighed:
    """A case with what the rules say about it."""

    __slots__ = ("case", "confidence", "evidence")

    def __init__(self, case: Case, confidence: float, evidence: tuple[Evidence, ...]) -> None:
        self.case, self.confidence, self.evidence = case, confidence, evidence

    def verdict(self, outcome: Outcome) -> Verdict:
        confirmed = outcome is Outcome.RESOLVED and self.case.confirmation is not None
        return Verdict(
            outcome=outcome,
            confidence=round(self.confidence, 3),
            kind=_kind(self.case.answer),
            answer=tuple(id_ for reading in self.case.answer for id_ in reading.turn.ids),
            confirmed_by=self.case.confirmation.turn.id if confirmed and self.case.confirmation else "",
            evidence=self.evidence,
        )


def _weighed(case: Case, bias: float, rules: Sequence[Rule]) -> _Weighed:
    evidence = tuple(
        Evidence(rule.name, rule.weight, fired.turn.id, rule.says)
        for rule in rules
        if (fired := rule.on(case)) is not None
    )
    log_odds = bias + sum(e.weight for e in evidence)
    return _Weighed(case, 1 / (1 + math.exp(-log_odds)), evidence)


def _confirmed_case(readings: tuple[Reading, ...], accepted: str) -> Case:
    """The last turn in which somebody affected could be confirming, and the answer it would confirm."""
    for index in range(len(readings) - 1, 0, -1):
        turn = readings[index]
        if turn.turn.role not in {Role.ASKER, Role.OTHER}:
            continue
        if turn.does(Act.CONFIRMS, Act.OWN_FIX) or (turn.does(Act.THANKS) and turn.words <= 60):
            answer = _answer_before(readings, index)
            if answer or turn.does(Act.CONFIRMS):
                return Case(readings, answer, turn, accepted)
    return Case(readings, (), None, accepted)


def _answer_before(readings: tuple[Reading, ...], index: int) -> tuple[Reading, ...]:
    """The turn that the confirming one means: itself, the one it answers or names, or the nearest.

    Never without substance, never the asker's, nor that of another customer who only has the same problem.
    """
    confirmation = readings[index]
    if confirmation.does(Act.OWN_FIX) and confirmation.words >= OWN_FIX_WORDS:
        return (confirmation,)
    before = [
        r
        for r in readings[:index]
        if r.turn.author.key != confirmation.turn.author.key
        and r.turn.role is not Role.ASKER
        and r.has_substance
        and not _only_moves_on(r)
        and not (r.turn.role is Role.OTHER and r.does(Act.STILL_STUCK, Act.ASKS))
    ]
    direct = [r for r in before if r.turn.id == confirmation.turn.reply_to]
    named = [r for r in before if _names(confirmation, r)]
    return tuple((direct or named[-1:] or before[-1:])[:1])


def _names(reading: Reading, other: Reading) -> bool:
    """Whether the one says the name of who wrote the other, after the handles it begins with."""
    name = other.turn.author.name.lstrip("@").casefold()
    return len(name) > 1 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", reading.text) is not None


def _only_moves_on(reading: Reading) -> bool:
    """Sends elsewhere or asks for details, and says little else."""
    return reading.does(Act.SENDS_AWAY) and reading.words < 40 and not reading.does(Act.DECLINES, Act.KNOWN)


def _answered_case(readings: tuple[Reading, ...], accepted: str) -> Case:
    """The best public answer that nobody confirmed: the marked one, else the most substantial."""
    asker = next((r.turn.author.key for r in readings if r.turn.role is Role.ASKER), "")
    offers = [
        r
        for r in readings[1:]
        if r.has_substance
        and r.turn.author.key != asker
        and r.turn.role in {Role.STAFF, Role.HELPER}
        and not _only_moves_on(r)
        and correction(readings, r) is None
    ]
    marked = [r for r in offers if accepted and accepted in r.turn.ids]
    best = sorted(offers, key=lambda r: (-_substance(r), readings.index(r)))
    return Case(readings, tuple((marked or best)[:1]), None, accepted)


def _substance(reading: Reading) -> float:
    points = sum(
        weight
        for act, weight in ((Act.INSTRUCTS, 3.0), (Act.EXPLAINS, 1.0), (Act.DECLINES, 1.5), (Act.KNOWN, 1.5))
        if reading.does(act)
    )
    return points + min(reading.words, 120) / 40 - (1.5 if reading.does(Act.ASKS) else 0)


def _kind(answer: tuple[Reading, ...]) -> Kind | None:
    """What kind of answer these turns are; None when there is none."""
    if not answer:
        return None
    text = answer[-1]
    if text.does(Act.WORKAROUND):
        return Kind.WORKAROUND
    if text.does(Act.KNOWN) and not text.does(Act.INSTRUCTS):
        return Kind.KNOWN_PROBLEM
    if text.does(Act.DECLINES) and not text.does(Act.INSTRUCTS):
        return Kind.NOT_POSSIBLE
    return Kind.FIX


def _without_answer(readings: tuple[Reading, ...], answered: _Weighed) -> Verdict:
    """Deflected, unresolved or not support where that is plain; otherwise unsure."""
    question = readings[0]
    others = [r for r in readings[1:] if r.turn.role in {Role.STAFF, Role.HELPER}]
    confidence = round(1 - answered.confidence, 3)
    if not others:
        return Verdict(outcome=Outcome.UNRESOLVED, confidence=confidence, evidence=answered.evidence)
    if all(r.does(Act.SENDS_AWAY, Act.ASKS) or not r.has_substance for r in others):
        asks = question.does(Act.ASKS, Act.STILL_STUCK)
        if question.does(Act.PRAISE, Act.THANKS) and not asks:
            return Verdict(outcome=Outcome.NOT_SUPPORT, confidence=0.6, evidence=answered.evidence)
        if any(r.does(Act.SENDS_AWAY, Act.ASKS) for r in others):
            return Verdict(outcome=Outcome.DEFLECTED, confidence=confidence, evidence=answered.evidence)
    if any(e.rule == "asker-still-stuck" for e in answered.evidence):
        return Verdict(outcome=Outcome.UNRESOLVED, confidence=confidence, evidence=answered.evidence)
    return Verdict(outcome=Outcome.UNSURE, confidence=confidence, evidence=answered.evidence)
