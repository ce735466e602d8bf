"""The rules of the judge, in order, with their weights: evidence for or against a case.

A *case* is a guess made by `harvest.resolution.judge`: "these turns are the answer, that turn confirms it".
Each rule looks at the case and names the turn it fires on, or None. The weights are log-odds; they were set
by hand on a reading of real threads.

Cost of a false "resolved": a wrong answer is put before every customer who searches. Cost of a miss: nothing
today. So everything that casts doubt weighs more than what speaks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest.model import Role
from harvest.resolution.cues import Act

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.resolution.acts import Reading

BARE_THANKS_WORDS: Final = 25
"""A thank-you up to this long says nothing but thanks."""


@dataclass(frozen=True, slots=True)
class Case:
    """A guess to be weighed."""

    readings: tuple[Reading, ...]
    answer: tuple[Reading, ...]
    """The turns that would be the answer; empty when none was found."""
    confirmation: Reading | None
    """The turn that would confirm it."""
    accepted: str
    """The id of the post that the source marks as the answer; "" for none."""

    @property
    def after_confirmation(self) -> tuple[Reading, ...]:
        """What was said after the confirming turn."""
        if self.confirmation is None:
            return ()
        return self.readings[self.readings.index(self.confirmation) + 1 :]


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of evidence."""

    name: str
    weight: float
    """Log-odds for "resolved" (`CONFIRMATION_RULES`) or for "answered" (`ANSWER_RULES`)."""
    on: Callable[[Case], Reading | None]
    """The turn it fires on, or None."""
    says: str


def _confirming(case: Case, *acts: Act) -> Reading | None:
    turn = case.confirmation
    return turn if turn is not None and turn.does(*acts) else None


def _bare_thanks(case: Case) -> Reading | None:
    turn = _confirming(case, Act.THANKS)
    if turn is None or turn.does(Act.CONFIRMS, Act.ASKS, Act.STILL_STUCK, Act.WILL_TRY):
        return None
    return turn if turn.words <= BARE_THANKS_WORDS else None


def _thanks_for_instructions(case: Case) -> Reading | None:
    turn = _bare_thanks(case)
    return turn if turn is not None and any(a.does(Act.INSTRUCTS) for a in case.answer) else None


def _came_undone(case: Case) -> Reading | None:
    turn = case.confirmation
    if turn is None:
        return None
    person = turn.turn.author.key
    return next(
        (
            later
            for later in case.after_confirmation
            if later.turn.author.key == person
            and later.does(Act.STILL_STUCK)
            and not later.does(Act.CONFIRMS)
        ),
        None,
    )


def _asks_on(case: Case) -> Reading | None:
    turn = _confirming(case, Act.ASKS)
    return turn if turn is not None and not turn.does(Act.CONFIRMS) else None


def _accepted(case: Case) -> Reading | None:
    return next((a for a in case.answer if case.accepted and case.accepted in a.turn.ids), None)


def correction(readings: tuple[Reading, ...], answer: Reading) -> Reading | None:
    """The later turn in which somebody else who helps says that `answer` is wrong.

    Not one that answers yet another helper: then that one's words are meant.
    """
    others = {
        r.turn.id
        for r in readings
        if r is not answer and r.turn.role in {Role.STAFF, Role.HELPER, Role.OTHER}
    }
    return next(
        (
            later
            for later in readings[readings.index(answer) + 1 :]
            if later.turn.author.key != answer.turn.author.key
            and later.turn.role in {Role.STAFF, Role.HELPER}
            and later.turn.reply_to not in others
            and later.does(Act.CORRECTS)
        ),
        None,
    )


def _corrected(case: Case) -> Reading | None:
    return next((found for a in case.answer if (found := correction(case.readings, a))), None)


def _no_answer(case: Case) -> Reading | None:
    return case.confirmation if not case.answer else None


def _by_asker(case: Case) -> Reading | None:
    turn = _confirming(case, Act.CONFIRMS)
    return turn if turn is not None and turn.turn.role is Role.ASKER else None


def _answer_does(*acts: Act) -> Callable[[Case], Reading | None]:
    return lambda case: next((a for a in case.answer if a.does(*acts)), None)


def _only_asks(case: Case) -> Reading | None:
    return next((a for a in case.answer if a.does(Act.ASKS) and a.words < 40), None)


def _only_sends_away(case: Case) -> Reading | None:
    return next((a for a in case.answer if a.does(Act.SENDS_AWAY) and a.words < 60), None)


def _long_enough(case: Case) -> Reading | None:
    return next((a for a in case.answer if a.words >= 30), None)


def _very_short(case: Case) -> Reading | None:
    return next((a for a in case.answer if a.words < 10), None)


def _asker_still_stuck_after(case: Case) -> Reading | None:
    if not case.answer:
        return None
    after = case.readings[case.readings.index(case.answer[-1]) + 1 :]
    asker = next((r.turn.author.key for r in case.readings if r.turn.role is Role.ASKER), "")
    return next(
        (
            r
            for r in after
            if r.turn.author.key == asker and r.does(Act.STILL_STUCK) and not r.does(Act.CONFIRMS)
        ),
        None,
    )


def _own_fix(case: Case) -> Reading | None:
    turn = _confirming(case, Act.OWN_FIX)
    return turn if turn is not None and turn in case.answer else None


def _confirm(*acts: Act) -> Callable[[Case], Reading | None]:
    return lambda case: _confirming(case, *acts)


CONFIRMATION_BIAS: Final = -2.0
CONFIRMATION_RULES: Final = (
    Rule("confirms", 3.0, _confirm(Act.CONFIRMS), "somebody affected says that it works"),
    Rule("asker-confirms", 0.5, _by_asker, "the asker says so"),
    Rule("own-fix", 3.0, _own_fix, "the asker describes what fixed it"),
    Rule("bare-thanks", 0.5, _bare_thanks, "a bare thank-you closes it"),
    Rule("thanks-for-steps", 1.5, _thanks_for_instructions, "thanks right after concrete steps"),
    Rule("accepted", 1.5, _accepted, "the source marks it as the answer"),
    Rule("will-try", -3.0, _confirm(Act.WILL_TRY), "will only try"),
    Rule("asks-on", -1.5, _asks_on, "goes on asking"),
    Rule("still-stuck", -4.0, _confirm(Act.STILL_STUCK), "is still stuck in the same breath"),
    Rule("fixed-itself", -5.0, _confirm(Act.FIXED_ITSELF), "it fixed itself"),
    Rule("sarcasm", -5.0, _confirm(Act.SARCASM), "sounds sarcastic"),
    Rule("came-undone", -5.0, _came_undone, "the same person is stuck again later"),
    Rule("corrected", -6.0, _corrected, "somebody else says that it is wrong"),
    Rule("no-answer", -6.0, _no_answer, "nothing public that could have helped"),
)

ANSWER_BIAS: Final = -1.0
ANSWER_RULES: Final = (
    Rule("instructs", 1.5, _answer_does(Act.INSTRUCTS), "says what to do"),
    Rule("explains", 0.7, _answer_does(Act.EXPLAINS, Act.DECLINES, Act.KNOWN), "explains"),
    Rule("substantial", 0.8, _long_enough, "has substance"),
    Rule("accepted", 2.0, _accepted, "the source marks it as the answer"),
    Rule("only-asks", -1.5, _only_asks, "asks back"),
    Rule("only-sends-away", -2.5, _only_sends_away, "sends elsewhere"),
    Rule("too-short", -2.0, _very_short, "is very short"),
    Rule("asker-still-stuck", -4.0, _asker_still_stuck_after, "the asker is still stuck after it"),
    Rule("corrected", -6.0, _corrected, "somebody else says that it is wrong"),
)
