"""Which pages somebody should look at again, and why; what most people ask comes first.

Policy: a page is named for what can be seen to have changed. A false alarm costs a look; what is missed here
is caught by the review date, within a year. What an editor has seen is not named again: `harvest approve`
takes over the digest of the conversation as it is now, and a turn that was there on the day of the last
approval is not new. That day is taken from `review_by`, which is never more than `REVIEW_AFTER` later.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from harvest import candidates
from harvest.lifecycle.links import links_of
from harvest.lifecycle.moves import Standing
from harvest.lifecycle.states import ALIVE
from harvest.model import State
from harvest.pages.draft import REVIEW_AFTER
from harvest.resolution.afterwards import did_not_help

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harvest.model import Answer, Post, SourceRef, Thread

NAMED: Final = 3
"""So many posts or links are named; of more, how many."""


class Why(StrEnum):
    """What makes a page stale."""

    DATE = "review date"
    EDITED = "edited"
    DELETED = "deleted"
    LINK = "dead link"
    DID_NOT_WORK = "did not work"


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that makes a page stale."""

    why: Why
    says: str
    """For the editor, in a few words; never anybody's own."""
    thread: str = ""
    """The conversation it is about."""
    url: str = ""
    """Where it can be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A page to look at again."""

    path: str
    title: str
    state: State
    askers: int
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A page's conversation as it is in the lake today."""

    thread: Thread | None
    """None: all of its posts have been deleted."""
    gone: frozenset[str] = frozenset()
    """Ids of posts of it that have been deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the pages are held against."""

    today: date
    conversations: Mapping[str, Conversation] = field(default_factory=dict)
    """By `Thread.ref`. One that is not in the lake says nothing."""
    dead_links: Mapping[str, str] = field(default_factory=dict)
    """Addresses that are gone, and why, as the rest of a sentence."""


def stale(pages: Iterable[tuple[str, Answer]], facts: Facts) -> tuple[Stale, ...]:
    """The pages among these, most asked first; not those that are not shown at all.

    A draft counts too: where drafts are not published nobody reads it, but it waits for a review.
    """
    found = []
    for path, answer in pages:
        if answer.state in ALIVE and (causes := tuple(_causes(answer, facts))):
            found.append(
                Stale(path=path, title=answer.title, state=answer.state, askers=answer.askers, causes=causes)
            )
    return tuple(sorted(found, key=lambda page: (-page.askers, page.path)))


def _causes(answer: Answer, facts: Facts) -> Iterator[Cause]:
    if answer.state is State.STALE:
        yield Cause(Why.DATE, "is marked as stale")
    elif answer.review_by < facts.today:
        yield Cause(Why.DATE, f"should have been looked at by {answer.review_by}")
    for source in answer.sources:
        if known := facts.conversations.get(source.thread):
            yield from _changes(source, known, looked_at(answer, facts.today))
    dead = [link for link in links_of(answer) if link in facts.dead_links]
    for link in dead[:NAMED]:
        yield Cause(Why.LINK, f"{link} {facts.dead_links[link]}", url=link)
    if len(dead) > NAMED:
        yield Cause(Why.LINK, f"{len(dead) - NAMED} more addresses are gone")


def looked_at(answer: Answer, today: date) -> date:
    """The last day of which an editor has seen what was said: that of the approval.

    For a page that nobody has approved, the day before its newest post.
    """
    written, approved = answer.updated.toordinal() - 1, answer.review_by.toordinal() - REVIEW_AFTER.days
    day = approved if approved > written + 1 else written
    return min(date.fromordinal(max(day, 1)), today)


def standing(source: SourceRef, known: Conversation) -> Standing | None:
    """How the posts of a source stand now; None where one of them is neither there nor known as deleted."""
    posts = _posts(known)
    if any(id_ not in posts and id_ not in known.gone for id_ in source.posts):
        return None
    left = [posts[id_] for id_ in source.posts if id_ in posts]
    gone = frozenset(id_ for id_ in source.posts if id_ not in posts)
    return Standing(candidates.digest(left), gone)


def _posts(known: Conversation) -> dict[str, Post]:
    turns = known.thread.turns if known.thread else ()
    return {post.id: post for turn in turns for post in turn.posts}


def _changes(source: SourceRef, known: Conversation, since: date) -> Iterator[Cause]:
    now = standing(source, known)
    if now and now.gone:
        says = f"{_named(sorted(now.gone))} of {source.thread} {_has(now.gone)} been deleted"
        yield Cause(Why.DELETED, says, source.thread, source.url)
    elif now and now.digest != source.digest:
        posts = _posts(known)
        later = [
            id_ for id_ in source.posts if posts[id_].version.date() >= (source.answered or source.asked)
        ]
        edited = [id_ for id_ in later if posts[id_].version > posts[id_].created]
        what = _named(edited) if edited else "a post"
        says = f"{what} of {source.thread} {_has(edited or ['it'])} been edited"
        yield Cause(Why.EDITED, says, source.thread, source.url)
    if known.thread is None:
        return
    for turn in did_not_help(known.thread, source.posts, since)[:NAMED]:
        day = turn.posts[0].created.date()
        says = f"post {turn.id} of {source.thread}, of {day}, says that it did not work"
        yield Cause(Why.DID_NOT_WORK, says, source.thread, turn.posts[0].url or source.url)


def _named(ids: list[str]) -> str:
    named = ", ".join(ids[:NAMED])
    more = f" and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return f"post{'' if len(ids) == 1 else 's'} {named}{more}"


def _has(ids: Iterable[str]) -> str:
    return "has" if len(list(ids)) == 1 else "have"
