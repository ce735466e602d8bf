"""Stack Exchange's API v2.3: a hundred questions with all their answers and comments in one request.

Questions come with the newest activity first, down to where the last walk began. A page is asked for by the
time of activity at which it begins (`max`), not by its number: nothing is lost while questions move, and the
pages beyond the 25th, which need a key, are never needed. https://api.stackexchange.com/docs
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from harvest.sources.live.refusal import GoneError
from harvest.sources.live.service import Host, Step
from harvest.sources.live.stackexchange.asking import (
    API,
    QUESTIONS,
    SOME_QUESTIONS,
    TAGS,
    batches,
    filter_key,
    site_of,
)
from harvest.sources.live.stackexchange.questions import whole
from harvest.sources.live.walk import Walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from harvest.config import Source
    from harvest.config.fetching import Fetch
    from harvest.sources.live.service import Ask, Known
    from harvest.sources.live.stackexchange.asking import Raw, Site

PAUSE: Final = 0.2
"""Seconds between two requests: who makes more than 30 in a second is cut off."""


class StackExchange:
    """Questions of a site, by tag, with what everybody may read under them."""

    format: Final = "stackexchange"

    def host(self, source: Source, fetch: Fetch) -> Host:
        """A key is optional: it raises the daily quota, and shows nothing more."""
        return Host(
            source=source.name,
            title="Stack Exchange",
            base=fetch.api or API,
            token=fetch.token,
            needs="the key of an application registered at https://stackapps.com/apps/oauth/register",
            pause=PAUSE,
            internal=fetch.internal,
            status_key="error_id",
        )

    async def news(self, ask: Ask) -> AsyncIterator[Step]:
        """The questions of each tag; without any, all of the site."""
        site = await site_of(ask)
        if not ask.cursor(filter_key(ask)):
            yield Step(cursors={filter_key(ask): site.filter})
        read: set[tuple[str, int]] = set()
        """Questions of this run and their last activity: a question may have several of the tags."""
        for tags in ask.fetch.tags or ("",):
            async for step in _walk(site, tags, read):
                yield step

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """A hundred in one request. What does not come back was deleted, merged or moved."""
        ids = list(dict.fromkeys(one.id for one in known if one.id.isdecimal()))
        site = await site_of(ask) if ids else None
        for batch in batches(ids):
            if site is None:
                break
            found = await site.all(SOME_QUESTIONS, batch, {"sort": "activity"})
            step = await whole(site, SOME_QUESTIONS, found)
            came = {str(question.get("question_id")) for question in found}
            yield replace(step, gone=(*step.gone, *(one for one in batch if one not in came)))


async def _walk(site: Site, tags: str, read: set[tuple[str, int]]) -> AsyncIterator[Step]:
    """The questions that have all of `tags`, newest activity first, down to where the last walk began.

    Neither a new comment nor an accepted answer moves a question up; so all of the first page is read, not
    only what is newer than the last walk: it costs no request more.
    """
    key = f"site:{site.name}:{tags}"
    cursor = site.ask.cursor(key)
    since = int(site.ask.since.timestamp()) if site.ask.since else 0
    walk = Walk.read(cursor, str(since or ""))
    most, number = _place(walk.at)
    asked: dict[str, str | int] = {"sort": "activity", "order": "desc"}
    asked |= {"tagged": tags} if tags else {}
    asked |= {"min": since} if since else {}
    top = ""
    while True:
        bounds = {"max": most, "page": number} if most else {"page": number}
        questions, more = await site.page(QUESTIONS, (), asked | bounds)
        if not questions and not cursor:
            await _tags_exist(site, tags)
        fresh = [one for one in questions if _state(one) not in read]
        read |= set(map(_state, fresh))
        yield await whole(site, QUESTIONS, fresh)
        times = [activity for one in questions if (activity := _activity(one))]
        top = top or str(max(times, default=""))
        last = min(times, default=0)
        if not more or (walk.since.isdecimal() and last < int(walk.since)):
            break
        # one more than the last, because what happened in the same second may be on both pages
        most, number = (last + 1, 1) if last and (not most or last + 1 < most) else (most, number + 1)
        walk = walk.on(f"{most} {number}", top)
        yield Step(cursors={key: walk.cursor})
    yield Step(cursors={key: walk.through(top).cursor})


def _place(at: str) -> tuple[int, int]:
    """Where a walk goes on: its `max` (0 for none), and which page of that.

    The page before is read again: what has moved up since has pulled the others along.
    """
    most, _, number = at.partition(" ")
    if not (most.isdecimal() and number.isdecimal()):
        return 0, 1
    return int(most), max(1, int(number) - 1)


async def _tags_exist(site: Site, tags: str) -> None:
    """Raise GoneError where one of the tags is not there: the API answers such a question with nothing."""
    names = [name for tag in tags.split(";") if (name := tag.strip().lower())]
    found = {one.get("name") for one in await site.all(TAGS, names, {})} if names else set()
    for name in names:
        if name not in found:
            raise GoneError(
                f"the site {site.name} has no tag {name!r}",
                where=f"{site.ask.web.host.base}{QUESTIONS}",
                todo=f"correct the `fetch: tags` of the source {site.ask.source.name}",
            )


def _state(question: Raw) -> tuple[str, int]:
    """What was read of a question, so that it is read once."""
    return str(question.get("question_id")), _activity(question)


def _activity(question: Raw) -> int:
    """When something last happened in a question, in seconds since 1970; 0 where it does not say."""
    found = question.get("last_activity_date")
    return found if isinstance(found, int) and found > 0 else 0


SERVICE: Final = StackExchange()
