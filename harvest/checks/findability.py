"""Whether customers' words find the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest import vocabulary
from harvest.checks.finding import Finding, Severity
from harvest.duplicates.question import ending_off
from harvest.errors import PageError
from harvest.pages.address import address_of, file_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harvest.checks.knowledge import Knowledge, Sheet

FIRST: Final = 3
"""So many results are seen without scrolling."""
RIVAL: Final = 0.5
"""Share of a phrase's words that a changed page must have before it may win by it."""
QUERIES: Final = "queries.yml"


def findability(known: Knowledge) -> Iterator[Finding]:
    """Its title and each of its `asked_as` find a page among the first three; golden queries hold.

    With `--against`, the phrases of all other pages are tried as well: what found its page before must find
    it now, or the page that has taken its place. A phrase is searched only where a changed page has half of
    its words: a page with less of them does not come before the one that has them all, in its title or among
    its phrases (and 40,000 searches take ten minutes). Where the vocabulary has changed, all are.

    Policy. A false alarm keeps a page back for one phrase, which can be taken out of it. A miss is a page
    that is there and is not found: the same as none. Of two pages that are asked with the same words, each is
    among the first three.
    """
    for query in known.unfound:
        yield Finding(
            check="findability",
            path=QUERIES,
            line=query.line,
            what=query.what,
            todo="give the page the words that are missing",
        )
    old = {page.path: page for page in known.before or ()}
    for page in known.changed:
        if not page.over:
            for phrase in dict.fromkeys(_phrases(page)):
                if not _finds(known, phrase, page.path):
                    yield _unfound(known, page, phrase, old.get(page.path))
    if known.before is not None:
        yield from _lost(known)


def _phrases(page: Sheet) -> tuple[str, ...]:
    return (page.answer.title, *page.answer.asked_as)


def _finds(known: Knowledge, phrase: str, path: str) -> bool:
    return path in known.find(phrase)[:FIRST]


def _found_before(known: Knowledge, phrase: str, path: str) -> bool:
    return known.find_before is not None and path in known.find_before(phrase)[:FIRST]


def _unfound(known: Knowledge, page: Sheet, phrase: str, before: Sheet | None) -> Finding:
    field = "title" if phrase == page.answer.title else "asked_as"
    lost = before is not None and _found_before(known, phrase, page.path)
    first = next(iter(known.find(phrase)), "")
    return Finding(
        check="findability",
        path=page.path,
        line=page.line_of(field, phrase),
        what=("this no longer finds" if lost else "this does not find")
        + " its page among the first three"
        + (f"; {first} comes first" if first else ""),
        todo="say on the page what they call it, or take the phrase out",
    )


def _lost(known: Knowledge) -> Iterator[Finding]:
    """What pages lost that the change did not touch, or that it took phrases from, or that it moved."""
    now = {page.path: page for page in known.pages}
    unread = {each.path for each in known.broken}
    moved = _successors(known)
    told = {page.path for page in known.changed}
    rivals = _Rivals(known)
    for page in known.before or ():
        here = now.get(page.path) or moved.get(page.path)
        if page.over or page.path in unread or here is None or here.over:
            continue  # gone on purpose, or told by another check
        if known.only is not None and here.path not in known.only:
            continue
        own = set(_phrases(here))
        for phrase in dict.fromkeys(_phrases(page)):
            if phrase in own and here.path in told:
                continue
            if here.path not in told and not rivals.may_win(phrase):
                continue
            if _finds(known, phrase, here.path):
                continue
            if not _found_before(known, phrase, page.path):
                continue
            taken_out = phrase not in own and here.path == page.path
            yield Finding(
                check="findability",
                path=here.path,
                line=here.line_of("asked_as" if phrase in here.answer.asked_as else "title", phrase),
                what=f'"{phrase}" no longer finds this page',
                todo="put the phrase back, if customers still say it"
                if taken_out
                else "see which page comes first instead, and what that one says that this one does not",
                severity=Severity.WARNING if taken_out else Severity.ERROR,
            )


class _Rivals:
    """The pages that are new or other than before, and for which phrases one of them may come first."""

    def __init__(self, known: Knowledge) -> None:
        self.all = known.vocabulary_before != known.vocabulary
        self.pages = [_bare(_texts(page)) for page in known.changed if not page.over]

    def may_win(self, phrase: str) -> bool:
        """Whether one of them has so much of the phrase that it is worth searching."""
        if self.all:
            return True
        words = _bare((phrase,))
        return any(len(words & page) >= RIVAL * len(words) for page in self.pages)


def _texts(page: Sheet) -> Iterator[str]:
    yield from (*_phrases(page), *page.answer.also_called, page.answer.topic, page.answer.product)
    yield from page.answer.tags
    for section in page.answer.sections:
        yield section.heading
        yield from (passage.text for passage in section.passages)


def _bare(texts: Iterable[str]) -> frozenset[str]:
    """The words that tell something, without their endings."""
    return frozenset(
        ending_off(word) for text in texts for word in vocabulary.words(text) if vocabulary.tells(word)
    )


def _successors(known: Knowledge) -> dict[str, Sheet]:
    """By its old path, the page that has taken a page's place."""
    claims: dict[str, Sheet] = {}
    for page in known.pages:
        for address in page.answer.redirect_from:
            try:
                claims[file_name(address, page.path)] = page
            except PageError:
                continue
    return {
        page.path: claims[name]
        for page in known.before or ()
        if (name := f"{address_of(page.path)}index.html") in claims
    }
