"""Any forum: pages that say what they hold, found from sitemaps and feeds, as far as robots.txt allows.

Pages of the same host as their feed only. One page is one conversation, or its beginning: the pages that
follow it are read with it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from harvest.errors import FetchError
from harvest.sources import askbot
from harvest.sources.fields import BadRow
from harvest.sources.live import feeds
from harvest.sources.live.feeds import Entry
from harvest.sources.live.progress import Progress
from harvest.sources.live.refusal import GoneError, LaterError, LedAwayError, RefusedError
from harvest.sources.live.robots import AGENT, Robots, refusal
from harvest.sources.live.service import Host, Known, Step
from harvest.sources.qapage import (
    Conversation,
    NoConversationError,
    Seen,
    address_key,
    conversation_id,
    following,
    goes_on,
    seen,
)
from harvest.sources.webpage import parsed, same_host
from harvest.sources.webxml import NotXmlError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from harvest.config import Source
    from harvest.sources.live.answers import Answer
    from harvest.sources.live.service import Ask

PAUSE: Final = 1.0
"""Seconds between two requests, where robots.txt asks for no more."""
MOST_PAGES: Final = 500
"""Of one conversation."""
DEEP: Final = 3
"""Lists of sitemaps in lists of sitemaps."""
OFTEN: Final = 20
"""After so many pages it is remembered how far the run has come."""
DOWN: Final = 3
"""Pages in a row that cannot be read, after which the whole site counts as down."""

_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_NO_PAGE: Final = re.compile(
    r"(?:image|video|audio|font)/|application/(?:pdf|zip|octet-stream)|text/(?:css|csv|calendar)"
)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_CLOSED: Final = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS}


class QaPages:
    """Conversations on pages of forums."""

    format: Final = "qapage"

    def host(self, source: Source) -> Host:
        """Everybody's view: there is no token."""
        fetch = source.fetch
        address = fetch.feeds[0] if fetch and fetch.feeds else source.url
        parts = urlsplit(address)
        return Host(
            source=source.name,
            title=parts.hostname or "the forum",
            base=f"{parts.scheme}://{parts.netloc}",
            pause=PAUSE,
            internal=bool(fetch and fetch.internal),
        )

    async def news(self, ask: Ask) -> AsyncIterator[Step]:
        """Every feed that is configured, one after the other."""
        crawl = _Crawl(ask)
        for address in ask.source.fetch.feeds if ask.source.fetch else ():
            async for step in crawl.feed(address, 0):
                yield step
        if crawl.error:
            raise crawl.error

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """One page after the other; each says itself whether it has changed."""
        crawl = _Crawl(ask)
        for one in known:
            found = await crawl.look_again(one)
            if found is not None:
                yield found


@dataclass(slots=True)
class _Thread:
    """What came of reading a conversation."""

    step: Step
    validators: str = ""
    """Of its page, where that is all of it."""


@dataclass(slots=True)
class _Crawl:
    """One run."""

    ask: Ask
    robots: Robots = field(init=False)
    error: FetchError | None = None
    """The first page or feed that could not be read, although others could."""
    _errors: int = 0
    _failures: int = 0
    """Pages in a row that could not be read."""
    _read: set[str] = field(default_factory=set)
    """Pages that this run has read already, by their `address_key`."""
    _shown: bool = False
    """Whether this run was shown any page."""

    def __post_init__(self) -> None:
        self.robots = Robots(self.ask.web)

    # ── feeds ────────────────────────────────────────────────────────────────────────────────────

    async def feed(self, address: str, depth: int) -> AsyncIterator[Step]:
        """A feed, the feeds in it, and their pages. Raises FetchError."""
        await self.robots.learn(address)
        if not self.robots.allow(address):
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

        answer = await self._get(address, validators, wrong)
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
        if not self.robots.allow(address):
            self.ask.report.skipped("address that robots.txt does not allow")
            return False
        return True

    def _due(self, entries: Sequence[Entry], progress: Progress) -> list[Entry]:
        """What is to be read: first what could not be read the last time."""
        by_url = {entry.url: entry for entry in entries}
        again = [by_url.get(url, Entry(url=url)) for url in progress.again if self.robots.allow(url)]
        return list(dict.fromkeys((*again, *progress.due(entries))))

    # ── pages ────────────────────────────────────────────────────────────────────────────────────

    async def _page(self, entry: Entry, progress: Progress) -> Step | None:
        """One page of a feed; `progress` learns what became of it. Raises FetchError."""
        if address_key(entry.url) in self._read:
            progress.done(entry, progress.known(entry))
            return None
        try:
            thread = await self._thread(entry.url, progress.known(entry))
        except LaterError:
            raise
        except GoneError:
            thread = _Thread(Step(gone=(_id_at(entry.url),)))
        except FetchError as error:
            if isinstance(error, LedAwayError) and error.for_good:
                self.ask.report.skipped(f"page that has moved away ({error.reason})")
                thread = _Thread(Step(gone=(_id_at(entry.url),)))
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

    async def look_again(self, one: Known) -> Step | None:
        """A conversation that is in the lake; None where nothing has become of it. Raises FetchError."""
        key = f"page:{one.id}"
        if not self._is_ours(one.url):
            return None
        await self.robots.learn(one.url)
        if not self.robots.allow(one.url):
            self.ask.report.skipped("address that robots.txt does not allow")
            return None
        known = self.ask.cursor(key)
        # should it come back as it was, it must be read and not only be unchanged
        lost = Step(gone=(one.id,), cursors={key: ""} if known else {})
        try:
            thread = await self._thread(one.url, known, moved_is_gone=True)
        except GoneError:
            return lost
        except LedAwayError as led:
            return lost if led.for_good else None
        except RefusedError as refused:
            # a site that shows nothing has shut us out; one that shows others has shut this page
            if refused.status in _CLOSED and self._shown:
                return lost
            raise
        step = thread.step
        if thread.validators == known and known and not step.posts:
            return None
        gone = tuple(id_ for id_ in step.gone if id_ != one.id)
        is_other = bool(step.posts) and step.posts[0].conversation != one.id
        if is_other or (step.gone and not step.posts):
            gone = (*gone, one.id)
        return replace(
            step, gone=gone, cursors={key: thread.validators} if thread.validators or known else {}
        )

    def _is_ours(self, address: str) -> bool:
        fetch = self.ask.source.fetch
        return any(same_host(address, feed) for feed in (fetch.feeds if fetch else ()))

    async def _thread(self, address: str, known: str = "", *, moved_is_gone: bool = False) -> _Thread:
        """The conversation at an address. Raises FetchError.

        `moved_is_gone`: a redirect to a page with no conversation means that it is not there any more.
        """
        self.ask.reading(address)
        self._read.add(address_key(address))
        answer = await self._get(address, known, _wrong_page)
        self._shown = True
        if answer.unchanged:
            return _Thread(Step(), known)
        if answer.kind not in _HTML and _NO_PAGE.match(answer.kind):
            self.ask.report.skipped("file that is no web page")
            return _Thread(Step(), answer.validators)
        own = {_id_at(address), _id_at(answer.url)}
        try:
            first = self._seen(answer)
        except BadRow as bad:
            self.ask.report.bad(1, str(bad))
            return _Thread(Step(), answer.validators)
        except NoConversationError as none:
            self.ask.report.skipped(str(none))
            moved = moved_is_gone and address_key(answer.url) != address_key(address)
            return _Thread(Step(gone=tuple(sorted(own)) if none.closed or moved else ()), answer.validators)
        begins = address_key(first.address)
        if first.page.is_later and begins != address_key(answer.url):
            if begins in self._read or not self.robots.allow(first.address):
                return _Thread(Step(), answer.validators)
            return replace(await self._thread(first.address), validators="")
        self._read.add(begins)
        pages, is_all = await self._pages(first, answer)
        conversation = Conversation(self.ask.options, pages)
        posts = tuple(conversation.posts(self.ask.report, 1, ""))
        whole = (
            {conversation.id: frozenset(conversation.ids)}
            if posts and is_all and conversation.is_whole
            else {}
        )
        step = Step(posts=posts, whole=whole, gone=tuple(sorted(own - {conversation.id})))
        return _Thread(step, answer.validators if len(pages) == 1 and not first.more else "")

    async def _pages(self, first: Seen, answer: Answer) -> tuple[list[Seen], bool]:
        """All pages of a conversation, and whether that is all of it."""
        pages, is_all = [first], _is_complete(answer)
        visited = {address_key(answer.url)}
        while next_ := following(pages[-1]):
            if address_key(next_) in visited:
                break
            if len(pages) == MOST_PAGES or not self.robots.allow(next_):
                is_all = False
                break
            visited.add(address_key(next_))
            try:
                answer = await self._get(next_, "", _wrong_page)
                later = self._seen(answer, is_first=False)
            except (GoneError, LedAwayError, BadRow, NoConversationError):
                is_all = False
                break
            if not goes_on(first, later):
                break
            is_all = is_all and _is_complete(answer)
            pages.append(later)
            self._read.add(address_key(next_))
        return await self._filled(pages), is_all

    async def _filled(self, pages: list[Seen]) -> list[Seen]:
        """With what the pages cut short, where there is a feed that has it."""
        address = next((one.more for one in pages if one.more), "")
        if not address or not self.robots.allow(address):
            return pages
        try:
            answer = await self._get(address, "")
            for one in pages:
                askbot.complete(one.main, answer.body)
        except (GoneError, LedAwayError, NotXmlError):
            return pages
        return [replace(one, more="") for one in pages]

    def _seen(self, answer: Answer, *, is_first: bool = True) -> Seen:
        """What a page says. Raises BadRow or NoConversationError.

        What a later page of a conversation says to robots is only about itself: many sites want only the
        first one found.
        """
        charset = _CHARSET.search(answer.headers.get("content-type", ""))
        page = parsed(answer.body, url=answer.url, charset=charset[1] if charset else "")
        word = refusal(answer.headers, page.metas("robots", AGENT)) if is_first else ""
        if word:
            raise NoConversationError(f"page that asks for {word}", closed=True)
        return seen(page)

    async def _get(self, address: str, known: str, wrong: Callable[[Answer], str] | None = None) -> Answer:
        """One answer, of the same host. Raises FetchError."""

        def away(to: str) -> str:
            if not same_host(to, address):
                return "another host"
            return "" if self.robots.allow(to) else "robots.txt"

        try:
            return await self.ask.web.get(address, known=known, wrong=wrong, away=away)
        finally:
            self.robots.rest(address)


class _DownError(FetchError):
    """Page after page cannot be read."""


def _id_at(address: str) -> str:
    return conversation_id(address_key(address))


def _lies_below(address: str, base: str) -> bool:
    below = address_key(base)
    here = address_key(address)
    return (
        here == below
        or here.startswith(f"{below}/")
        or (base.endswith(tuple("/=?")) and here.startswith(below))
    )


def _wrong_page(answer: Answer) -> str:
    """What cannot be a page of a forum: what servers show when they are down, or half a page of theirs."""
    if answer.kind in _HTML or not answer.kind:
        body = answer.body.lower()
        if not body.strip():
            return "nothing"
        return "" if b"href" in body or b"schema.org" in body else "a page without a single link"
    return "" if _NO_PAGE.match(answer.kind) else "something that is no page"


def _is_complete(answer: Answer) -> bool:
    """Whether the end of a page is there: a connection that breaks may look like one that ends."""
    return b"</html" in answer.body[-4096:].lower()


SERVICE: Final = QaPages()
