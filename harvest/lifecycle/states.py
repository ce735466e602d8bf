"""Which states follow which, by which command: the table that `docs/handbook/lifecycle.md` shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from harvest.model import State


@dataclass(frozen=True, slots=True)
class Refuse:
    """A page that a command cannot be carried out on. Then nothing is written, of other pages neither."""

    path: str
    reason: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """One way from one state to another."""

    before: tuple[State, ...]
    """In the order of a page's life; none: there was no page."""
    after: State | None
    """None: it stays what it was."""
    command: str
    """As it is typed; its first word names it."""
    who: str
    effect: str
    """What is different then, for a reader of the handbook."""

    @property
    def name(self) -> str:
        """The command's own name."""
        return self.command.partition(" ")[0]


SHOWN: Final = (State.REVIEWED, State.VALIDATED, State.STALE)
ALIVE: Final = (State.DRAFT, *SHOWN)

TRANSITIONS: Final = (
    Transition((), State.DRAFT, "draft THREAD", "Harvest", "A new page, which Harvest keeps up to date."),
    Transition(
        (State.DRAFT, State.STALE),
        State.REVIEWED,
        "approve PAGE",
        "who has read it",
        "It is published, and somebody looks again within a year. It is yours: Harvest only proposes.",
    ),
    Transition(
        (State.REVIEWED, State.VALIDATED),
        None,
        "approve PAGE",
        "who has read it again",
        "A new year until the next look; what changed in its conversations counts as seen.",
    ),
    Transition(
        ALIVE,
        State.VALIDATED,
        "approve PAGE --validated",
        "who has tried it",
        "As above; it has been tried, or customers confirm it.",
    ),
    Transition(
        (State.REVIEWED, State.VALIDATED),
        State.STALE,
        "review --mark",
        "anybody, or the workflow",
        "It stays, and says that it may be out of date.",
    ),
    Transition(
        ALIVE,
        State.RETIRED,
        "retire PAGE",
        "an editor",
        "It is no longer shown. Its address leads to the page after `--to`, else to its topic.",
    ),
    Transition(
        ALIVE,
        State.RETIRED,
        "merge PAGE INTO",
        "an editor",
        "Its phrases, sources, credits and address are the other page's. Its own text stays in its file.",
    ),
    Transition(
        (State.RETIRED,),
        State.DRAFT,
        "restore PAGE",
        "an editor",
        "A draft again, at its own address.",
    ),
    Transition(
        (*ALIVE, State.RETIRED),
        State.TAKEN_DOWN,
        "takedown PAGE --reason REASON",
        "anybody of the team, at once",
        "Nothing of it is left in its file. Its address says why, and it is never drafted again.",
    ),
)
"""Every change of state. Nothing leads out of `taken down`: what it was is in the repository's history."""


def refused(command: str, state: State) -> bool:
    """Whether no transition of this command starts there."""
    return not any(state in each.before for each in TRANSITIONS if each.name == command)
