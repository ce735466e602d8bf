"""How Stack Exchange's API is asked: its methods, the fields of answers, waits and the daily quota."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from harvest.errors import FetchError
from harvest.sources.fields import made_identifier, mapping
from harvest.sources.live.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from harvest.sources.live.service import Ask

    Params = Mapping[str, str | int]
    Raw = dict[str, object]

API: Final = "https://api.stackexchange.com/2.3"
MOST: Final = 100
"""So many items come in one answer, and so many ids may be asked for at a time."""

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


@dataclass(frozen=True, slots=True)
class Site:
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


def filter_key(ask: Ask) -> str:
    """Filters never expire, and are made for these fields at this API."""
    return f"filter:{made_identifier(ask.web.host.base, *FIELDS)}"


async def site_of(ask: Ask) -> Site:
    """The site that is configured. What is asked for of it is said once, and remembered."""
    name = ask.fetch.site
    known = ask.cursor(filter_key(ask))
    if known:
        return Site(ask, name, known)
    wanted = {"base": "none", "include": ";".join(FIELDS), "unsafe": "false"}
    items, _ = await _page(ask, FILTERS, (), wanted)
    made = items[0].get("filter") if items else None
    if not isinstance(made, str) or not made:
        raise FetchError(
            "Stack Exchange answers without the filter that it was asked for",
            where=f"{ask.web.host.base}{FILTERS}",
            todo="run it again later",
        )
    return Site(ask, name, made)


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


def batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many as may be asked for at a time."""
    for start in range(0, len(ids), MOST):
        yield ids[start : start + MOST]
