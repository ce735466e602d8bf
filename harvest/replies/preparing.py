"""Which conversations get a reply, and why the others do not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from harvest import tone
from harvest.model import Outcome, Role, State
from harvest.replies import outbox
from harvest.replies.outbox import Reply
from harvest.replies.wording import X_CHARACTERS, said, x_length

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from harvest.config import Replies
    from harvest.model import Answer, Thread, Verdict

SHOWN: Final = (State.REVIEWED, State.VALIDATED)

_LEAVE_ME: Final = re.compile(
    r"""
      \b(?:do\s+not|don['’]?t|please\s+stop|stop|quit|never)\s+(?:ever\s+|bother\s+|even\s+)?(?:to\s+)?
      (?:contact|repl[yi]|respond|answer|writ|messag|e?-?mail|tagg?|ping|dm|mention|@)(?:e|y|ing)?\s+(?:to\s+)?me\b
    | \bleave\s+me\s+alone\b
    | \b(?:do\s+not|don['’]?t)\s+want\s+(?:any\s+)?(?:more\s+)?(?:repl|answers|messages|contact)
    | \b(?:do\s+not|don['’]?t)\s+want\s+to\s+be\s+(?:contact|tagg|messag)
    | \bno\s+more\s+(?:replies|answers|messages|tweets)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""How people say that they do not want to be written to. A false alarm costs them a link."""


@dataclass(frozen=True, slots=True)
class Silent:
    """A conversation that gets no reply."""

    thread: str
    page: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A page, one of its conversations, and what is known of that one today."""

    path: str
    answer: Answer
    address: str
    """Where customers read the page."""
    ref: str
    thread: Thread | None
    """None where it is not in the lake."""
    verdict: Verdict | None
    service: str
    """The source's format; "" where the source is not configured."""


def prepare(case: Case, own: Replies, answered: Collection[str], today: date) -> Reply | Silent:
    """What to say there, or why nothing. `answered`: the conversations that the outbox has already."""
    if case.ref in answered:
        return Silent(case.ref, case.path, "it has a reply already")
    if reason := silent(case, own, today):
        return Silent(case.ref, case.path, reason)
    outcome = case.verdict.outcome if case.verdict else Outcome.UNSURE
    text = said(outcome, case.answer.kind, case.address, own)
    if case.service in {"x", "twcs"} and x_length(text) > X_CHARACTERS:
        text = case.address
    return Reply(thread=case.ref, page=case.path, text=text, state=outbox.State.DRAFT)


def silent(case: Case, own: Replies, today: date) -> str:
    """Why nothing is said there; "" where something may be. Asked again before anything is sent."""
    if case.answer.state not in SHOWN:
        return f"its page is {case.answer.state}: customers would not see it as an answer"
    if case.thread is None or case.verdict is None:
        return "it is not in the lake: import it again"
    thread = case.thread
    question = thread.question.posts[0]
    if question.deleted:
        return "the question has been deleted"
    if case.verdict.outcome is Outcome.UNRESOLVED:
        return "somebody there still has the problem"
    if case.verdict.outcome is Outcome.NOT_SUPPORT:
        return "it is not a question"
    if _wants_peace(thread) or _listed(thread, own.leave_alone):
        return "who asked does not want to be contacted"
    if any(case.address in post.body for turn in thread.turns for post in turn.posts):
        return "somebody has linked the page there"
    last = max(post.created for turn in thread.turns for post in turn.posts).date()
    if (today - last).days > own.within:
        return f"nobody has written there since {last}"
    return ""


def _wants_peace(thread: Thread) -> bool:
    asked = (turn for turn in thread.turns if turn.role is Role.ASKER)
    return any(_LEAVE_ME.search(turn.text) for turn in asked)


def _listed(thread: Thread, names: Collection[str]) -> bool:
    author = thread.question.author
    own = {author.key, f"{thread.source}:{author.key}", author.name} - {""}
    folded = {name.lstrip("@").casefold() for name in own}
    return any(name.lstrip("@").casefold() in folded for name in names)


def unfit(reply: Reply, case: Case) -> str:
    """Why a text that a person has approved cannot be sent as it stands; "" where it can."""
    if case.address not in reply.text:
        return f"its text does not link to the page: put {case.address} into it"
    if hurts := [hurt for hurt in tone.find(reply.text) if hurt.blames]:
        said = reply.text[hurts[0].start : hurts[0].end]
        return f"its text says “{said}”, which {hurts[0].why}: {hurts[0].instead}"
    length = x_length(reply.text)
    if case.service in {"x", "twcs"} and length > X_CHARACTERS:
        return f"its text is {length} characters long, and X takes {X_CHARACTERS}: shorten it"
    return ""
