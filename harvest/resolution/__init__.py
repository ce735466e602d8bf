"""A thread becomes a verdict: was it resolved, by which posts, and who says so.

`judge` makes the best case for the thread (which turns are the answer, which turn confirms it), weighs it
with the rules in `harvest.resolution.rules`, and abstains when neither side wins: `Outcome.UNSURE` is the
default.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from harvest import vocabulary
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
    from collections.abc import Iterator, Sequence

    from harvest.resolution.acts import Reading

RESOLVED_AT: Final = 0.80
"""Confidence from which a thread is called resolved."""
ANSWERED_AT: Final = 0.70
"""Confidence from which an unconfirmed answer is called one."""
OWN_FIX_WORDS: Final = 15
"""An asker who found the fix alone and says less than this does not say what it was."""
ACCOUNT_WORDS: Final = 30
"""Somebody who says this much when it works tells what they did."""
HINT_WORDS: Final = 6
"""An answer that certainly helped may be as short as this."""


def judge(thread: Thread) -> Verdict:
    """The verdict on `thread`. Pure and deterministic; linear in the text."""
    if question_is_missing(thread):
        return Verdict(outcome=Outcome.UNSURE, confidence=1.0)
    readings = tuple(acts.read(turn) for turn in thread.turns)
    accepted = next((post.accepted for turn in thread.turns for post in turn.posts if post.accepted), "")
    cases = [
        _weighed(case, CONFIRMATION_BIAS, CONFIRMATION_RULES) for case in _confirmed_cases(readings, accepted)
    ]
    # the first who says so, unless it came undone, means the answer most directly
    resolved = next((weighed for weighed in cases if weighed.confidence >= RESOLVED_AT), None)
    if resolved is not None:
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
            kind=_kind(self.case.answer, self.case.readings[0]),
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


def _confirmed_cases(readings: tuple[Reading, ...], accepted: str) -> Iterator[Case]:
    """Every turn in which somebody affected could be confirming, in order, and what it would confirm."""
    for index in range(1, len(readings)):
        turn = readings[index]
        if _could_confirm(readings, index):
            yield Case(readings, _answer_before(readings, index), turn, accepted)


def _could_confirm(readings: tuple[Reading, ...], index: int) -> bool:
    turn = readings[index]
    if turn.turn.role in {Role.ASKER, Role.OTHER}:
        return turn.does(Act.THANKS, Act.CONFIRMS, Act.OWN_FIX)
    # on a forum, somebody with the same problem who thanks for the steps looks like a helper at first
    newcomer = all(r.turn.author.key != turn.turn.author.key for r in readings[:index])
    return (
        turn.turn.role is Role.HELPER
        and newcomer
        and turn.does(Act.THANKS)
        and not turn.does(Act.ASKS)
        and turn.settles
    )


def _answer_before(readings: tuple[Reading, ...], index: int) -> tuple[Reading, ...]:
    """The turns that the confirming one means: those it answers or names, the nearest, and itself.

    Never without substance, never the asker's question, nor that of another customer who only has the same
    problem. When somebody says for certain that it works, a bare link or a hint was enough.
    """
    confirmation = readings[index]
    person = confirmation.turn.author.key
    since = max((at for at in range(index) if readings[at].turn.author.key == person), default=0)
    others = [
        (at, r)
        for at, r in enumerate(readings[:index])
        if r.turn.author.key != person
        and r.turn.role is not Role.ASKER
        and (r.has_substance or (confirmation.settles and (r.links or r.words >= HINT_WORDS)))
        and not _only_moves_on(r)
        and not (r.turn.role is Role.OTHER and r.does(Act.STILL_STUCK, Act.ASKS))
    ]
    told = _meant(confirmation, readings, [(r, at > since) for at, r in others])
    if confirmation.turn.role is Role.HELPER:
        return told
    tells = confirmation.words >= ACCOUNT_WORDS or confirmation.does(Act.DESCRIBES)
    if confirmation.does(Act.OWN_FIX) and confirmation.words >= OWN_FIX_WORDS:
        return (*told, confirmation) if confirmation.does(Act.THANKS) else (confirmation,)
    if told and confirmation.settles and tells and confirmation.words >= OWN_FIX_WORDS:
        return (*told, confirmation)
    return told


def _meant(
    confirmation: Reading, readings: tuple[Reading, ...], offers: Sequence[tuple[Reading, bool]]
) -> tuple[Reading, ...]:
    """The offer that a confirmation means: answered directly, named, echoed in its words, or fresh and best.

    With each offer goes whether it came after the same person's turn before the confirmation.
    """
    echo = _stems(confirmation) - _stems(readings[0])

    def fits(offer: tuple[Reading, bool]) -> float:
        reading, fresh = offer
        points = 3.0 * (reading.turn.id == confirmation.turn.reply_to) + 2.0 * _names(confirmation, reading)
        points += 1.5 * min(len(echo & _stems(reading)), 4) + 2.0 * fresh + 0.4 * _substance(reading)
        return points

    best = max(reversed(offers), key=fits, default=None)
    return _whole(readings, best[0]) if best else ()


def _whole(readings: tuple[Reading, ...], reading: Reading) -> tuple[Reading, ...]:
    """The reading, and before it what the same person had begun to say without anybody in between."""
    found = [reading]
    at = readings.index(reading)
    while at > 0:
        before = readings[at - 1]
        if before.turn.author.key != reading.turn.author.key or not before.has_substance:
            break
        if before.does(Act.ASKS, Act.COLLECTS) and not before.does(Act.INSTRUCTS):
            break
        found.insert(0, before)
        at -= 1
    return tuple(found)


def _stems(reading: Reading) -> frozenset[str]:
    """The beginnings of the words that mean something, so that "compacted" echoes "compact"."""
    return frozenset(word[:5] for word in vocabulary.words(reading.text) if vocabulary.tells(word))


def _names(reading: Reading, other: Reading) -> bool:
    """Whether the one says the name of who wrote the other, after the handles it begins with."""
    name = other.turn.author.name.lstrip("@").casefold()
    said = reading.turn.text[: acts.READ_CHARACTERS].casefold()
    return len(name) > 1 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None


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
        and not _for_somebody_else(readings, r)
        and correction(readings, r) is None
    ]
    marked = [r for r in offers if accepted and accepted in r.turn.ids]
    best = sorted(offers, key=lambda r: (-_substance(r), readings.index(r)))
    chosen = (marked or best)[:1]
    return Case(readings, _whole(readings, chosen[0]) if chosen else (), None, accepted)


def _for_somebody_else(readings: tuple[Reading, ...], reading: Reading) -> bool:
    """Whether it answers another customer's turn, who may have another question."""
    return any(r.turn.id == reading.turn.reply_to and r.turn.role is Role.OTHER for r in readings)


def _substance(reading: Reading) -> float:
    points = sum(
        weight
        for act, weight in ((Act.INSTRUCTS, 3.0), (Act.EXPLAINS, 1.0), (Act.DECLINES, 1.5), (Act.KNOWN, 1.5))
        if reading.does(act)
    )
    return points + min(reading.words, 120) / 40 - (1.5 if reading.does(Act.ASKS) else 0)


def _kind(answer: tuple[Reading, ...], question: Reading) -> Kind | None:
    """What kind of answer these turns are; None when there is none.

    The first says what it is about; one that was confirmed by doing something is a fix or a how-to.
    """
    if not answer:
        return None
    text = answer[0]
    instructs = any(reading.does(Act.INSTRUCTS) for reading in answer)
    if text.does(Act.REFERS):
        return Kind.ELSEWHERE
    if text.does(Act.DECLINES) and (not instructs or text.does(Act.PLAIN_NO)):
        return Kind.NOT_POSSIBLE
    if text.does(Act.PLAIN_NO):
        return Kind.NOT_POSSIBLE
    if text.does(Act.WORKAROUND):
        return Kind.WORKAROUND
    if text.does(Act.KNOWN) and not instructs:
        return Kind.KNOWN_PROBLEM
    return Kind.HOW_TO if question.does(Act.HOW_TO) and not question.does(Act.STILL_STUCK) else Kind.FIX


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
