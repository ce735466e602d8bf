"""What was said after an answer had become a page: whether it helped those who tried it since.

A false alarm costs an editor a look at the conversation; a miss leaves a page up that does not help, until
its review date comes. So one sign is enough: somebody affected is still stuck or takes it back, or somebody
who helps says that the answer is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.model import Role
from harvest.resolution import acts
from harvest.resolution.cases import AFFECTED, HELPS
from harvest.resolution.cues import Act

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from harvest.model import Thread, Turn


def did_not_help(thread: Thread, used: Collection[str], since: date) -> tuple[Turn, ...]:
    """The turns after the last of the posts `used`, written after the day `since`, that say that it did not.

    None of a thread that has none of these posts.
    """
    at = max((n for n, turn in enumerate(thread.turns) if not set(turn.ids).isdisjoint(used)), default=None)
    if at is None:
        return ()
    known = {turn.author.key for turn in thread.turns[: at + 1]}
    return tuple(
        turn
        for turn in thread.turns[at + 1 :]
        if turn.posts[0].created.date() > since and _says_so(turn, newcomer=turn.author.key not in known)
    )


def _says_so(turn: Turn, *, newcomer: bool) -> bool:
    """A newcomer who is stuck looks like a helper at first, on forums where anybody may answer."""
    reading = acts.read(turn)
    if turn.role in AFFECTED or (newcomer and turn.role is Role.HELPER):
        return reading.does(Act.STILL_STUCK, Act.WITHDRAWS) and not reading.settles
    return turn.role in HELPS and reading.does(Act.CORRECTS)
