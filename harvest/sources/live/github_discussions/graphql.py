"""GitHub's GraphQL API: the questions about discussions, and what its refusals mean.

A refusal comes with status 200 and `errors`, each with a `type` and mostly a `path` into `data`; part of the
data may be there all the same. https://docs.github.com/graphql
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from harvest.errors import FetchError
from harvest.sources.fields import mapping, sequence, time_or_none
from harvest.sources.live.refusal import FailedError, RefusedError, refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from harvest.sources.live.transport import Web

    Raw = dict[str, object]

LISTED: Final = 50
"""Discussions of a list, which says only when each was changed."""
MOST: Final = 100
"""Of anything that is asked for at a time."""

_SPENT: Final = "rateLimit { cost remaining resetAt }"
_PAGE: Final = "totalCount pageInfo { hasNextPage endCursor }"
_SAID: Final = """
fragment said on DiscussionComment {
  id databaseId url body createdAt lastEditedAt deletedAt isMinimized minimizedReason isAnswer upvoteCount
  authorAssociation author { login url }
}"""
_COMMENTED: Final = f"""
fragment commented on DiscussionCommentConnection {{
  {_PAGE} nodes {{ ...said replies(first: $replies) {{ {_PAGE} nodes {{ ...said }} }} }}
}}{_SAID}"""
_ASKED: Final = f"""
fragment asked on Discussion {{
  id number url title body createdAt lastEditedAt upvoteCount authorAssociation author {{ login url }}
  category {{ name isAnswerable }}
  labels(first: 20) {{ nodes {{ name }} }}
  comments(first: $comments) {{ ...commented }}
}}{_COMMENTED}"""

CATEGORIES: Final = f"""
query Categories($owner: String!, $name: String!) {{
  {_SPENT}
  repository(owner: $owner, name: $name) {{
    discussionCategories(first: 100) {{ nodes {{ id name slug }} }}
  }}
}}"""
LIST: Final = f"""
query List($owner: String!, $name: String!, $category: ID, $first: Int!, $after: String) {{
  {_SPENT}
  repository(owner: $owner, name: $name) {{
    visibility hasDiscussionsEnabled
    discussions(first: $first, after: $after, categoryId: $category,
                orderBy: {{field: UPDATED_AT, direction: DESC}}) {{
      pageInfo {{ hasNextPage }}
      edges {{ cursor node {{ number updatedAt category {{ isAnswerable }} }} }}
    }}
  }}
}}"""
COMMENTS: Final = f"""
query Comments($id: ID!, $after: String!, $comments: Int!, $replies: Int!) {{
  {_SPENT}
  node(id: $id) {{ ... on Discussion {{ comments(first: $comments, after: $after) {{ ...commented }} }} }}
}}{_COMMENTED}"""
REPLIES: Final = f"""
query Replies($id: ID!, $after: String!) {{
  {_SPENT}
  node(id: $id) {{
    ... on DiscussionComment {{ replies(first: {MOST}, after: $after) {{ {_PAGE} nodes {{ ...said }} }} }}
  }}
}}{_SAID}"""


def look(many: int) -> str:
    """The query for so many discussions by their numbers, `$n0` and so on; they come as `d0` and so on."""
    numbers = "".join(f", $n{at}: Int!" for at in range(many))
    wanted = "".join(f"    d{at}: discussion(number: $n{at}) {{ ...asked }}\n" for at in range(many))
    return f"""
query Look($owner: String!, $name: String!, $comments: Int!, $replies: Int!{numbers}) {{
  {_SPENT}
  repository(owner: $owner, name: $name) {{
    visibility
{wanted}  }}
}}{_ASKED}"""


@dataclass(slots=True)
class Size:
    """How much is asked for at a time. GitHub gives up on a question after ten seconds."""

    discussions: int = 10
    comments: int = 50
    replies: int = 20

    @property
    def least(self) -> bool:
        """Whether less makes no sense."""
        return self.discussions == 1 and self.comments <= 5

    def shrink(self) -> None:
        """From now on half as much."""
        if self.discussions > 1:
            self.discussions //= 2
        else:
            self.comments, self.replies = self.comments // 2, max(1, self.replies // 2)


class TooMuchError(FetchError):
    """GitHub does not manage so much at a time."""


class CursorError(FetchError):
    """GitHub does not know the cursor any more."""


_GATEWAY: Final = frozenset({HTTPStatus.BAD_GATEWAY.value, HTTPStatus.GATEWAY_TIMEOUT.value})
_TOO_MUCH: Final = {"RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED", "TIMEOUT"}
_DENIED: Final = {"FORBIDDEN", "INSUFFICIENT_SCOPES", "UNAUTHORIZED"}
_ATTEMPTS: Final = 3
"""So often a question is asked that counts against a spent limit."""
_UNSAID: Final = timedelta(minutes=1)
"""How long to wait where a limit is spent and nothing says until when."""

Variables = dict[str, str | int | None]
Question = tuple[str, Variables]
Missing = frozenset[str]
"""Of the repository's fields, those that are null because there is no such thing."""


class Api:
    """Asks the API of one source, and asks for less where it was too much."""

    def __init__(self, web: Web) -> None:
        self._web = web
        self._dearest = 1
        """Points of the dearest question so far."""
        self._reset: datetime | None = None
        """When there are points again, as the last answer says."""
        self.size = Size()

    async def ask(self, question: Callable[[Size], Question]) -> tuple[Raw, Missing]:
        """The data of an answer. Raises FetchError; TooMuchError where it is too much even at the least."""
        while True:
            try:
                return await self._once(*question(self.size))
            except (TooMuchError, FailedError) as error:
                if self.size.least or (isinstance(error, FailedError) and error.status not in _GATEWAY):
                    raise
                self.size.shrink()

    async def _once(self, query: str, variables: Variables) -> tuple[Raw, Missing]:
        body = {"query": query, "variables": variables}
        too_big = frozenset[int]() if self.size.least else _GATEWAY
        for _ in range(_ATTEMPTS):
            answer = await self._web.post("", body, has=("data", "errors"), too_big=too_big)
            errors = [mapping(error) for error in sequence(answer.get("errors"))]
            data = mapping(answer.get("data"))
            self._mind(mapping(data.get("rateLimit")))
            if not any(_kind(error) == "RATE_LIMITED" for error in errors):
                return data, self._missing(data, errors)
            self._hold()
        raise FetchError("GitHub says again and again that a limit is spent", where=self._web.host.base)

    def _mind(self, limit: Raw) -> None:
        """Wait where the points that remain are not enough for the dearest question."""
        cost, remaining = limit.get("cost"), limit.get("remaining")
        if not isinstance(cost, int) or not isinstance(remaining, int):
            return
        self._dearest = max(self._dearest, cost)
        self._reset = time_or_none(limit.get("resetAt"))
        if remaining < self._dearest:
            self._hold()

    def _hold(self) -> None:
        """Wait until there are points again. Where headers have named a later time, that counts."""
        now = self._web.now()
        until = self._reset if self._reset and self._reset > now else now + _UNSAID
        self._web.hold((until - now).total_seconds() + 1)

    def _missing(self, data: Raw, errors: Sequence[Raw]) -> Missing:
        """What of the repository is not there. Raises the error that any other kind of error amounts to."""
        missing = set()
        for error in errors:
            path = sequence(error.get("path"))
            if _kind(error) == "NOT_FOUND" and len(path) == 2 and path[0] == "repository":
                missing.add(str(path[1]))
            elif not (_kind(error) == "NOT_FOUND" and path == ["node"]):
                raise self._refused(error)
        if not data:
            raise FetchError("GitHub answers without data", where=self._web.host.base)
        return frozenset(missing)

    def _refused(self, error: Raw) -> FetchError:
        """What one of `errors` amounts to."""
        host, kind = self._web.host, _kind(error)
        said = host.one_line(str(error.get("message") or kind))
        if kind in _TOO_MUCH or (not kind and ("timeout" in said or "Something went wrong" in said)):
            return TooMuchError(
                f"GitHub does not manage it: {said}", where=host.base, todo="run it again later"
            )
        if kind == "INVALID_CURSOR_ARGUMENTS":
            return CursorError(f"GitHub does not know where we were: {said}", where=host.base)
        if kind in _DENIED or "SAML" in said:
            return refused(host, HTTPStatus.FORBIDDEN, said, host.base)
        if kind == "NOT_FOUND":
            what = f"{said} Or the `fetch: token` of the source {host.source} may not see it"
            todo = f"correct `repository`; the token needs {host.needs}"
            return RefusedError(what, status=HTTPStatus.NOT_FOUND, where=host.base, todo=todo)
        return FetchError(f"GitHub does not answer ({kind or 'error'}): {said}", where=host.base)


def handle(raw: object, where: str) -> str:
    """A cursor or an id, to be asked with. Raises FetchError where it is none."""
    if not isinstance(raw, str) or not raw or not raw.isascii():
        raise FetchError("GitHub answers with a cursor or an id that is none", where=where)
    return raw


def _kind(error: Raw) -> str:
    """The type of an error, or its code where it says that a question does not fit the schema; else ""."""
    kind = error.get("type") or mapping(error.get("extensions")).get("code")
    return kind if isinstance(kind, str) else ""
