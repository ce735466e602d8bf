"""What to do about a query that found nothing.

Policy. The search that failed on the site knew the pages of that day: asked again, it may find one by now.
Else the lake is asked. A conversation holds more of its askers' words than the page that was made of it. So
where one that is surely meant belongs to a page, that page should have matched and gets the phrase; where it
has an answer and no page, it should become one. All are proposals: a wrong one costs a person a look, a
missed one leaves a page unfound by words that many use.

"Surely" is what the search calls sure (`ranking.SURE`). Below that the nearest page is named and nothing
proposed, because it is seldom the right one: for 1 in 10 of StackFAQ's questions where half had no page,
wherever between 32 and 96 a second bar was put, and for 1 in 10 of the sample's golden queries. Where a
conversation was sure and no page was, it was the right one for 6 of 8 of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from harvest.misses.spelling import without_masks
from harvest.search import ranking

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harvest.misses.tally import Miss
    from harvest.search import Index


class Kind(StrEnum):
    """What to do."""

    FOUND = "found"
    """See that the page which is found by now answers it."""
    PHRASE = "phrase"
    """Add the words to a page's `asked_as`."""
    DRAFT = "draft"
    """Make a page of a conversation."""
    UNANSWERED = "unanswered"
    """Answer it: nobody has."""


@dataclass(frozen=True, slots=True)
class Near:
    """A page or a conversation that comes near."""

    ref: str
    title: str
    sure: int
    """0 to 256, as the search counts."""

    @property
    def is_meant(self) -> bool:
        """Whether the search would show it as an answer."""
        return self.sure >= ranking.SURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A miss, and what to do about it."""

    miss: Miss
    kind: Kind
    phrase: str
    """The customers' words without masks: what to add to `asked_as`."""
    page: Near | None
    """The page that should have matched, else the nearest; None where no page has any of the words."""
    thread: Near | None
    """The nearest conversation that has an answer or a page, likewise."""
    but: str
    """Why no page is made of that conversation by itself; "" where one would be."""
    waiting: Near | None
    """The nearest conversation that waits for an answer, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is to find."""

    pages: Index
    """Under their paths."""
    threads: Index
    """Conversations that have an answer or a page, under their refs."""
    waiting: Index
    """Those that wait for an answer."""
    page_of: Mapping[str, str]
    """Of `threads` those that belong to a page, and its path."""
    but: Mapping[str, str]
    """Of `threads` those of which no page would be made by itself, and why."""


def advise(miss: Miss, known: Known) -> Advice:
    """What to do about `miss`."""
    phrase = without_masks(miss.words)
    page, thread, silent = (_nearest(index, phrase) for index in (known.pages, known.threads, known.waiting))
    kind = Kind.UNANSWERED
    if page and page.is_meant:
        kind = Kind.FOUND
    elif thread and thread.is_meant:
        kind = Kind.DRAFT
        if path := known.page_of.get(thread.ref):
            kind = Kind.PHRASE
            title = next((each.title for each in known.pages.pages if each.ref == path), thread.title)
            page = Near(path, title, thread.sure)
    return Advice(
        miss=miss,
        kind=kind,
        phrase=phrase,
        page=page,
        thread=thread,
        but=known.but.get(thread.ref, "") if thread else "",
        waiting=silent,
    )


def _nearest(index: Index, phrase: str) -> Near | None:
    hits = index.search(phrase, limit=1).hits
    return Near(hits[0].page.ref, hits[0].page.title, hits[0].sure) if hits else None
