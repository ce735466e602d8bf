"""Feeds: which pages are to be read, and how far that has come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harvest.errors import FetchError
from harvest.sources.live.qapage import feeds
from harvest.sources.live.qapage.feeds import Entry
from harvest.sources.live.qapage.pages import Pages, Thread, id_at
from harvest.sources.live.qapage.progress import Progress
from harvest.sources.live.refusal import GoneError, LaterError, LedAwayError
from harvest.sources.live.service import Step
from harvest.sources.qapage.seen import address_key
from harvest.sources.qapage.webpage import same_host
from harvest.sources.webxml import NotXmlError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from harvest.sources.live.answers import Answer
    from harvest.sources.live.service import Ask

DEEP: Final = 3
"""Lists of sitemaps in lists of sitemaps."""
OFTEN: Final = 20
"""After so many pages it is remembered how far the run has come."""
DOWN: Final = 3
"""Pages in a row that cannot be read, after which the whole site counts as down."""


@dataclass(slots=True)
class Crawl:
    """One run over the feeds."""

    ask: Ask
    error: FetchError | None = None
    """The first page or feed that could not be read, although others could."""
    _pages: Pages = field(init=False)
    _errors: int = 0
    _failures: int = 0
    """Pages in a row that could not be read."""

    def __post_init__(self) -> None:
        self._pages = Pages(self.ask)

    async def feed(self, address: str, depth: int) -> AsyncIterator[Step]:
        """A feed, the feeds in it, and their pages. Raises FetchError."""
        await self._pages.robots.learn(address)
        if not self._pages.robots.allow(address):
            raise FetchError(
                "robots.txt does not allow to read this feed", where=address, todo="ask its owner"
            )
        key = f"feed:{address}"
        progress = Progress.of(self.ask.cursor(key), self.ask.since)
        found, validators = await self._feed(address, progress.validators)
        wanted = [entry for entry in found or () if self._is_wanted(entry, address)]
        try:
            for number, entry in enumerate(self._due(wanted, progress), start=1):
                async for step in self._entry(entry, progress, depth):
                    yield step
                if number % OFTEN == 0:
                    yield Step(cursors={key: progress.cursor})
        except FetchError:
            yield Step(cursors={key: progress.cursor})
            raise
        if found is not None:
            progress.through(wanted, validators)
        if progress.cursor != self.ask.cursor(key):
            yield Step(cursors={key: progress.cursor})

    async def _entry(self, entry: Entry, progress: Progress, depth: int) -> AsyncIterator[Step]:
        """A page, or a feed in a feed."""
        if not entry.is_feed:
            if step := await self._page(entry, progress):
                yield step
            return
        before = self._errors
        try:
            if depth < DEEP:
                async for step in self.feed(entry.url, depth + 1):
                    yield step
        except (LaterError, _DownError):
            raise
        except FetchError as error:
            self._note(error)
        if self._errors == before:
            progress.done(entry, "")
        else:
            progress.failed(entry)

    async def _feed(self, address: str, validators: str) -> tuple[tuple[Entry, ...] | None, str]:
        """What a feed says (None: it is as it was), and its validators."""
        read: list[tuple[Entry, ...]] = []

        def wrong(answer: Answer) -> str:
            try:
                read[:] = [feeds.read(answer.body, answer.url, self.ask.web.now())]
            except NotXmlError as error:
                return str(error)
            return ""

        answer = await self._pages.get(address, validators, wrong)
        return (read[0] if read else None), answer.validators

    def _is_wanted(self, entry: Entry, feed: str) -> bool:
        """Whether an address of a feed is one that may be read, and is meant to be."""
        address = entry.url
        if not same_host(address, feed):
            self.ask.report.skipped("address on another host than its feed")
            return False
        below = self.ask.source.url.partition("{id}")[0]
        if below and not entry.is_feed and not _lies_below(address, below):
            self.ask.report.skipped("address outside of the source's `url`")
            return False
        if not self._pages.robots.allow(address):
            self.ask.report.skipped("address that robots.txt does not allow")
            return False
        return True

    def _due(self, entries: Sequence[Entry], progress: Progress) -> list[Entry]:
        """What is to be read: first what could not be read the last time."""
        by_url = {entry.url: entry for entry in entries}
        again = [by_url.get(url, Entry(url=url)) for url in progress.again if self._pages.robots.allow(url)]
        return list(dict.fromkeys((*again, *progress.due(entries))))

    async def _page(self, entry: Entry, progress: Progress) -> Step | None:
        """One page of a feed; `progress` learns what became of it. Raises FetchError."""
        if address_key(entry.url) in self._pages.read:
            progress.done(entry, progress.known(entry))
            return None
        try:
            thread = await self._pages.thread(entry.url, progress.known(entry))
        except LaterError:
            raise
        except GoneError:
            thread = Thread(Step(gone=(id_at(entry.url),)))
        except FetchError as error:
            if isinstance(error, LedAwayError) and error.for_good:
                self.ask.report.skipped(f"page that has moved away ({error.reason})")
                thread = Thread(Step(gone=(id_at(entry.url),)))
            else:
                self._failed(error, entry, progress)
                return None
        self._failures = 0
        progress.done(entry, thread.validators)
        return thread.step

    def _failed(self, error: FetchError, entry: Entry, progress: Progress) -> None:
        """A page could not be read. Raises _DownError where it is not the page's fault."""
        self._note(error)
        if not progress.failed(entry):
            self.ask.report.skipped("page that could not be read in many runs")
        self._failures += 1
        if self._failures >= DOWN:
            raise _DownError(error.what, where=error.where, todo=error.todo)

    def _note(self, error: FetchError) -> None:
        self.error = self.error or error
        self._errors += 1


class _DownError(FetchError):
    """Page after page cannot be read."""


def _lies_below(address: str, base: str) -> bool:
    below = address_key(base)
    here = address_key(address)
    return (
        here == below
        or here.startswith(f"{below}/")
        or (base.endswith(tuple("/=?")) and here.startswith(below))
    )
