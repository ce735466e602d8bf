"""Discourse's lists of topics, and searches: which topics have something new."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from harvest.errors import FetchError
from harvest.sources.fields import mapping, sequence, time_or_none
from harvest.sources.live.discourse import topics
from harvest.sources.live.failures import Failures
from harvest.sources.live.refusal import GoneError
from harvest.sources.live.service import Step
from harvest.sources.live.walk import Walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import datetime

    from harvest.sources.live.service import Ask

SEARCHED: Final = 10
"""Discourse refuses to show more pages of a search."""

WAY, STUCK, PINNED = "way", "stuck", "pinned"
"""Cursors: whether the JSON was open when it was first asked, the topics that failed, and the activity of
pinned topics when they were read: they do not stand where their activity belongs."""

Raw = dict[str, object]


@dataclass(slots=True)
class _Place:
    """How far a walk through a list has come."""

    key: str
    walk: Walk
    since: datetime | None
    """Everything up to then was read by earlier walks."""
    page: int
    last: datetime | None
    """The activity of the topic that an earlier run of this walk read last."""
    number: str
    """And which topic that was; "" where unknown."""
    top: str = ""
    """The newest activity when it began."""

    @classmethod
    def read(cls, ask: Ask, key: str) -> _Place:
        """From the cursor."""
        walk = Walk.read(ask.cursor(key), ask.since.isoformat() if ask.since else "")
        page, last, topic = f"{walk.at}  ".split(" ")[:3]
        number = max(0, int(page) - 1) if page.isdecimal() else 0
        return cls(key, walk, time_or_none(walk.since), number, time_or_none(last), topic)

    def is_below(self, rows: Sequence[Raw]) -> bool:
        """Whether everything on the page is older than what was read last."""
        lively = [one for one in rows if not _pinned(one)]
        return not lively or _later(self.last, _activity(lively[0]))

    def is_through(self, rows: Sequence[Raw]) -> bool:
        """Whether the page ends with what earlier walks have read."""
        lively = [one for one in rows if not _pinned(one)]
        end = _activity(lively[-1]) if lively else None
        return bool(self.since and end and end <= self.since)


class Run:
    """One run over the lists that are configured."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._doors = topics.Doors(ask)
        self._read: set[tuple[str, str]] = set()
        """Topics of this run and their last activity: a topic may stand in several lists."""
        self._pinned = _found(ask.cursor(PINNED))
        self._failed = Failures()
        self._stuck = dict.fromkeys(ask.cursor(STUCK).split())
        """Topics that failed, now or in earlier runs, and were not read since."""

    async def all(self) -> AsyncIterator[Step]:
        """Lists, searches, and what failed in earlier runs. Raises FetchError at the end, if any failed."""
        earlier = list(self._stuck)
        async for key, path in _lists(self._ask):
            async for step in self._walk(key, path):
                yield step
        for query in self._ask.fetch.queries:
            async for step in self._search(query):
                yield step
        for number in earlier:
            if number in self._stuck and number not in self._failed.by_conversation:
                async for step in self._topic(number):
                    yield step
        self._failed.tell()

    async def _walk(self, key: str, path: str) -> AsyncIterator[Step]:
        """A list of topics, down to where the last walk began.

        It goes on after the topic that was read last. Topics move down when others get new posts: so the page
        before is read again. They move up when others are deleted: so a page is looked at again before the
        next one, and a walk that finds itself too far down goes back.
        """
        ask, at = self._ask, _Place.read(self._ask, key)
        back, again, before = at.last is not None, False, list[str]()
        while True:
            asked: dict[str, str | int] = {"page": at.page, "order": "activity"}
            listed = mapping((await ask.web.object(path, asked, has="topic_list"))["topic_list"])
            yield Step(cursors={WAY: "json"})
            rows = [mapping(each) for each in sequence(listed.get("topics"))]
            if back and at.page and at.is_below(rows):
                at.page //= 2
                continue
            back, at.top = False, at.top or _top(rows, ask.web.now())
            fresh = False
            async for step in self._rows(at, rows):
                fresh = fresh or bool(step.posts or step.whole or step.gone)
                yield step
            more, numbers = listed.get("more_topics_url"), [str(one.get("id")) for one in rows]
            if at.is_through(rows) or not rows or not more or (numbers == before and not again):
                break
            again = fresh and not again
            at.page, before = (at.page, before) if again else (at.page + 1, numbers)
            path = _moved(path, more, ask.web.host.base)
        yield Step(cursors={key: at.walk.through(at.top).cursor})

    async def _rows(self, at: _Place, rows: Sequence[Raw]) -> AsyncIterator[Step]:
        """The topics on a page of a list; what is pinned comes last, and holds nothing up."""
        for one in sorted(rows, key=_pinned):
            activity = _activity(one)
            if self._was_read(one, at) or (at.since and activity and activity <= at.since):
                continue
            async for step in self._listed(one):
                yield step
            if _pinned(one):
                self._pinned[str(one.get("id"))] = str(activity)
                yield Step(cursors={PINNED: json.dumps(self._pinned)})
            elif activity:
                mark = f"{at.page} {activity.isoformat()} {one.get('id')}"
                at.walk = at.walk.on(mark, at.top)
                yield Step(cursors={at.key: at.walk.cursor})

    def _was_read(self, listed: Raw, at: _Place) -> bool:
        """Whether an earlier part of the walk has read it."""
        number, activity = str(listed.get("id")), _activity(listed)
        if _pinned(listed):
            return self._pinned.get(number) == str(activity)
        return _later(activity, at.last) or (
            activity is not None and (number, activity) == (at.number, at.last)
        )

    async def _search(self, query: str) -> AsyncIterator[Step]:
        """The topics that a search finds, of which something is new.

        A search has no order to stop at, and may find an old topic because its answer was accepted, which is
        no activity: so the last search is remembered.
        """
        ask, key = self._ask, f"query:{query}"
        read = _found(ask.cursor(key))
        found: dict[str, str] = {}
        for page in range(1, SEARCHED + 1):
            asked: dict[str, str | int] = {"q": query, "page": page}
            answer = await ask.web.object("/search.json", asked, has="grouped_search_result", limit="search")
            yield Step(cursors={WAY: "json"})
            grouped = mapping(answer["grouped_search_result"])
            if isinstance(error := grouped.get("error"), str) and error:
                what = f"Discourse does not search: {ask.web.host.one_line(error)}"
                raise FetchError(what, where=f"{ask.web.host.base}/search.json", todo="run it again later")
            for one in map(mapping, sequence(answer.get("topics"))):
                number, activity = str(one.get("id")), _activity(one)
                found[number] = activity.isoformat() if activity else ""
                old = ask.since and activity and activity <= ask.since and not ask.cursor(key)
                if old or (activity and read.get(number) == found[number]):
                    continue
                async for step in self._listed(one):
                    yield step
                read[number] = found[number]
                yield Step(cursors={key: json.dumps(read)})
            if not grouped.get("more_full_page_results"):
                break
        else:
            ask.report.skipped(f"the rest of a search that finds more than Discourse shows: {query}")
        yield Step(cursors={key: json.dumps(found)})

    async def _listed(self, listed: Raw) -> AsyncIterator[Step]:
        """A topic of a list, unless this run has read it already, or it is not for everybody."""
        number, seen = str(listed.get("id")), str(_activity(listed))
        if (
            not number.isdecimal()
            or (number, seen) in self._read
            or listed.get("archetype") == "private_message"
        ):
            return
        self._read.add((number, seen))
        async for step in self._topic(number):
            yield step

    async def _topic(self, number: str) -> AsyncIterator[Step]:
        async for step in self._failed.but_for(number, topics.read(self._ask, number, self._doors)):
            yield step
        was = list(self._stuck)
        if number in self._failed.by_conversation:
            self._stuck[number] = None
        else:
            self._stuck.pop(number, None)
        if was != list(self._stuck):
            yield Step(cursors={STUCK: " ".join(self._stuck)})


async def _lists(ask: Ask) -> AsyncIterator[tuple[str, str]]:
    """The key and the path of every list of topics."""
    fetch = ask.fetch
    if not (fetch.tags or fetch.categories or fetch.queries):
        yield "latest", "/latest.json"
        return
    for tag in fetch.tags:
        yield f"tag:{tag}", f"/tag/{quote(tag, safe='')}.json"
    if fetch.categories:
        places = await _categories(ask)
        for category in fetch.categories:
            place = places.get(category.lower(), category if category.isdecimal() else "")
            if not place:
                raise GoneError(
                    f"there is no category {category!r}",
                    where=f"{ask.web.host.base}/categories.json",
                    todo="write its slug or its number",
                )
            # not the category's front page: that may be ordered by another thing than activity
            yield f"category:{place.rpartition('/')[2]}", f"/c/{quote(place)}/l/latest.json"


async def _categories(ask: Ask) -> dict[str, str]:
    """What a category may be called in mkdocs.yml (slug, name or number), and its place: `slugs/number`."""
    asked = {"include_subcategories": "true"}
    found = await ask.web.object("/categories.json", asked, has="category_list")
    waiting = [("", each) for each in sequence(mapping(found["category_list"]).get("categories"))]
    places: dict[str, str] = {}
    for above, each in waiting:
        category = mapping(each)
        number = str(category.get("id"))
        slug = category.get("slug") or f"{number}-category"
        waiting += [(f"{above}{slug}/", below) for below in sequence(category.get("subcategory_list"))]
        for name in (number, category.get("slug"), category.get("name"), f"{above}{slug}"):
            if isinstance(name, str) and name:
                places.setdefault(name.lower(), f"{above}{slug}/{number}")
    return places


def _moved(path: str, more: object, base: str) -> str:
    """Where the list goes on: the address of a tag leads to another one, and loses the page on the way."""
    folder = urlsplit(base).path
    place = more.partition("?")[0] if isinstance(more, str) else ""
    if not place.startswith(f"{folder}/") or place.startswith("//"):
        return path
    return place.removeprefix(folder).removesuffix(".json") + ".json"


def _found(cursor: str) -> dict[str, str]:
    """Topics that a search has found, and their last activity. What is damaged counts as none."""
    try:
        found = json.loads(cursor)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _pinned(listed: Raw) -> bool:
    return bool(listed.get("pinned") or listed.get("pinned_globally"))


def _activity(listed: Raw) -> datetime | None:
    """When something last happened in a topic; None where the list does not say."""
    times = (time_or_none(listed.get(name)) for name in ("bumped_at", "last_posted_at", "created_at"))
    return next((each for each in times if each), None)


def _top(rows: Sequence[Raw], now: datetime) -> str:
    """The newest activity, from which the next walk's end is known; "" where there is none.

    One in the future is no measure: all that comes until then would be older.
    """
    past = [activity for one in rows if (activity := _activity(one)) and activity <= now]
    return max(past).isoformat() if past else ""


def _later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one > other
