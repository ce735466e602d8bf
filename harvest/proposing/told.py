"""A conversation as reviewers see it: masked, in order, with what matters pointed out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest import privacy
from harvest.candidates import people

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from harvest.model import Role, Thread, Verdict
    from harvest.privacy import Personal

TURN_CHARACTERS: Final = 1500
"""So much of what somebody says at once; the rest is where it was said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One turn, masked."""

    id: str
    """Of its first post."""
    role: Role
    day: date
    text: str
    answers: bool
    """Whether the page's answer comes from it."""
    confirms: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A conversation and what was judged of it."""

    ref: str
    url: str
    verdict: Verdict
    turns: tuple[Said, ...]
    masked: Mapping[Personal, int]
    """How many of each kind were masked in it."""


def tell(thread: Thread, verdict: Verdict, keep: tuple[str, ...]) -> Told:
    """`thread` for the public. `keep`: what is the company's own."""
    policy = privacy.Policy(names=people(thread), keep=keep)
    masked: Counter[Personal] = Counter()
    turns = []
    for turn in thread.turns:
        masked.update(privacy.count(privacy.find(turn.text, policy)))
        text = privacy.mask(turn.text, policy)
        turns.append(
            Said(
                id=turn.id,
                role=turn.role,
                day=turn.posts[0].created.date(),
                text=text if len(text) <= TURN_CHARACTERS else f"{text[:TURN_CHARACTERS].rstrip()} …",
                answers=not set(verdict.answer).isdisjoint(turn.ids),
                confirms=verdict.confirmed_by in turn.ids,
            )
        )
    return Told(ref=thread.ref, url=thread.url, verdict=verdict, turns=tuple(turns), masked=dict(masked))


def in_all(told: Iterable[Told]) -> Mapping[Personal, int]:
    """What was masked in all of them together, in the order of the kinds."""
    total: Counter[Personal] = Counter()
    for each in told:
        total.update(each.masked)
    return {kind: total[kind] for kind in privacy.Personal if total[kind]}


def worth_showing(turns: Sequence[Said], most: int) -> tuple[Said, ...]:
    """At most so many turns: the question, what answers and confirms, then the others from the first on."""
    needed = [turn for at, turn in enumerate(turns) if not at or turn.answers or turn.confirms][:most]
    others = [turn for turn in turns if turn not in needed][: most - len(needed)]
    shown = {turn.id for turn in (*needed, *others)}
    return tuple(turn for turn in turns if turn.id in shown)
