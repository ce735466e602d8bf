"""Stack Exchange: a dump's `Posts.xml`, with `Comments.xml` and `Users.xml` from beside it, and API pages.

Dumps are XML with one `row` per post, its values in attributes. No document type is obeyed, no entity
expanded, nothing fetched. Names and the question of each answer are kept in private temporary databases
on disk, so that memory is flat. `PostLinks.xml` is not read: a post has no place for links to duplicates.
"""

from __future__ import annotations

import html
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from harvest.model import Author, Markup, Post
from harvest.sources import jsonstream, xmlrows
from harvest.sources.fields import (
    BadRow,
    epoch_time,
    identifier,
    iso_time,
    labels,
    line_of_text,
    mapping,
    optional_identifier,
    place,
    sequence,
    text,
    tombstone,
    web_address,
    whole_number,
)
from harvest.sources.scratch import Names, scratch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from harvest.sources.options import Report, SourceOptions

_QUESTION: Final = "1"
_ANSWER: Final = "2"
_SINCE: Final = (
    (datetime(2018, 5, 2, tzinfo=UTC), "CC-BY-SA-4.0"),
    (datetime(2011, 4, 8, tzinfo=UTC), "CC-BY-SA-3.0"),
)
"""From when each licence holds (stackoverflow.com/help/licensing); before all of them, 2.5."""


class StackExchange:
    """Comments have ids like `c123` and answer the post they stand under."""

    name: Final = "stackexchange"
    about: Final = "Stack Exchange dumps (Posts.xml with Comments.xml and Users.xml beside it) and API pages"

    def recognises(self, path: Path, head: bytes) -> bool:
        """By the root element of Posts.xml, or by an API page's items."""
        del path
        return xmlrows.root(head) == "posts" or "items.item.question_id" in jsonstream.shape(head)

    def read(self, path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
        """Yield questions, answers, then comments."""
        if xmlrows.looks_like_xml(path):
            yield from _dump(path, options, report)
        else:
            for number, label, page in jsonstream.objects(path, report, self.recognises):
                yield from _page(number, label, page, options, report)


def _dump(path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
    with scratch(path) as database:
        names, questions = Names(database, "account"), Names(database, "post")
        users = path.with_name("Users.xml")
        if users.is_file():
            names.add(
                (row.get("Id", ""), "", " ".join(row.get("DisplayName", "").split()))
                for _, row in xmlrows.rows(users, "users")
            )
        pending: list[tuple[str, str, str]] = []
        for number, row in xmlrows.rows(path, "posts"):
            if row.get("PostTypeId") not in (_QUESTION, _ANSWER):
                report.skipped("tag description or other page that is no post")
                continue
            try:
                post = _post(row, names, options)
            except BadRow as bad:
                report.bad(number, f"row {number}: {bad}")
                continue
            pending.append((post.id, post.conversation, ""))
            if len(pending) >= 1000:
                questions.add(pending)
                pending = []
            yield post
        questions.add(pending)
        comments = path.with_name("Comments.xml")
        if comments.is_file():
            for number, row in xmlrows.rows(comments, "comments"):
                try:
                    yield _comment(row, names, questions, options)
                except BadRow as bad:
                    report.bad(number, f"row {number} of Comments.xml: {bad}")


def _post(row: Mapping[str, str], names: Names, options: SourceOptions) -> Post:
    id_ = identifier(row.get("Id"), "Id")
    asks = row.get("PostTypeId") == _QUESTION
    question = id_ if asks else identifier(row.get("ParentId"), "ParentId")
    created = iso_time(row.get("CreationDate"), "CreationDate", naive_is_utc=True)
    edited = row.get("LastEditDate")
    version = max(created, iso_time(edited, "LastEditDate", naive_is_utc=True)) if edited else created
    if gone := row.get("DeletionDate"):
        return tombstone(
            options, id_, created, max(version, iso_time(gone, "DeletionDate", naive_is_utc=True))
        )
    return Post(
        source=options.name,
        id=id_,
        conversation=question,
        parent="" if asks else question,
        author=_author(row.get("OwnerUserId"), row.get("OwnerDisplayName"), id_, names, options),
        created=created,
        version=version,
        title=line_of_text(row.get("Title"), "Title") if asks else "",
        body=text(row.get("Body"), "Body"),
        markup=Markup.HTML,
        url=place(options, question, f"q/{id_}" if asks else f"a/{id_}"),
        tags=_tags(row.get("Tags", "")) if asks else (),
        licence=_licence(row.get("ContentLicense"), created, options),
        accepted=optional_identifier(row.get("AcceptedAnswerId"), "AcceptedAnswerId") if asks else "",
        score=whole_number(row.get("Score")),
    )


def _comment(row: Mapping[str, str], names: Names, questions: Names, options: SourceOptions) -> Post:
    number = identifier(row.get("Id"), "Id")
    parent = identifier(row.get("PostId"), "PostId")
    created = iso_time(row.get("CreationDate"), "CreationDate", naive_is_utc=True)
    question, _ = questions.of(parent)
    return Post(
        source=options.name,
        id=f"c{number}",
        conversation=question,
        parent=parent,
        author=_author(row.get("UserId"), row.get("UserDisplayName"), f"c{number}", names, options),
        created=created,
        version=created,
        body=text(row.get("Text"), "Text"),
        markup=Markup.MARKDOWN,
        url=place(options, question or parent, f"q/{question or parent}#comment{number}_{parent}"),
        licence=_licence(row.get("ContentLicense"), created, options),
        score=whole_number(row.get("Score")),
    )


def _author(
    user: str | None, display_name: str | None, post: str, names: Names, options: SourceOptions
) -> Author:
    """Return the account; for a deleted one its last name; for neither, somebody of this post only."""
    given = line_of_text(display_name, "display name")
    if not user:
        return Author(key=f"name:{given}" if given else f"unknown:{post}", name=given)
    key = str(user).strip()
    address = "" if "{id}" in options.url else place(options, key, f"users/{key}")
    return Author(key=key, name=names.of(key)[1] or given, url=address)


def _tags(raw: str) -> tuple[str, ...]:
    """Return the tags of `<one><two>`, or in dumps since 2024 `|one|two|`."""
    return labels(raw.strip("<>|").replace("><", "|").split("|"))


def _licence(stated: str | None, created: datetime, options: SourceOptions) -> str:
    """Return the stated licence, else what the importer says, else what the site's terms said on the day."""
    if stated:
        words = " ".join(stated.split())
        return words.replace(" ", "-") if words.startswith("CC BY") else words
    return options.licence or next((name for since, name in _SINCE if created >= since), "CC-BY-SA-2.5")


def _page(
    number: int, label: str, page: dict[str, object], options: SourceOptions, report: Report
) -> Iterator[Post]:
    """Yield the questions of an API page with whatever answers and comments stand inside them."""
    if "items" not in page:
        report.bad(number, f"{label}no items: not a page of the API")
        return
    for count, raw in enumerate(map(mapping, sequence(page["items"])), start=1):
        place_ = f"{label}question {count} of this page: "
        try:
            question = Question(raw, options)
        except BadRow as bad:
            report.bad(number, f"{place_}{bad}")
            continue
        if reason := question.moved():
            report.skipped(reason)
            continue
        yield from question.read(report, number, place_)


class Question:
    """One question of an API page, with whatever answers and comments stand inside it."""

    def __init__(self, raw: dict[str, object], options: SourceOptions) -> None:
        """Raises `BadRow` for what is no question."""
        self.id = identifier(raw.get("question_id"), "question_id")
        self._raw = raw
        self._options = options

    def moved(self) -> str:
        """Say why what is left of it is no conversation of this site any more; "" if it is one."""
        return "question that was moved to another site" if self._raw.get("migrated_to") else ""

    def ids(self) -> frozenset[str]:
        """The ids of all posts in it, of bad ones too."""
        found = set()
        for raw in self._inside():
            try:
                found.add(_id(raw))
            except BadRow:
                continue
        return frozenset(found)

    def read(self, report: Report, number: int, label: str) -> Iterator[Post]:
        """Yield its posts; `number` and `label` say where it stands in what is read."""
        for raw in self._inside():
            try:
                yield _item(raw, self._options)
            except BadRow as bad:
                report.bad(number, f"{label}{bad}")

    def _inside(self) -> Iterator[dict[str, object]]:
        yield self._raw
        for answer in map(mapping, sequence(self._raw.get("answers"))):
            yield {**answer, "question_id": self.id}
            yield from self._comments(answer)
        yield from self._comments(self._raw)

    def _comments(self, post: dict[str, object]) -> Iterator[dict[str, object]]:
        for comment in map(mapping, sequence(post.get("comments"))):
            yield {**comment, "question_id": self.id}


def _id(raw: dict[str, object]) -> str:
    """The id of a question, an answer or a comment."""
    if "comment_id" in raw:
        return f"c{identifier(raw['comment_id'], 'comment_id')}"
    if "answer_id" in raw:
        return identifier(raw["answer_id"], "answer_id")
    return identifier(raw.get("question_id"), "question_id")


def _item(raw: dict[str, object], options: SourceOptions) -> Post:
    """Return a question, an answer or a comment of an API page; the API escapes titles and names as HTML."""
    question = identifier(raw.get("question_id"), "question_id")
    id_ = _id(raw)
    if "comment_id" in raw:
        parent = identifier(raw.get("post_id"), "post_id")
    else:
        parent = question if "answer_id" in raw else ""
    body, markup = (
        (raw["body"], Markup.HTML) if "body" in raw else (raw.get("body_markdown"), Markup.MARKDOWN)
    )
    if body is None:
        raise BadRow("no body (ask the API with a filter that includes it)")
    if markup is Markup.MARKDOWN and isinstance(body, str):
        body = html.unescape(body)
    created = epoch_time(raw.get("creation_date"), "creation_date")
    edited = raw.get("last_edit_date")
    stated = raw.get("content_license")
    return Post(
        source=options.name,
        id=id_,
        conversation=question,
        parent=parent,
        author=_owner(mapping(raw.get("owner")), id_),
        created=created,
        version=max(created, epoch_time(edited, "last_edit_date")) if edited else created,
        title="" if parent else html.unescape(line_of_text(raw.get("title"), "title")),
        body=text(body, "body"),
        markup=markup,
        url=web_address(raw.get("link"))
        or place(options, question, f"q/{question}" if not parent else f"a/{id_}"),
        tags=() if parent else labels(sequence(raw.get("tags"))),
        licence=_licence(stated if isinstance(stated, str) else None, created, options),
        accepted=optional_identifier(raw.get("accepted_answer_id"), "accepted_answer_id")
        if not parent
        else "",
        score=whole_number(raw.get("score")),
    )


def _owner(owner: dict[str, object], post: str) -> Author:
    name = html.unescape(line_of_text(owner.get("display_name"), "display_name"))
    key = str(owner.get("user_id") or (f"name:{name}" if name else f"unknown:{post}"))
    return Author(key=key, name=name, url=web_address(owner.get("link")))


FORMAT: Final = StackExchange()
