"""Whether every passage says whose it is, truthfully."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest import vocabulary
from harvest.checks.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harvest.checks.knowledge import Knowledge, Placed, Sheet

_STEP: Final = re.compile(r"^\s*\d+[.)]\s", re.MULTILINE)
MOSTLY: Final = 0.5
"""Share of its words that are new from which a passage is not the post's any more."""


def traceable(known: Knowledge) -> Iterator[Finding]:
    """Every passage has a mark; every post that a mark names belongs to one of the page's conversations.

    What a person has changed in a passage still marked as a customer's is theirs. The old words are known
    with `--against` only. Words that were cut, or put in another order, change nothing. A few new ones are
    told, and fail nothing: a typing mistake was mended, perhaps. From half of them on, it fails.

    Policy. A false alarm costs a person a mark (`<!-- staff -->` is always true of what they wrote). A miss
    puts words into the mouth of a customer, under a licence that forbids just that.
    """
    old = {page.path: page for page in known.before or ()}
    for page in known.changed:
        yield from _marks(page)
        if page.path in old and page.edited:
            yield from _rewritten(page, old[page.path])


def _marks(page: Sheet) -> Iterator[Finding]:
    there = {
        f"{source.thread.partition(':')[0]}:{post}" for source in page.answer.sources for post in source.posts
    }
    lines = page.text.splitlines()
    for placed in page.passages():
        for post in placed.passage.origin:
            if post not in there:
                yield Finding(
                    check="traceable",
                    path=page.path,
                    line=_mark_line(lines, placed),
                    what=f"comes from {post}, which none of the page's `sources` has",
                    todo="mend the mark, or add the post to its conversation",
                )
        if not _is_marked(lines, placed):
            yield Finding(
                check="traceable",
                path=page.path,
                line=placed.line,
                what="this passage does not say where it is from",
                todo="end it with a line <!-- staff -->, or with <!-- from: source:post -->",
            )


def _mark_line(lines: list[str], placed: Placed) -> int:
    """1-based; that of the passage where it has no mark."""
    after = placed.line + placed.passage.text.count("\n")
    while after < len(lines) and not lines[after].strip():
        after += 1
    return after + 1 if after < len(lines) and lines[after].startswith("<!--") else placed.line


def _is_marked(lines: list[str], placed: Placed) -> bool:
    return _mark_line(lines, placed) != placed.line


def _rewritten(page: Sheet, old: Sheet) -> Iterator[Finding]:
    before = _said(old)
    for placed in page.passages():
        origin = placed.passage.origin
        own = _words(placed.passage.text)
        if not origin or not own:
            continue
        new = own - set().union(*(before.get(post, set()) for post in origin))
        if not new or (not any(post in before for post in origin) and page.generated != old.generated):
            continue  # from a post that was not used before: taken from what Harvest proposed
        mostly = len(new) >= MOSTLY * len(own)
        yield Finding(
            check="traceable",
            path=page.path,
            line=placed.line,
            what="most of this is not what the post says that it comes from"
            if mostly
            else "was changed, and is still marked as the post's own words",
            todo="mark what you wrote as <!-- staff -->",
            severity=Severity.ERROR if mostly else Severity.WARNING,
        )


def _said(page: Sheet) -> Mapping[str, set[str]]:
    """By post, the words that the page had from it."""
    found: dict[str, set[str]] = {}
    for section in page.answer.sections:
        for passage in section.passages:
            for post in passage.origin:
                found.setdefault(post, set()).update(_words(passage.text))
    return found


def _words(text: str) -> set[str]:
    """The numbers of steps are not among them."""
    return set(vocabulary.words(_STEP.sub("", text)))
