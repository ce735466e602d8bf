"""GitHub Discussions: the list by last change, newest first; then discussions whole, several at a time.

The list says only when each was changed, so that a run with nothing new is one small question. Its cursors
name a time and a discussion, not a place: what is changed while a walk goes on leaves the rest of it where it
is, comes in at the top, and is the next walk's. https://docs.github.com/graphql/guides
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from harvest.errors import FetchError
from harvest.sources.fields import BadRow, mapping, sequence, time_or_none, web_address
from harvest.sources.github_discussions import Discussion, nodes_of
from harvest.sources.live.github_discussions import graphql
from harvest.sources.live.github_discussions.graphql import LISTED, Api, CursorError
from harvest.sources.live.refusal import GoneError, RefusedError, token_missing
from harvest.sources.live.service import Host, Known, Step, bearer
from harvest.sources.live.walk import Walk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from harvest.config import Source
    from harvest.config.fetching import Fetch
    from harvest.sources.live.github_discussions.graphql import Missing, Question, Size, Variables
    from harvest.sources.live.service import Ask

PUBLIC_API: Final = "https://api.github.com/graphql"
PAUSE: Final = 0.5
"""Seconds between two questions, so that they stay far below what GitHub calls a burst."""
SETTLED: Final = timedelta(minutes=1)
"""What was changed so lately may be followed by more with the same time: the next run looks again."""

MOST_NUMBER: Final = 2**31 - 1
"""What GraphQL takes as a whole number."""

Raw = dict[str, object]


class GithubDiscussions:
    """Discussions of one public repository, with all comments and replies."""

    format: Final = "github-discussions"

    def host(self, source: Source, fetch: Fetch) -> Host:
        """GraphQL answers nobody without a token."""
        needs = (
            "the permission `Discussions: read` on the repository (fine-grained), "
            "or the scope `public_repo` (classic)"
        )
        if not fetch.token:
            raise token_missing("GitHub", source.name, needs)
        return Host(
            source=source.name,
            title="GitHub",
            base=fetch.api or PUBLIC_API,
            token=fetch.token,
            headers=bearer(fetch.token),
            needs=needs,
            pause=PAUSE,
            internal=fetch.internal,
        )

    async def news(self, ask: Ask) -> AsyncIterator[Step]:
        """The categories that are configured; without any, all in which a comment can be the answer."""
        reader = _Reader(ask)
        for key, category in await reader.lists():
            async for step in reader.walk(key, category):
                yield step

    async def again(self, ask: Ask, known: Sequence[Known]) -> AsyncIterator[Step]:
        """Several at a time. What an archive brought under another name cannot be looked up."""
        numbers = [int(one.id) for one in known if one.id.isdecimal() and len(one.id) < 10]
        async for _, step in _Reader(ask).look(numbers):
            yield step


class _Reader:
    """One run of one source."""

    def __init__(self, ask: Ask) -> None:
        owner, _, name = ask.fetch.repository.partition("/")
        self._repository: Variables = {"owner": owner, "name": name}
        self._categories = ask.fetch.categories
        self._ask = ask
        self._api = Api(ask.web)
        self._where = ask.web.host.base

    async def lists(self) -> list[tuple[str, str | None]]:
        """The key and the category's id of every list that is to be walked."""
        if not self._categories:
            return [("all", None)]
        found, _ = await self._api.ask(lambda _: (graphql.CATEGORIES, self._repository))
        known: dict[str, str] = {}
        slugs = []
        for category in nodes_of(mapping(found.get("repository")).get("discussionCategories")):
            slugs.append(str(category.get("slug")))
            for name in (category.get("name"), category.get("slug")):
                known[str(name).casefold()] = graphql.handle(category.get("id"), self._where)
        lists: list[tuple[str, str | None]] = []
        for wanted in self._categories:
            id_ = known.get(wanted.casefold())
            if id_ is None:
                there = self._ask.web.host.one_line(", ".join(slugs)) or "none"
                raise GoneError(
                    f"there is no category {wanted!r}", where=self._where, todo=f"there are {there}"
                )
            lists.append((f"category:{id_}", id_))
        return list(dict.fromkeys(lists))

    async def walk(self, key: str, category: str | None) -> AsyncIterator[Step]:
        """A list of discussions, down to where the last walk began."""
        since = self._ask.since
        walk = Walk.read(self._ask.cursor(key), since.isoformat() if since else "")
        after, top = walk.at, ""
        while True:
            try:
                listed = await self._list(category, after)
            except CursorError:
                if not after:
                    raise
                after = ""
                continue
            rows = [mapping(edge) for edge in sequence(listed.get("edges"))]
            top = top or self._settled(rows)
            new = [row for row in rows if _newer(_changed(row), walk.since)]
            cursors = dict(self._numbered(new, category))
            async for number, step in self.look(list(cursors)):
                walk = walk.on(cursors[number], top)
                yield replace(step, cursors={key: walk.cursor})
            after = graphql.handle(rows[-1].get("cursor"), self._where) if rows else ""
            if len(new) < len(rows) or not after or not mapping(listed.get("pageInfo")).get("hasNextPage"):
                break
            walk = walk.on(after, top)
            yield Step(cursors={key: walk.cursor})
        yield Step(cursors={key: walk.through(top).cursor})

    async def _list(self, category: str | None, after: str) -> Raw:
        """One page of the list. `after`: "" for the first."""
        variables = self._repository | {"category": category, "after": after or None, "first": LISTED}
        found, _ = await self._api.ask(lambda _: (graphql.LIST, variables))
        repository = self._public(found)
        if repository.get("hasDiscussionsEnabled") is False:
            raise FetchError(
                "discussions are switched off in the repository",
                where=self._where,
                todo="correct `repository`",
            )
        listed = repository.get("discussions")
        if not isinstance(listed, dict) or not isinstance(listed.get("edges"), list):
            raise FetchError("GitHub answers without the list of discussions", where=self._where)
        return listed

    def _public(self, found: Raw) -> Raw:
        """The repository of an answer. Raises FetchError where not everybody may read it."""
        repository = mapping(found.get("repository"))
        if repository.get("visibility") != "PUBLIC":
            raise RefusedError(
                "the repository is not public: what is said in it is not for everybody",
                status=403,
                where=self._where,
                todo="name a public `repository`",
            )
        return repository

    def _numbered(self, rows: Sequence[Raw], category: str | None) -> Iterator[tuple[int, str]]:
        """The numbers and cursors of the discussions that are to be read.

        Announcements and polls, in which nothing can be the answer, are so only where they are named.
        """
        for row in rows:
            node = mapping(row.get("node"))
            number = node.get("number")
            if not isinstance(number, int) or not 0 < number <= MOST_NUMBER or number is True:
                self._ask.reading(self._where)
                self._ask.report.bad(1, "a discussion of the list has no number")
            elif category is None and mapping(node.get("category")).get("isAnswerable") is not True:
                self._ask.report.skipped("discussion in a category without answers")
            else:
                yield number, graphql.handle(row.get("cursor"), self._where)

    def _settled(self, rows: Sequence[Raw]) -> str:
        """The mark down to which the next walk goes: the newest change, unless that was only just made."""
        newest = _changed(rows[0]) if rows else ""
        latest = self._ask.web.now() - SETTLED
        return latest.isoformat() if newest and _newer(newest, latest.isoformat()) else newest

    async def look(self, numbers: Sequence[int]) -> AsyncIterator[tuple[int, Step]]:
        """These discussions, in their order, each as a step."""
        waiting = list(numbers)
        while waiting:
            some: list[int] = []

            def question(size: Size, some: list[int] = some) -> Question:
                some[:] = waiting[: size.discussions]
                numbered = {f"n{at}": number for at, number in enumerate(some)}
                return graphql.look(len(some)), self._repository | _firsts(size) | numbered

            found, missing = await self._api.ask(question)
            repository = self._public(found)
            for at, number in enumerate(some):
                yield number, await self._discussion(number, f"d{at}", repository, missing)
            del waiting[: len(some)]

    async def _discussion(self, number: int, key: str, repository: Raw, missing: Missing) -> Step:
        """One discussion of an answer, with what of it did not fit in there."""
        raw = repository.get(key)
        if raw is None and (key in missing or key in repository):
            return Step(gone=(str(number),))
        if not isinstance(raw, dict) or not isinstance(raw.get("number"), int):
            raise FetchError(f"GitHub answers without discussion {number}", where=self._where)
        if raw["number"] != number:  # it has moved to another repository
            return Step(gone=(str(number),))
        self._ask.reading(web_address(raw.get("url")) or self._where)
        whole = await self._completed(raw, "comments", graphql.COMMENTS)
        for comment in nodes_of(raw["comments"]):
            whole = await self._completed(comment, "replies", graphql.REPLIES) and whole
        try:
            discussion = Discussion(raw, self._ask.options)
        except BadRow as bad:
            self._ask.report.bad(1, str(bad))
            return Step()
        posts = tuple(discussion.read(self._ask.report, 1, ""))
        return Step(posts=posts, whole={discussion.id: discussion.ids} if whole else {})

    async def _completed(self, raw: Raw, key: str, query: str) -> bool:
        """Put the further pages of a list into it. Whether it is whole: it did not change meanwhile."""
        listed = mapping(raw.get(key))
        total, nodes = listed.get("totalCount"), sequence(listed.get("nodes"))
        page = mapping(listed.get("pageInfo"))
        raw[key] = {"nodes": nodes}
        while page.get("hasNextPage"):
            asked: Variables = {
                "id": graphql.handle(raw.get("id"), self._where),
                "after": graphql.handle(page.get("endCursor"), self._where),
            }

            def question(size: Size, asked: Variables = asked) -> Question:
                return query, asked | (_firsts(size) if key == "comments" else {})

            found, _ = await self._api.ask(question)
            if found.get("node") is None:
                return False  # it was deleted meanwhile: the next look says so
            listed = mapping(mapping(found["node"]).get(key))
            if not isinstance(listed.get("nodes"), list):
                raise FetchError(f"GitHub answers without {key}", where=self._where)
            nodes += sequence(listed["nodes"])
            page = mapping(listed.get("pageInfo"))
            if listed.get("totalCount") != total:
                total = None
        return total is not None and all(isinstance(node, dict) for node in nodes)


def _firsts(size: Size) -> Variables:
    return {"comments": size.comments, "replies": size.replies}


def _changed(row: Raw) -> str:
    """When a discussion of a list was changed; "" where the list does not say."""
    found = mapping(row.get("node")).get("updatedAt")
    return found if isinstance(found, str) else ""


def _newer(one: str, other: str) -> bool:
    """Whether a time is later than another; what cannot be read is looked at."""
    first, second = time_or_none(one), time_or_none(other)
    return first is None or second is None or first > second


SERVICE: Final = GithubDiscussions()
