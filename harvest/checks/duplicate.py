"""Whether another page answers the same question."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from harvest import duplicates, vocabulary
from harvest.checks.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harvest.checks.knowledge import Knowledge, Sheet

FIRST: Final = 3
"""Where the search must find the other page, by this one's title, before a likeness is sure."""


def duplicate(known: Knowledge) -> Iterator[Finding]:
    """No other page has the same title, nor a title or phrases that ask the same.

    Policy. A false alarm would keep a good page from customers, so only what is sure fails: the same words in
    the title, or a likeness (`harvest.duplicates.groups`) that the search agrees with. What only one of them
    says is told. A miss leaves two pages, which somebody can join later. Two pages that were both there
    before are never an error, nor is anything where nobody compares: who changes a word in one of them must
    not have to join them first.
    """
    pages = [page for page in known.pages if not page.over]
    old = {page.path for page in known.before} if known.before is not None else {page.path for page in pages}
    looked_at = {page.path for page in known.changed}
    told: set[frozenset[str]] = set()
    for one, other, sure, what in (*_same_title(pages), *_alike(known, pages), *_same_thread(pages)):
        here, there = sorted((one, other), key=lambda page: (page.path in old, page.path not in looked_at))
        pair = frozenset((one.path, other.path))
        if here.path not in looked_at or pair in told:
            continue
        told.add(pair)
        new = here.path not in old
        yield Finding(
            check="duplicate",
            path=here.path,
            line=here.line_of("title"),
            what=f"{what} {there.path}",
            todo="add what is new to that page, or say in the title what is different",
            severity=Severity.ERROR if new and sure else Severity.WARNING,
        )
    yield from _recognised(known, pages, told)


_Pair = tuple["Sheet", "Sheet", bool, str]


def _pairs(groups: Iterable[list[Sheet]]) -> Iterator[tuple[Sheet, Sheet]]:
    """Each page with the first of its group: many that are the same need no finding for every two."""
    for group in groups:
        for other in group[1:]:
            yield group[0], other


def _same_title(pages: list[Sheet]) -> Iterator[_Pair]:
    named: dict[tuple[str, ...], list[Sheet]] = defaultdict(list)
    for page in pages:
        words = vocabulary.words(page.answer.title)
        named[(page.answer.product, *(words or [page.answer.title]))].append(page)
    for one, other in _pairs(named.values()):
        yield one, other, True, "has the title of"


def _alike(known: Knowledge, pages: list[Sheet]) -> Iterator[_Pair]:
    by_path = {page.path: page for page in pages}
    groups = duplicates.groups([_question(page) for page in pages])
    for one, other in _pairs([by_path[path] for path in group] for group in groups):
        found = {*known.find(one.answer.title)[:FIRST]} & {*known.find(other.answer.title)[:FIRST]}
        yield one, other, {one.path, other.path} <= found, "asks the same as"


def _same_thread(pages: list[Sheet]) -> Iterator[_Pair]:
    made: dict[str, list[Sheet]] = defaultdict(list)
    for page in pages:
        for source in page.answer.sources:
            made[source.thread].append(page)
    for one, other in _pairs(made.values()):
        yield one, other, False, "comes from the same conversation as"


def _question(page: Sheet) -> duplicates.Question:
    """Its title, and how people asked."""
    said = vocabulary.words(" ".join((page.answer.title, *page.answer.asked_as)))
    return duplicates.Question(
        ref=page.path,
        words=tuple(word for word in said if vocabulary.tells(word)),
        product=page.answer.product,
        ask=tuple(vocabulary.words(page.answer.title)),
    )


def _recognised(known: Knowledge, pages: list[Sheet], told: set[frozenset[str]]) -> Iterator[Finding]:
    """New pages that are asked with the phrases of one that was there."""
    old = {page.path for page in known.before or ()}
    new = [page for page in known.changed if page.path not in old and not page.over]
    if known.before is None or not new:
        return
    shelf = [
        duplicates.Page(
            page.path,
            tuple(tuple(vocabulary.words(phrase)) for phrase in (page.answer.title, *page.answer.asked_as)),
            page.answer.product,
        )
        for page in pages
        if page.path in old
    ]
    found = duplicates.recognise([_question(page) for page in new], shelf)
    for page in new:
        there = found.get(page.path)
        if there and frozenset((page.path, there.page)) not in told:
            yield Finding(
                check="duplicate",
                path=page.path,
                line=page.line_of("title"),
                what=f"is asked with words of {there.page}: {', '.join(there.words[:FIRST])}",
                todo="see whether that page answers it",
                severity=Severity.WARNING,
            )
