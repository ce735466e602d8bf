"""Conversations on pages: read from their first page to their last, and looked at again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from harvest.sources.fields import BadRow
from harvest.sources.live.qapage.robots import AGENT, Robots, refusal
from harvest.sources.live.refusal import GoneError, LedAwayError, RefusedError
from harvest.sources.live.service import Step
from harvest.sources.qapage import askbot
from harvest.sources.qapage.conversation import Conversation
from harvest.sources.qapage.seen import (
    NoConversationError,
    Seen,
    address_key,
    conversation_id,
    following,
    goes_on,
    seen,
)
from harvest.sources.qapage.webpage import parsed, same_host
from harvest.sources.webxml import NotXmlError

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.sources.live.answers import Answer
    from harvest.sources.live.service import Ask, Known

MOST_PAGES: Final = 500
"""Of one conversation."""

_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_NO_PAGE: Final = re.compile(
    r"(?:image|video|audio|font)/|application/(?:pdf|zip|octet-stream)|text/(?:css|csv|calendar)"
)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_CLOSED: Final = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS}


@dataclass(slots=True)
class Thread:
    """What came of reading a conversation."""

    step: Step
    validators: str = ""
    """Of its page, where that is all of it."""


@dataclass(slots=True)
class Pages:
    """What one run is shown of a site."""

    ask: Ask
    robots: Robots = field(init=False)
    read: set[str] = field(default_factory=set)
    """Pages that this run has read already, by their `address_key`."""
    _shown: bool = False
    """Whether this run was shown any page."""

    def __post_init__(self) -> None:
        self.robots = Robots(self.ask.web)

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
            thread = await self.thread(one.url, known, moved_is_gone=True)
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
        return any(same_host(address, feed) for feed in self.ask.fetch.feeds)

    async def thread(self, address: str, known: str = "", *, moved_is_gone: bool = False) -> Thread:
        """The conversation at an address. Raises FetchError.

        `moved_is_gone`: a redirect to a page with no conversation means that it is not there any more.
        """
        self.ask.reading(address)
        self.read.add(address_key(address))
        answer = await self.get(address, known, _wrong_page)
        self._shown = True
        if answer.unchanged:
            return Thread(Step(), known)
        if answer.kind not in _HTML and _NO_PAGE.match(answer.kind):
            self.ask.report.skipped("file that is no web page")
            return Thread(Step(), answer.validators)
        own = {id_at(address), id_at(answer.url)}
        try:
            first = self._seen(answer)
        except BadRow as bad:
            self.ask.report.bad(1, str(bad))
            return Thread(Step(), answer.validators)
        except NoConversationError as none:
            self.ask.report.skipped(str(none))
            moved = moved_is_gone and address_key(answer.url) != address_key(address)
            return Thread(Step(gone=tuple(sorted(own)) if none.closed or moved else ()), answer.validators)
        begins = address_key(first.address)
        if first.page.is_later and begins != address_key(answer.url):
            if begins in self.read or not self.robots.allow(first.address):
                return Thread(Step(), answer.validators)
            return replace(await self.thread(first.address), validators="")
        self.read.add(begins)
        pages, is_all = await self._pages(first, answer)
        conversation = Conversation(self.ask.options, pages)
        posts = tuple(conversation.posts(self.ask.report, 1, ""))
        whole = (
            {conversation.id: frozenset(conversation.ids)}
            if posts and is_all and conversation.is_whole
            else {}
        )
        step = Step(posts=posts, whole=whole, gone=tuple(sorted(own - {conversation.id})))
        return Thread(step, answer.validators if len(pages) == 1 and not first.more else "")

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
                answer = await self.get(next_, "", _wrong_page)
                later = self._seen(answer, is_first=False)
            except (GoneError, LedAwayError, BadRow, NoConversationError):
                is_all = False
                break
            if not goes_on(first, later):
                break
            is_all = is_all and _is_complete(answer)
            pages.append(later)
            self.read.add(address_key(next_))
        return await self._filled(pages), is_all

    async def _filled(self, pages: list[Seen]) -> list[Seen]:
        """With what the pages cut short, where there is a feed that has it."""
        address = next((one.more for one in pages if one.more), "")
        if not address or not self.robots.allow(address):
            return pages
        try:
            answer = await self.get(address, "")
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

    async def get(self, address: str, known: str, wrong: Callable[[Answer], str] | None = None) -> Answer:
        """One answer, of the same host. Raises FetchError."""

        def away(to: str) -> str:
            if not same_host(to, address):
                return "another host"
            return "" if self.robots.allow(to) else "robots.txt"

        try:
            return await self.ask.web.get(address, known=known, wrong=wrong, away=away)
        finally:
            self.robots.rest(address)


def id_at(address: str) -> str:
    """The id of the conversation that begins at an address."""
    return conversation_id(address_key(address))


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
