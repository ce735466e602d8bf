"""What nobody has answered in public: who waits for how long, and why.

Policy. Customers forgive a no, not silence. A question waits when its thread ended without an answer that
others could use (`unresolved`, `deflected`), a customer asked it, and no other thread that asks the same has
an answer. Praise, spam and threads that the judge is unsure about are left out: a list that cries wolf is not
read. A mistake costs a look at a thread.

First comes what keeps most people waiting longest: people who ask times days since it was first asked. Votes,
likes and followers do not count.

A referral to private messages counts as waiting after `PRIVATE_DAYS`: it may well have been solved there, but
nobody who finds the thread can know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from harvest import candidates, duplicates
from harvest.model import Outcome, Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from harvest.model import Thread, Turn, Verdict

PRIVATE_DAYS: Final = 3
"""A private exchange has so many days before the public thread counts as silent."""
ASKING_WORDS: Final = 60
"""A reply with a question mark and no more words than this only asks back."""

_PRIVATE = re.compile(
    r"\b(?:dms?|pms?|p\.m\.|direct messages?|private(?:ly)? messages?|private(?:ly)?|"
    r"(?:message|inbox|e-?mail|call|contact|write to) (?:us|me)|"
    r"(?:send|drop|shoot) (?:us|me) (?:an? )?(?:message|e-?mail|note|line))\b",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"\?|\b(?:please|pls|kindly) (?:send|provide|share|post|tell|confirm|let (?:us|me) know)\b", re.IGNORECASE
)


class Silence(StrEnum):
    """How a thread has no answer."""

    NO_REPLY = "no reply at all"
    ASKED_BACK = "only asked back"
    PRIVATE = "sent to private messages, nothing public since"
    ELSEWHERE = "sent elsewhere"
    FAILED = "what was suggested did not help"
    NO_ANSWER = "replies, but no answer"


@dataclass(frozen=True, slots=True)
class Heard:
    """A thread as far as waiting is concerned. Small: no post bodies."""

    summary: candidates.Summary
    asked: datetime
    """When its question was first asked."""
    silence: Silence | None
    """None where it is answered, not a customer's question, or not sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A question without an answer, in all threads that ask it."""

    threads: tuple[str, ...]
    """`Thread.ref`s, the first asked first."""
    title: str
    """Masked; of the first thread, as are `url` and `silence`."""
    url: str
    silence: Silence
    askers: int
    """How many different people ask."""
    first_asked: datetime
    last_asked: datetime
    days: int
    """Whole days since it was first asked."""

    @property
    def why(self) -> str:
        """One line."""
        said = self.silence.value
        if self.silence is Silence.PRIVATE:
            said += ": if it was solved there, nobody can see it"
        if self.askers > 1:
            others = self.askers - 1
            said += f"; asked again by {others} other{'' if others == 1 else 's'}"
        return said if len(self.threads) == 1 else f"{said}, in {len(self.threads)} threads"


def hear(thread: Thread, verdict: Verdict, keep: tuple[str, ...] = ()) -> Heard:
    """What is to be known of `thread`. `keep`: the company's own contacts, which survive masking."""
    return Heard(
        summary=candidates.summarise(thread, verdict, keep),
        asked=thread.question.posts[0].created,
        silence=silence(thread, verdict),
    )


def silence(thread: Thread, verdict: Verdict) -> Silence | None:
    """How `thread` has no answer; None where it has one, or no customer asked, or it is not sure."""
    if (
        verdict.outcome not in {Outcome.UNRESOLVED, Outcome.DEFLECTED}
        or thread.question.role is not Role.ASKER
    ):
        return None
    if thread.turns[0].role is Role.STAFF and "?" not in thread.question.text:
        return None  # the company began, and what came back asks nothing
    replies = [turn for turn in thread.turns if turn.role in {Role.STAFF, Role.HELPER}]
    if not replies:
        return Silence.NO_REPLY
    if verdict.outcome is Outcome.DEFLECTED:
        private = any(_PRIVATE.search(turn.text) for turn in replies)
        return Silence.PRIVATE if private else Silence.ELSEWHERE
    if all(_only_asks(turn) for turn in replies):
        return Silence.ASKED_BACK
    answered_at = next(place for place, turn in enumerate(thread.turns) if _answers(turn))
    came_back = any(turn.role in {Role.ASKER, Role.OTHER} for turn in thread.turns[answered_at + 1 :])
    return Silence.FAILED if came_back else Silence.NO_ANSWER


def _answers(turn: Turn) -> bool:
    return turn.role in {Role.STAFF, Role.HELPER} and not _only_asks(turn)


def _only_asks(turn: Turn) -> bool:
    return bool(_REQUEST.search(turn.text)) and len(turn.text.split()) <= ASKING_WORDS


def waiting(heard: Sequence[Heard], now: datetime) -> tuple[Waiting, ...]:
    """Every question without an answer, those that ask the same as one; most people for longest first."""
    by_ref = {h.summary.ref: h for h in heard}
    found = []
    for refs in duplicates.groups([h.summary.question for h in heard]):
        same = [by_ref[ref] for ref in refs]
        if not any(h.summary.verdict.answer for h in same):
            silent = [h for h in same if _waits(h, now)]
            if silent:
                found.append(_waiting(silent, now))
    return tuple(sorted(found, key=lambda w: (-w.askers * w.days, w.first_asked, w.threads)))


def _waits(heard: Heard, now: datetime) -> bool:
    """Whether a thread is silent, and not because a private exchange has only begun."""
    if heard.silence is Silence.PRIVATE:
        return _days(heard.summary.last_asked, now) >= PRIVATE_DAYS
    return heard.silence is not None


def _waiting(silent: Sequence[Heard], now: datetime) -> Waiting:
    ordered = sorted(silent, key=lambda h: (h.asked, h.summary.ref))
    first = ordered[0]
    if first.silence is None:
        raise ValueError("an answered thread does not wait")
    return Waiting(
        threads=tuple(h.summary.ref for h in ordered),
        title=first.summary.title,
        url=first.summary.url,
        silence=first.silence,
        askers=len(frozenset().union(*(h.summary.askers for h in ordered))),
        first_asked=first.asked,
        last_asked=max(h.summary.last_asked for h in ordered),
        days=_days(first.asked, now),
    )


def _days(then: datetime, now: datetime) -> int:
    """Whole days; 0 where a clock was ahead."""
    return max(0, (now - then).days)
