"""What is weighed: a thread with a guess at its answer and, perhaps, at the turn that confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harvest.model import Role
from harvest.resolution.cues import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from harvest.resolution.acts import Reading

HELPS = frozenset({Role.STAFF, Role.HELPER})
AFFECTED = frozenset({Role.ASKER, Role.OTHER})


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
    confirmed: float = 0.0
    """How sure it is that the confirmation is one, 0 to 1."""

    @property
    def question(self) -> Reading:
        """The asker's first turn, the first of all where only others spoke."""
        return next((r for r in self.readings if r.turn.role is Role.ASKER), self.readings[0])

    @property
    def after_confirmation(self) -> tuple[Reading, ...]:
        """What was said after the confirming turn."""
        if self.confirmation is None:
            return ()
        return self.readings[self.readings.index(self.confirmation) + 1 :]

    @property
    def after_answer(self) -> tuple[Reading, ...]:
        """What was said after the last turn of the answer."""
        if not self.answer:
            return ()
        return self.readings[self.readings.index(self.answer[-1]) + 1 :]

    def of_asker(self, *, after: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """Those of the turns that the asker said."""
        asker = self.question.turn.author.key
        return tuple(r for r in after if r.turn.author.key == asker)


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of evidence: the turn it fires on, and what that says to a reader of the verdict."""

    name: str
    on: Callable[[Case], Reading | None]
    says: str
    weight: float
    """Log-odds."""


def ruled(
    weights: Mapping[str, float], *rules: tuple[str, Callable[[Case], Reading | None], str]
) -> tuple[Rule, ...]:
    """The rules with their weights; a new one weighs nothing until it is fitted."""
    return tuple(Rule(name, on, says, weights.get(name, 0.0)) for name, on, says in rules)


def correction(readings: tuple[Reading, ...], answer: Reading) -> Reading | None:
    """The later turn in which somebody else who helps says that `answer` is wrong.

    Not one that answers yet another helper: then that one's words are meant.
    """
    corrects = [
        later
        for later in readings[readings.index(answer) + 1 :]
        if later.turn.role in HELPS
        and later.turn.author.key != answer.turn.author.key
        and later.does(Act.CORRECTS)
    ]
    if not corrects:  # as a rule
        return None
    others = {r.turn.id for r in readings if r is not answer and r.turn.role is not Role.ASKER}
    return next((later for later in corrects if later.turn.reply_to not in others), None)
