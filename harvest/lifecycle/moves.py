"""Approving, marking, retiring and restoring a page.

Every function takes pages as they stand in their files and returns plans in the order in which they are to
be written: a crash between two of them leaves a knowledge base that can be built, or one that says which
two pages claim an address; running the command again finishes it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from harvest.lifecycle.states import Refuse, refused
from harvest.model import Answer, Paragraph, Passage, Section, SourceRef, Span, State
from harvest.pages.draft import REVIEW_AFTER
from harvest.pages.edit import add_section, drop_section, edit
from harvest.pages.markdown import to_markdown
from harvest.pages.merge import Keep, Write
from harvest.pages.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

WHY_RETIRED: Final = "Why this page was retired"
"""The last section of a page that was retired for a reason. It is not shown, because the page is not."""

Step = Write | Keep | Refuse


@dataclass(frozen=True, slots=True)
class Standing:
    """How the posts that a page comes from stand now."""

    digest: str
    """Of those that are still there."""
    gone: frozenset[str] = frozenset()
    """Ids of those that have been deleted."""


def address(path: str) -> str:
    """Of a page, relative to the root of the site, as `redirect_from` has it."""
    return f"{path.removesuffix('.md')}/"


def approve(
    path: str,
    text: str,
    *,
    today: date,
    review_by: date | None = None,
    validated: bool = False,
    standing: Mapping[str, Standing] | None = None,
) -> Step:
    """Somebody has read the page and stands by it.

    `standing`, by thread: where it is known, what has changed there counts as seen. A deleted post that still
    speaks on the page keeps it from being approved. Raises PageError for a page that cannot be read.
    """
    answer = parse(text, path).answer
    if refused("approve", answer.state):
        return Refuse(path, f"is {answer.state}", _way_out(answer.state))
    day = review_by or today + REVIEW_AFTER
    if not today < day <= today + REVIEW_AFTER:
        return Refuse(path, "the next look must be within a year from today", "name another day")
    standing = standing or {}
    if left := sorted(_of_deleted_posts(answer, standing)):
        todo = "take these passages out, or put them in your own words and mark them `<!-- staff -->`"
        return Refuse(path, f"passages of it come from posts that have been deleted: {', '.join(left)}", todo)
    kept = State.VALIDATED if answer.state is State.VALIDATED else State.REVIEWED
    changes: dict[str, Any] = {
        "state": State.VALIDATED if validated else kept,
        "review_by": day,
        "sources": tuple(_seen(source, standing.get(source.thread)) for source in answer.sources),
    }
    return _written(path, text, edit(text, changes, path))


def _of_deleted_posts(answer: Answer, standing: Mapping[str, Standing]) -> set[str]:
    gone = {
        f"{source.thread.partition(':')[0]}:{post}"
        for source in answer.sources
        if source.thread in standing
        for post in standing[source.thread].gone
    }
    return gone & {
        post for section in answer.sections for passage in section.passages for post in passage.origin
    }


def _seen(source: SourceRef, now: Standing | None) -> SourceRef:
    if now is None:
        return source
    return replace(
        source, digest=now.digest, posts=tuple(post for post in source.posts if post not in now.gone)
    )


def mark_stale(path: str, text: str) -> Step:
    """The page says that it may be out of date. A draft, which says so anyhow, stays one."""
    answer = parse(text, path).answer
    if answer.state in {State.STALE, State.DRAFT}:
        return Keep(path, f"is {answer.state} already" if answer.state is State.STALE else "is a draft")
    if refused("review", answer.state):
        return Refuse(path, f"is {answer.state}", _way_out(answer.state))
    return _written(path, text, edit(text, {"state": State.STALE}, path))


def retire(pages: Mapping[str, str], path: str, *, to: str = "", reason: str = "") -> tuple[Step, ...]:
    """The page is no longer shown; its address leads to the page `to`, else to its topic.

    `pages`: path to text of all pages. `reason` becomes the last section of its own file.
    """
    text = pages[path]
    answer = parse(text, path).answer
    if answer.state is State.RETIRED and to == (successor(pages, path) or ""):
        return (Keep(path, "is retired already"),)
    if answer.state is not State.RETIRED and refused("retire", answer.state):
        return (Refuse(path, f"is {answer.state}", _way_out(answer.state)),)
    if to == path:
        return (Refuse(path, "cannot lead to itself", "name another page after --to"),)
    if to and (problem := _cannot_take_over(pages, to)):
        return (problem,)
    made = edit(text, {"state": State.RETIRED}, path)
    if reason:
        said = to_markdown((Paragraph((Span(" ".join(reason.split())),)),))
        made = add_section(
            drop_section(made, WHY_RETIRED, path), Section(WHY_RETIRED, (Passage(said),)), path
        )
    others = without_address(pages, address(path), but=to)
    taken = (_claiming(to, pages[to], address(path)),) if to else ()
    return (_written(path, text, made), *others, *taken)


def _cannot_take_over(pages: Mapping[str, str], to: str) -> Refuse | None:
    state = parse(pages[to], to).answer.state
    if state in {State.RETIRED, State.TAKEN_DOWN}:
        return Refuse(to, f"is {state}: nobody can be led there", "name a page that is shown")
    return None


def _claiming(path: str, text: str, old_address: str) -> Step:
    claimed = parse(text, path).answer.redirect_from
    if old_address in {each.strip("/") + "/" for each in claimed}:
        return Keep(path, "takes over that address already")
    return _written(path, text, edit(text, {"redirect_from": (*claimed, old_address)}, path))


def restore(pages: Mapping[str, str], path: str) -> tuple[Step, ...]:
    """A retired page is a draft again, at its own address, which no other page claims any more."""
    text = pages[path]
    answer = parse(text, path).answer
    if refused("restore", answer.state):
        return (Refuse(path, f"is {answer.state}, not retired", _way_out(answer.state)),)
    made = drop_section(edit(text, {"state": State.DRAFT}, path), WHY_RETIRED, path)
    return (*without_address(pages, address(path)), _written(path, text, made))


def without_address(pages: Mapping[str, str], old_address: str, but: str = "") -> tuple[Step, ...]:
    """The pages that lead visitors of this address to themselves do so no more."""
    steps = []
    for path, text in claimants(pages, old_address):
        if path != but:
            left = tuple(
                a for a in parse(text, path).answer.redirect_from if a.strip("/") + "/" != old_address
            )
            steps.append(_written(path, text, edit(text, {"redirect_from": left}, path)))
    return tuple(steps)


def claimants(pages: Mapping[str, str], old_address: str) -> Iterable[tuple[str, str]]:
    """The pages whose `redirect_from` has this address."""
    for path, text in sorted(pages.items()):
        if old_address.strip("/") not in text:
            continue  # reading a page takes a hundred times as long
        if old_address in {each.strip("/") + "/" for each in parse(text, path).answer.redirect_from}:
            yield path, text


def successor(pages: Mapping[str, str], path: str) -> str | None:
    """The page that visitors of this one's address are led to; None: its topic."""
    return next((other for other, _ in claimants(pages, address(path)) if other != path), None)


def _written(path: str, old: str, new: str) -> Step:
    return Keep(path, "unchanged") if new == old else Write(path, new)


def _way_out(state: State) -> str:
    match state:
        case State.RETIRED:
            return "bring it back first: harvest restore PAGE"
        case State.TAKEN_DOWN:
            return "revert the commit that took it down"
        case _:
            return ""
