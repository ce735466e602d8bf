"""GitHub Discussions: a list of discussions with comments and replies, or what the GraphQL API answers.

Saved lists have no ids below the discussion: they are made from the position (`2271-1` the first comment,
`2271-1-2` its second reply). The answer stands in them a second time; it is found again among the
comments by its author, its time and its text.

Comments that were deleted, or hidden as spam, abuse and the like, become tombstones. What is hidden because
it is outdated, resolved or said elsewhere can be read by everybody, and stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.model import Author, Markup, Post
from harvest.sources import jsonstream
from harvest.sources.fields import (
    BadRow,
    identifier,
    iso_time,
    labels,
    line_of_text,
    mapping,
    place,
    sequence,
    text,
    tombstone,
    web_address,
    whole_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harvest.sources.options import Report, SourceOptions

_STAFF: Final = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
_STILL_SHOWN: Final = frozenset({"duplicate", "outdated", "resolved"})
"""Why a comment is folded up that has nothing wrong with it."""
_KEYS: Final = frozenset({"title", "body", "createdAt", "comments"})

Raw = dict[str, object]


class GithubDiscussions:
    """Comments answer the discussion, replies their comment."""

    name: Final = "github-discussions"
    about: Final = "GitHub Discussions: a JSON list, or answers of the GraphQL API"

    def recognises(self, path: Path, head: bytes) -> bool:
        """By the keys of a discussion."""
        del path
        keys = jsonstream.shape(head)
        if keys >= _KEYS or (keys >= {"title", "createdAt", "bodyHTML", "comments"}):
            return True
        return any(key.startswith(("data.repository.discussion", "repository.discussion")) for key in keys)

    def read(self, path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
        """Yield each discussion, then its comments with their replies."""
        for number, label, value in jsonstream.objects(path, report, self.recognises):
            for raw in _discussions(value):
                try:
                    discussion = Discussion(raw, options)
                except BadRow as bad:
                    report.bad(number, f"{label}{bad}")
                    continue
                yield from discussion.read(report, number, label)


def nodes_of(raw: object) -> list[Raw]:
    """Return the elements of a list, or of a GraphQL connection (`nodes`, or `edges` with a `node`)."""
    if isinstance(raw, dict):
        if "nodes" in raw:
            raw = raw["nodes"]
        else:
            raw = [mapping(edge).get("node") for edge in sequence(raw.get("edges"))]
    return [one for one in sequence(raw) if isinstance(one, dict)]


def _discussions(value: Raw) -> list[Raw]:
    repository = mapping(mapping(value.get("data", value)).get("repository"))
    if not repository:
        return [value]
    single = repository.get("discussion")
    return [single] if isinstance(single, dict) else nodes_of(repository.get("discussions"))


class Discussion:
    """One discussion: ids for everything below it, and which of that is the answer."""

    def __init__(self, raw: Raw, options: SourceOptions) -> None:
        """Raises `BadRow` for what has no id."""
        self._raw = raw
        # the number is what people see in the address
        self.id = identifier(raw.get("number") or raw.get("id"), "number or id")
        self._options = options
        self._below = list(self._numbered())
        """(raw, id, parent's id) of every comment and reply."""
        answer = mapping(raw.get("answer"))
        same = next((own for one, own, _ in self._below if _same(one, answer)), "") if answer else ""
        if answer and not same:
            same = f"{self.id}-answer"
            self._below.append((answer, same, self.id))
        self._accepted = same or next(
            (own for one, own, _ in self._below if one.get("isAnswer") is True and not _hidden(one)), ""
        )

    @property
    def ids(self) -> frozenset[str]:
        """Of all posts in it, of bad ones too."""
        return frozenset({self.id, *(own for _, own, _ in self._below)})

    def read(self, report: Report, number: int, label: str) -> Iterator[Post]:
        """Yield the discussion, then its comments with their replies; nothing where the discussion is bad.

        `number` and `label` say where it stands in what is read.
        """
        try:
            yield self.post(self._raw, self.id, "")
        except BadRow as bad:
            report.bad(number, f"{label}discussion {self.id}: {bad}")
            return
        for comment in self._below:
            try:
                yield self.post(*comment)
            except BadRow as bad:
                report.bad(number, f"{label}discussion {self.id}: comment {comment[1]}: {bad}")

    def _numbered(self) -> Iterator[tuple[Raw, str, str]]:
        for count, comment in enumerate(nodes_of(self._raw.get("comments")), start=1):
            own = self._own(comment, f"{self.id}-{count}")
            yield comment, own, self.id
            for place_, reply in enumerate(nodes_of(comment.get("replies")), start=1):
                yield reply, self._own(reply, f"{own}-{place_}"), own

    @staticmethod
    def _own(raw: Raw, made: str) -> str:
        given = raw.get("databaseId")
        return f"dc{given}" if isinstance(given, int) and not isinstance(given, bool) else made

    def post(self, raw: Raw, id_: str, parent: str) -> Post:
        """Return one post. Raises `BadRow`."""
        created = iso_time(raw.get("createdAt"), "createdAt")
        edited = raw.get("lastEditedAt")
        version = max(created, iso_time(edited, "lastEditedAt")) if edited else created
        if _hidden(raw):
            gone = raw.get("deletedAt")
            when = iso_time(gone, "deletedAt") if gone else version
            return tombstone(self._options, id_, created, max(version, when))
        address = web_address(raw.get("url")) or web_address(self._raw.get("url"))
        body, markup = self._body(raw)
        asks = not parent
        return Post(
            source=self._options.name,
            id=id_,
            conversation=self.id,
            parent=parent,
            author=_author(raw, id_),
            created=created,
            version=version,
            title=line_of_text(raw.get("title"), "title") if asks else "",
            body=body,
            markup=markup,
            url=address or place(self._options, self.id, f"discussions/{self.id}"),
            topic=line_of_text(mapping(raw.get("category")).get("name"), "category") if asks else "",
            tags=labels(label.get("name") for label in nodes_of(raw.get("labels"))) if asks else (),
            licence=self._options.licence,
            accepted=self._accepted if asks else "",
            score=whole_number(raw.get("upvoteCount", raw.get("upvotes"))),
        )

    def _body(self, raw: Raw) -> tuple[str, Markup]:
        """Return the body and its markup: saved lists hold rendered HTML, the API's `body` is Markdown."""
        if raw.get("bodyHTML"):
            return text(raw["bodyHTML"], "bodyHTML"), Markup.HTML
        body = text(raw.get("body"), "body")
        rendered = isinstance(self._raw.get("comments"), list) and body.lstrip().startswith("<")
        return body, Markup.HTML if rendered else Markup.MARKDOWN


def _hidden(raw: Raw) -> bool:
    """Whether nobody is to read it any more."""
    folded = raw.get("isMinimized") is True and str(raw.get("minimizedReason")).lower() not in _STILL_SHOWN
    return folded or bool(raw.get("deletedAt"))


def _same(one: Raw, answer: Raw) -> bool:
    if one.get("id") and one.get("id") == answer.get("id"):
        return True
    return (
        all(one.get(key) == answer.get(key) for key in ("author", "createdAt", "body")) and "createdAt" in one
    )


def _author(raw: Raw, id_: str) -> Author:
    """Return the account; a deleted one ("ghost") is somebody of this post only."""
    author = mapping(raw.get("author"))
    handle = line_of_text(author.get("login") or author.get("name"), "author")
    association = raw.get("authorAssociation")
    return Author(
        key=handle or f"unknown:{id_}",
        name=handle,
        url=web_address(author.get("url")),
        staff=association in _STAFF if isinstance(association, str) else None,
    )


FORMAT: Final = GithubDiscussions()
