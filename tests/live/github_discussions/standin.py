"""A stand-in for GitHub's GraphQL API: the very queries, executed over invented discussions by graphql-core
through the schema that GitHub has published.

What the schema does not have, what it requires and what it gives up is an error in the answer, as at GitHub.
So are a list without a limit, and more nodes than GitHub allows. Answers that would not fit the schema are a
mistake of the stand-in, and raise.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import httpx
from graphql import (
    GraphQLError,
    GraphQLSchema,
    NoDeprecatedCustomRule,
    build_client_schema,
    execute_sync,
    parse,
    specified_rules,
    validate,
)
from graphql.language import FieldNode, FragmentDefinitionNode, FragmentSpreadNode, OperationDefinitionNode

from tests.forges import contract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from graphql import ExecutionResult, GraphQLResolveInfo
    from graphql.language import DocumentNode, SelectionSetNode

    Raw = dict[str, Any]

TOKEN: Final = "github_pat_invented"
ENVIRON: Final = {"GITHUB_TOKEN": TOKEN}
SOURCES: Final = """
- name: github
  format: github-discussions
  fetch:
    repository: kettle-works/kettle
    token: !ENV GITHUB_TOKEN
"""
MOST_NODES: Final = 500_000
POINTS: Final = 5_000

CATEGORIES: Final = [
    {"id": "DIC_1", "name": "Q&A", "slug": "q-a", "isAnswerable": True},
    {"id": "DIC_2", "name": "Announcements", "slug": "announcements", "isAnswerable": False},
    {"id": "DIC_3", "name": "Help with filters", "slug": "help-with-filters", "isAnswerable": True},
]


class GitHub:
    """One repository."""

    def __init__(self, discussions: Iterable[Raw]) -> None:
        self.discussions = {each["number"]: each for each in discussions}
        self.visibility = "PUBLIC"
        self.enabled = True
        self.remaining = POINTS
        self.reset = "2026-03-02T10:00:00Z"
        self.refused = 0
        """So often the points were not enough."""
        self.queries: list[str] = []
        """The names of the operations asked for."""
        self.too_much: Callable[[str, Raw], bool] = lambda name, variables: False
        """Whether it gives up on an operation with these variables."""

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What GitHub says."""
        if request.method != "POST" or request.url.path != "/graphql":
            return httpx.Response(404, json={"message": "Not Found"})
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return httpx.Response(401, json={"message": "Bad credentials"})
        asked = json.loads(request.content)
        assert set(asked) == {"query", "variables"}, "what else is asked is ignored in silence"
        document, wrong = checked(asked["query"])
        if wrong:
            return _refusing(*wrong)
        operation = next(each for each in document.definitions if isinstance(each, OperationDefinitionNode))
        name = operation.name.value if operation.name else ""
        self.queries.append(name)
        if self.too_much(name, asked["variables"]):
            return httpx.Response(502, text="<html>Bad Gateway</html>", headers={"content-type": "text/html"})
        nodes, lists = Counting(document, asked["variables"]).of(operation.selection_set)
        if nodes > MOST_NODES:
            return _refusing(refusal("MAX_NODE_LIMIT_EXCEEDED", f"This query requests {nodes} nodes"))
        cost = max(1, round(lists / 100))
        if self.remaining < cost:
            self.refused += 1
            return self._limited(httpx.Response(200, json={"errors": [_LIMITED]}))
        self.remaining -= cost
        root = {
            "repository": self._repository,
            "node": self._node,
            "rateLimit": lambda info, dryRun: {  # noqa: N803 - as the schema spells it
                "cost": cost,
                "remaining": self.remaining,
                "resetAt": self.reset,
            },
        }
        result = execute_sync(schema(), document, root, variable_values=asked["variables"])
        return self._limited(httpx.Response(200, json=_formatted(result)))

    def _limited(self, response: httpx.Response) -> httpx.Response:
        response.headers["x-ratelimit-remaining"] = str(self.remaining)
        response.headers["x-ratelimit-reset"] = "1772445600"
        return response

    def _repository(self, info: GraphQLResolveInfo[Any], owner: str, name: str, **_: Any) -> Raw:
        if (owner, name) != ("kettle-works", "kettle"):
            raise refusal("NOT_FOUND", f"Could not resolve to a Repository with the name '{owner}/{name}'.")
        return {
            "visibility": self.visibility,
            "hasDiscussionsEnabled": self.enabled,
            "discussion": self._discussion,
            "discussions": self._list,
            "discussionCategories": lambda info, **asked: connection(CATEGORIES, **asked),
        }

    def _discussion(self, info: GraphQLResolveInfo[Any], number: int) -> Raw:
        if number not in self.discussions:
            raise refusal("NOT_FOUND", f"Could not resolve to a Discussion with the number of {number}.")
        return shown(self.discussions[number])

    def _list(self, info: GraphQLResolveInfo[Any], **asked: Any) -> Raw:
        assert asked.pop("orderBy") == {"field": "UPDATED_AT", "direction": "DESC"}
        category = asked.pop("categoryId")
        found = [shown(d) for d in self.discussions.values() if category in {None, d["category"]["id"]}]
        found.sort(key=_place, reverse=True)
        return connection(found, key=_place, newest_first=True, **asked)

    def _node(self, info: GraphQLResolveInfo[Any], id: str) -> Raw | None:  # noqa: A002 - as the schema spells it
        for discussion in self.discussions.values():
            for each in (discussion, *discussion["comments"]):
                if each["id"] == id:
                    return shown(each)
        raise refusal("NOT_FOUND", f"Could not resolve to a node with the global id of '{id}'.")


_LIMITED: Final = {"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 7."}


class RefusalError(GraphQLError):
    """An error that GitHub itself would answer with."""


def refusal(kind: str, message: str) -> RefusalError:
    return RefusalError(message, extensions={"type": kind})


def _refusing(*errors: GraphQLError) -> httpx.Response:
    return httpx.Response(200, json={"errors": [_error(error) for error in errors]})


def _error(error: GraphQLError) -> Raw:
    """As GitHub writes it: the type beside the message."""
    formatted: Raw = {"message": error.message, **(error.extensions or {})}
    return formatted | ({"path": error.path} if error.path else {})


def _formatted(result: ExecutionResult) -> Raw:
    for error in result.errors or ():
        meant = not error.path or isinstance(error.original_error, RefusalError)
        assert meant, f"the stand-in answers what the schema does not allow: {error}"
    found: Raw = {"data": result.data}
    if result.errors:
        found["errors"] = [
            _error(error) | (error.original_error.extensions or {})
            if isinstance(error.original_error, RefusalError)
            else _error(error)
            for error in result.errors
        ]
    return found


@cache
def schema() -> GraphQLSchema:
    """GitHub's own, taken as it is: it breaks a rule of GraphQL about fields that are given up."""
    return build_client_schema(contract.github_graphql(), assume_valid=True)  # type: ignore[arg-type]


@cache
def checked(query: str) -> tuple[DocumentNode, tuple[GraphQLError, ...]]:
    """A query, and what is wrong with it by the schema; what is given up counts as wrong."""
    document = parse(query)
    return document, tuple(validate(schema(), document, [*specified_rules, NoDeprecatedCustomRule]))


class Counting:
    """How many nodes a query asks for, and how many lists are read for it: GitHub's own arithmetic."""

    def __init__(self, document: DocumentNode, variables: Mapping[str, Any]) -> None:
        fragments = (each for each in document.definitions if isinstance(each, FragmentDefinitionNode))
        self._fragments = {each.name.value: each for each in fragments}
        self._variables = variables

    def of(self, selected: SelectionSetNode | None, times: int = 1) -> tuple[int, int]:
        """Nodes and lists of a part of the query that is read so many times."""
        nodes = lists = 0
        for field in self._fields(selected):
            many = self._first(field)
            nodes += times * many
            lists += times if many else 0
            below = self.of(field.selection_set, times * (many or 1))
            nodes, lists = nodes + below[0], lists + below[1]
        return nodes, lists

    def _fields(self, selected: SelectionSetNode | None) -> Iterator[FieldNode]:
        for each in selected.selections if selected else ():
            if isinstance(each, FieldNode):
                yield each
            elif isinstance(each, FragmentSpreadNode):
                yield from self._fields(self._fragments[each.name.value].selection_set)
            else:
                yield from self._fields(each.selection_set)  # type: ignore[attr-defined]

    def _first(self, field: FieldNode) -> int:
        for each in field.arguments or ():
            if each.name.value == "first":
                value: Any = each.value
                named = getattr(value, "name", None)
                return int(self._variables[named.value] if named else value.value)
        return 0


def connection(
    found: Sequence[Raw],
    *,
    first: int | None = None,
    after: str | None = None,
    key: Callable[[Raw], list[Any]] | None = None,
    newest_first: bool = False,
    **_: Any,
) -> Raw:
    """A page of a list. With `key`, cursors say where by the order of the list, else by the place in it."""
    if first is None:
        raise refusal("MISSING_PAGINATION_BOUNDARIES", "You must provide a `first` or `last` value")
    if not 1 <= first <= 100:
        raise refusal("EXCESSIVE_PAGINATION", f"Requesting {first} records exceeds the limit of 100 records.")
    placed = [(key(each) if key else [at], each) for at, each in enumerate(found)]
    if after is not None:
        mark = _opened(after)
        placed = [one for one in placed if (one[0] < mark if newest_first else one[0] > mark)]
    some = placed[:first]
    edges = [{"cursor": _cursor(place), "node": node} for place, node in some]
    return {
        "totalCount": len(found),
        "nodes": [node for _, node in some],
        "edges": edges,
        "pageInfo": {
            "hasNextPage": len(placed) > len(some),
            "endCursor": edges[-1]["cursor"] if edges else None,
        },
    }


def _cursor(place: list[Any]) -> str:
    return base64.b64encode(b"cursor:v2:" + json.dumps(place).encode()).decode()


def _opened(cursor: str) -> list[Any]:
    try:
        found: list[Any] = json.loads(base64.b64decode(cursor).removeprefix(b"cursor:v2:"))
    except ValueError:
        kind = "INVALID_CURSOR_ARGUMENTS"
        raise refusal(kind, f"`{cursor}` does not appear to be a valid cursor.") from None
    return found


def _place(discussion: Raw) -> list[Any]:
    return [discussion["updatedAt"], discussion["number"]]


def shown(raw: Raw) -> Raw:
    """A discussion or a comment as it is asked: its lists as connections."""
    lists: Raw = {
        name: lambda info, name=name, **asked: connection([*map(shown, raw[name])], **asked)
        for name in ("comments", "replies", "labels")
        if name in raw
    }
    return {**raw, **lists}


def said(database: int, kind: str, body: str, minute: int, who: str = "ada", **over: Any) -> Raw:
    """What discussions and comments have in common. `database`: the id there."""
    actor = {"__typename": "User", "login": who, "url": f"https://github.com/{who}"}
    return {
        "__typename": kind,
        "id": f"{kind[0]}_{database}",
        "databaseId": database,
        "url": f"https://github.com/kettle-works/kettle/discussions#{database}",
        "body": body,
        "createdAt": f"2026-02-01T{minute // 60 % 24:02d}:{minute % 60:02d}:00Z",
        "lastEditedAt": None,
        "upvoteCount": 0,
        "authorAssociation": "NONE",
        "author": actor,
    } | over


def comment(number: int, body: str, minute: int = 1, *replies: Raw, **over: Any) -> Raw:
    common = {"deletedAt": None, "isMinimized": False, "minimizedReason": None, "isAnswer": False}
    given = {"who": "bo", **common, "replies": replies, **over}
    return said(number, "DiscussionComment", body, minute, **given)


def invented(number: int, *comments: Raw, day: int = 1, **over: Any) -> Raw:
    """Ada asks how to do something with a kettle."""
    own = {
        "number": number,
        "url": f"https://github.com/kettle-works/kettle/discussions/{number}",
        "title": f"Kettle {number} stops early",
        "updatedAt": f"2026-02-{day:02d}T12:00:00Z",
        "category": CATEGORIES[0],
        "labels": [{"name": "kettles"}],
        "comments": list(comments),
    }
    body = f"My **kettle** number {number} stops before it boils. What can I do?"
    return said(number, "Discussion", body, 0, **{**own, **over})


def kettles(many: int = 56) -> GitHub:
    """More than a page of the list; one has too many comments for an answer, one too many replies."""
    short = [
        invented(
            n,
            comment(n * 1000, "Descale it.", authorAssociation="MEMBER", isAnswer=n % 2 == 0),
            day=n % 27 + 1,
        )
        for n in range(1, many - 1)
    ]
    talk = invented(many - 1, *(comment(n, f"Me too, and {n} others.", n) for n in range(700_000, 700_120)))
    replies = [comment(n, f"No, {n}.", n) for n in range(800_000, 800_130)]
    return GitHub([*short, talk, invented(many, comment(799_999, "It is the lid.", 1, *replies), day=28)])
