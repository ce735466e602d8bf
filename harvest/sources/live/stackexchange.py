"""Stack Exchange's API v2.3: a hundred questions with all their answers and comments in one request.

Questions come with the newest activity first, down to where the last walk began. A page is asked for by the
time of activity at which it begins (`max`), not by its number: nothing is lost while questions move, and the
pages beyond the 25th, which need a key, are never needed. https://api.stackexchange.com/docs
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from harvest.errors import FetchError
from harvest.sources.fields import BadRow, made_identifier, mapping, sequence
from harvest.sources.live.refusal import GoneError, RefusedError
from harvest.sources.live.service import Host, Known, Step
from harvest.sources.live.walk import Walk
from harvest.sources.stackexchange import Question

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence

    from harvest.config import Source
    from harvest.config.fetching import Fetch
    from harvest.model import Post
    from harvest.sources.live.service import Ask

    Params = Mapping[str, str | int]

API: Final = "https://api.stackexchange.com/2.3"
MOST: Final = 100
"""So many items come in one answer, and so many ids may be asked for at a time."""
PAUSE: Final = 0.2
"""Seconds between two requests: who makes more than 30 in a second is cut off."""

QUESTIONS: Final = "/questions"
SOME_QUESTIONS: Final = "/questions/{ids}"
ANSWERS: Final = "/questions/{ids}/answers"
COMMENTS: Final = "/posts/{ids}/comments"
TAGS: Final = "/tags/{ids}/info"
FILTERS: Final = "/filters/create"
METHODS: Final = (QUESTIONS, SOME_QUESTIONS, ANSWERS, COMMENTS, TAGS, FILTERS)
"""A request to wait (`backoff`) is about one of these; the daily quota is about all."""

_POST: Final = "body comments comment_count content_license creation_date link owner score"
FIELDS: Final = tuple(
    f"{kind}.{name}"
    for kind, names in {
        "": "backoff error_id error_message error_name has_more items quota_max quota_remaining",
        "question": f"{_POST} accepted_answer_id answer_count answers last_activity_date last_edit_date"
        " migrated_to question_id tags title",
        "answer": f"{_POST} answer_id last_edit_date question_id",
        "comment": "body comment_id content_license creation_date link owner post_id score",
        "shallow_user": "display_name link user_id user_type",
        "migration_info": "on_date question_id",
        "tag": "name",
        "filter": "filter",
    }.items()
    for name in names.split()
)
"""What is asked for, and nothing else. Texts come escaped (a *safe* filter), as in saved pages."""

Raw = dict[str, object]


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
        site = await _site(ask)
        if not ask.cursor(_filter_key(ask)):
            yield Step(cursors={_filter_key(ask): site.filter})
        read: set[tuple[str, int]] = set()
        """Questions of this run and their last activity: a question may have several of the tags."""
        for tags in ask.fetch.tags or ("",):
            async for step in _walk(site, tags, read):
                yield step

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """A hundred in one request. What does not come back was deleted, merged or moved."""
        ids = list(dict.fromkeys(one.id for one in known if one.id.isdecimal()))
        site = await _site(ask) if ids else None
        for batch in _batches(ids):
            if site is None:
                break
            found = await site.all(SOME_QUESTIONS, batch, {"sort": "activity"})
            step = await _step(site, SOME_QUESTIONS, found)
            came = {str(question.get("question_id")) for question in found}
            yield replace(step, gone=(*step.gone, *(one for one in batch if one not in came)))


@dataclass(frozen=True, slots=True)
class _Site:
    """One site of the network, and how it is asked."""

    ask: Ask
    name: str
    filter: str

    async def page(self, method: str, ids: Sequence[str], params: Params) -> tuple[list[Raw], bool]:
        """The items of a page, and whether there are more."""
        common: Params = {"site": self.name, "filter": self.filter, "pagesize": MOST}
        return await _page(self.ask, method, ids, {**common, **params})

    async def all(self, method: str, ids: Sequence[str], params: Params) -> list[Raw]:
        """The items of all pages."""
        found: list[Raw] = []
        number, more = 0, True
        while more:
            number += 1
            items, more = await self.page(method, ids, {**params, "page": number})
            found += items
        return found


def _filter_key(ask: Ask) -> str:
    """Filters never expire, and are made for these fields at this API."""
    return f"filter:{made_identifier(ask.web.host.base, *FIELDS)}"


async def _site(ask: Ask) -> _Site:
    """The site that is configured. What is asked for of it is said once, and remembered."""
    name = ask.fetch.site
    known = ask.cursor(_filter_key(ask))
    if known:
        return _Site(ask, name, known)
    wanted = {"base": "none", "include": ";".join(FIELDS), "unsafe": "false"}
    items, _ = await _page(ask, FILTERS, (), wanted)
    made = items[0].get("filter") if items else None
    if not isinstance(made, str) or not made:
        raise FetchError(
            "Stack Exchange answers without the filter that it was asked for",
            where=f"{ask.web.host.base}{FILTERS}",
            todo="run it again later",
        )
    return _Site(ask, name, made)


async def _page(ask: Ask, method: str, ids: Sequence[str], params: Params) -> tuple[list[Raw], bool]:
    """One request: the items of the answer, and whether there are more. Heeds what it says about waiting."""
    path = method.replace("{ids}", ";".join(quote(id_, safe="") for id_ in ids))
    key = {"key": ask.web.host.token} if ask.web.host.token else {}
    try:
        found = await ask.web.object(path, {**params, **key}, has="items", limit=method)
    except RefusedError as refusal:
        refusal.todo = _advice(refusal, ask.source.name) or refusal.todo
        raise
    backoff, left = found.get("backoff"), found.get("quota_remaining")
    if isinstance(backoff, int | float) and backoff > 0:
        ask.web.hold(float(backoff), method)
    if isinstance(left, int) and left <= 0:
        for each in METHODS:
            ask.web.hold(_until_midnight(ask.web.now()), each)
    items, more = found["items"], found.get("has_more", False)
    if not isinstance(items, list) or not isinstance(more, bool):
        raise FetchError(
            "Stack Exchange answers with a page that is none",
            where=f"{ask.web.host.base}{path}",
            todo="run it again later",
        )
    return [mapping(item) for item in items], more


def _until_midnight(now: datetime) -> float:
    """Seconds until the quota of a day is given out. Should it be later, the API says when."""
    tomorrow = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time.min, UTC)
    return (tomorrow - now).total_seconds()


def _advice(refusal: RefusedError, source: str) -> str:
    """What to do about a refusal; "" where its own advice is as good."""
    needs_key = 405
    if "No site found" in refusal.what:
        return f"correct the `fetch: site` of the source {source}: the API's names are at {API}/sites"
    if refusal.status == needs_key:
        return f"give the source {source} a `fetch: token`"
    if "`key`" in refusal.what:
        return f"correct the `fetch: token` of the source {source}, or leave it out"
    return ""


async def _walk(site: _Site, tags: str, read: set[tuple[str, int]]) -> AsyncIterator[Step]:
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
        yield await _step(site, QUESTIONS, fresh)
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


async def _tags_exist(site: _Site, tags: str) -> None:
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


async def _step(site: _Site, method: str, raws: Sequence[Raw]) -> Step:
    """Questions, each whole."""
    ask = site.ask
    ask.reading(f"{ask.web.host.base}{method}")
    await _fill(site, raws)
    posts: list[Post] = []
    whole: dict[str, frozenset[str]] = {}
    gone: list[str] = []
    for raw in raws:
        try:
            question = Question(raw, ask.options)
        except BadRow as bad:
            ask.report.bad(1, str(bad))
            continue
        if reason := question.moved():
            ask.report.skipped(reason)
            gone.append(question.id)
            continue
        posts += question.read(ask.report, 1, f"question {question.id}: ")
        whole[question.id] = question.ids()
    return Step(posts=tuple(posts), whole=whole, gone=tuple(gone))


async def _fill(site: _Site, questions: Iterable[Raw]) -> None:
    """Add the answers and comments that should be there, by their number, and are not."""
    asked: Params = {"sort": "creation", "order": "asc"}
    short = {str(one.get("question_id")): one for one in questions if _lacks(one, "answer")}
    for batch in _batches(list(short)):
        found = await site.all(ANSWERS, batch, asked)
        for id_ in batch:
            short[id_]["answers"] = [one for one in found if str(one.get("question_id")) == id_]
    bare = {number: post for number, post in _posts(questions) if _lacks(post, "comment")}
    for batch in _batches(list(bare)):
        found = await site.all(COMMENTS, batch, asked)
        for id_ in batch:
            bare[id_]["comments"] = [one for one in found if str(one.get("post_id")) == id_]


def _posts(questions: Iterable[Raw]) -> Iterator[tuple[str, Raw]]:
    """What can have comments, by its number."""
    for question in questions:
        yield str(question.get("question_id")), question
        for answer in map(mapping, sequence(question.get("answers"))):
            yield str(answer.get("answer_id")), answer


def _lacks(post: Raw, kind: str) -> bool:
    """Whether there are more answers or comments than stand inside the post."""
    many, number = post.get(f"{kind}_count"), post.get("answer_id") or post.get("question_id")
    if not isinstance(many, int) or not isinstance(number, int):
        return False
    return many > len(sequence(post.get(f"{kind}s")))


def _state(question: Raw) -> tuple[str, int]:
    """What was read of a question, so that it is read once."""
    return str(question.get("question_id")), _activity(question)


def _activity(question: Raw) -> int:
    """When something last happened in a question, in seconds since 1970; 0 where it does not say."""
    found = question.get("last_activity_date")
    return found if isinstance(found, int) and found > 0 else 0


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), MOST):
        yield ids[start : start + MOST]


SERVICE: Final = StackExchange()
