"""X API v2: pages as saved by a client, JSON Lines, streaming output, flattened posts, compliance lines.

X renamed its payload's keys: `referenced_tweets`, `edit_history_tweet_ids`, `note_tweet` and
`includes.tweets` are `…_posts`, `…_post_ids`, `note_post` and `includes.posts` in the newer documents.
Both are read. A client may save the accounts beside a list of posts (`data_1.json`, `users_1.json`).

An edited post keeps the first id of its history, its other ids are aliases. Retweets are no posts.
A post withheld in some country exists; one withheld everywhere has only a notice for its text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest.model import Author, Markup, Post
from harvest.sources import jsonstream
from harvest.sources.fields import (
    BadRow,
    identifier,
    iso_time,
    line_of_text,
    mapping,
    sequence,
    text,
    tombstone,
    web_address,
    whole_number,
)
from harvest.sources.scratch import Names, scratch
from harvest.sources.snowflake import snowflake_time

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from harvest.sources.options import Report, SourceOptions

_PAGE_KEYS: Final = frozenset({"data.text", "data.item.text", "meta.result_count"})
_COMPLIANCE_KEYS: Final = frozenset({"id", "action", "created_at"})
_EVENTS: Final = ("delete", "drop", "tweet_delete", "post_delete")
_NO_LANGUAGE: Final = frozenset({"und", "art", "zxx", "qam", "qct", "qht", "qme", "qst"})
_SHORT: Final = re.compile(r"https?://t\.co/\w+")
_HANDLE: Final = re.compile(r"\w{1,50}", re.ASCII)
_WITHHELD_EVERYWHERE: Final = "XX"


class X:
    """Posts, the posts they refer to, and deletions. Followers are not read."""

    name: Final = "x"
    about: Final = "X API v2 pages: JSON or JSON Lines, both namings"

    def recognises(self, path: Path, head: bytes) -> bool:
        """By the keys of a page, of a post, or of a compliance line."""
        del path
        keys = jsonstream.shape(head)
        if keys >= {"id", "author_id", "text"}:
            return True
        if keys & _PAGE_KEYS:
            return not keys & {"data.item.username", "data.username"}
        compliance = keys >= _COMPLIANCE_KEYS and "author" not in keys and "body" not in keys
        return compliance or bool(
            keys & {f"{event}.{noun}.id" for event in _EVENTS for noun in ("tweet", "post")}
        )

    def _possible(self, path: Path, head: bytes) -> bool:
        """Whether somebody may rightly say that it is X's: a stream can begin with errors only."""
        return self.recognises(path, head) or bool(jsonstream.shape(head) & {"data", "errors", "disconnect"})

    def read(self, path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
        """Yield the posts of a page after those it refers to."""
        with scratch(path) as database:
            accounts = _sidecar(path, database)
            for number, label, value in jsonstream.objects(path, report, self._possible):
                page = Page(value, options, accounts.of)
                for note in page.notes():
                    report.skipped(note)
                yield from page.read(report, number, label)


class _Skip(Exception):  # noqa: N818 - nothing is wrong
    """Not a post, and not an error."""


def _sidecar(path: Path, database: sqlite3.Connection) -> Names:
    """Return the accounts saved in `users_*.json` beside `data_*.json`; empty where there is none."""
    beside = path.with_name(path.name.replace("data_", "users_", 1))
    accounts = Names(database, "account")
    if path.name.startswith("data_") and beside.is_file():
        accounts.add(
            (_cut(user.get("id")), _cut(user.get("username")), _cut(user.get("name")))
            for user in jsonstream.elements(beside, "users.item")
        )
    return accounts


def _cut(raw: object) -> str:
    return line_of_text(raw[:200], "name") if isinstance(raw, str) else ""


def _nobody(_: str) -> tuple[str, str]:
    return "", ""


class Page:
    """One object: a page as X answers it, one streamed post, a flattened post, or a compliance line."""

    def __init__(
        self,
        value: dict[str, object],
        options: SourceOptions,
        accounts: Callable[[str], tuple[str, str]] = _nobody,
    ) -> None:
        """`accounts`: the handle and the name of an account which the page itself does not name."""
        self._value = value
        self._options = options
        self._accounts = accounts
        self._includes = mapping(value.get("includes"))
        self._users = {
            str(user.get("id")): user for user in map(mapping, sequence(self._includes.get("users")))
        }

    def read(self, report: Report, line: int, label: str) -> Iterator[Post]:
        """Yield the posts, those referred to first; what is none is reported."""
        for count, raw in enumerate(self.posts(), start=1):
            try:
                yield self._post(raw)
            except _Skip as skip:
                report.skipped(str(skip))
            except BadRow as bad:
                which = f"post {count} of this page: " if "data" in self._value else ""
                report.bad(line, f"{label}{which}{bad}")

    def notes(self) -> Iterator[str]:
        """Say what the API itself could not deliver."""
        for error in map(mapping, sequence(self._value.get("errors"))):
            title = error.get("title")
            # the API's own fixed words only, never a value
            known = isinstance(title, str) and re.fullmatch(r"[A-Za-z][A-Za-z -]{0,60}", title)
            yield f"error message from X: {title}" if known else "error message from X"
        if not self._value.get("errors") and not self._value.keys() & {
            "data",
            "text",
            "id",
            *_EVENTS,
            "includes",
        }:
            yield "message without a post"

    def posts(self) -> Iterator[dict[str, object]]:
        """The raw posts of this object, those referred to first."""
        for key in ("tweets", "posts"):
            yield from map(mapping, sequence(self._includes.get(key)))
        data = self._value.get("data", self._value if self._value.keys() & {"id", "text", *_EVENTS} else None)
        for raw in data if isinstance(data, list) else [data] if isinstance(data, dict) else []:
            post = mapping(raw)
            # flattened by a client: the posts referred to stand inside
            yield from (one for one in _references(post) if "text" in one)
            yield post

    def _post(self, raw: dict[str, object]) -> Post:
        """Return one post. Raises `_Skip` or `BadRow`."""
        for event in _EVENTS:
            if event in raw:
                return self._event(mapping(raw[event]))
        if "action" in raw:
            return self._compliance(raw)
        if "text" not in raw and "note_tweet" not in raw and "note_post" not in raw:
            raise _Skip("object without text: no post, or withheld")
        references = _references(raw)
        if any(one.get("type") == "retweeted" for one in references):
            raise _Skip("retweet")
        if withheld_everywhere(raw):
            raise _Skip("post withheld everywhere")
        return self._written(raw, references)

    def _written(self, raw: dict[str, object], references: list[dict[str, object]]) -> Post:
        own = identifier(raw.get("id"), "id")
        history = tuple(
            dict.fromkeys(
                identifier(one, "edit history")
                for one in sequence(raw.get("edit_history_tweet_ids") or raw.get("edit_history_post_ids"))
            )
        ) or (own,)
        first = history[0]
        if own not in history:
            history = (*history, own)
        version = _created(raw.get("created_at"), own)
        created = version if own == first else min(_second(first) or version, version)
        parents = [one for one in references if one.get("type") == "replied_to"]
        body = _text(raw)
        if not body.strip():
            raise _Skip("post without text")
        author = self._author(raw)
        language = line_of_text(raw.get("lang"), "lang")
        return Post(
            source=self._options.name,
            id=first,
            aliases=tuple(one for one in history if one != first),
            conversation=identifier(raw["conversation_id"], "conversation_id")
            if raw.get("conversation_id")
            else "",
            parent=identifier(parents[0].get("id"), "replied_to") if parents else "",
            author=author,
            created=created,
            version=version,
            body=body,
            markup=Markup.TEXT,
            url=f"https://x.com/i/web/status/{own}",  # leads there as well, and names nobody
            lang="" if language in _NO_LANGUAGE else language,
            licence=self._options.licence,
            score=whole_number(mapping(raw.get("public_metrics")).get("like_count")),
        )

    def _author(self, raw: dict[str, object]) -> Author:
        """Return the author, without a name and a profile where the page does not tell."""
        inline = mapping(raw.get("author"))
        key = identifier(raw.get("author_id") or inline.get("id"), "author_id")
        user = inline or self._users.get(key)
        handle, name = (_cut(user.get("username")), _cut(user.get("name"))) if user else self._accounts(key)
        if not _HANDLE.fullmatch(handle):
            handle = ""
        return Author(key=key, name=name or handle, url=f"https://x.com/{handle}" if handle else "")

    def _event(self, event: dict[str, object]) -> Post:
        """Return the tombstone of a compliance stream's message."""
        subject = mapping(event.get("tweet") or event.get("post"))
        id_ = identifier(subject.get("id"), "id")
        version = iso_time(event.get("event_at"), "event_at")
        return tombstone(self._options, id_, min(snowflake_time(id_) or version, version), version)

    def _compliance(self, raw: dict[str, object]) -> Post:
        """Return the tombstone of a compliance job's line. Lines about accounts look the same."""
        if raw.get("action") != "delete":
            raise _Skip("compliance line that deletes nothing")
        id_ = identifier(raw.get("id"), "id")
        created = iso_time(raw.get("created_at"), "created_at")
        made = snowflake_time(id_)
        if made is None or abs((made - created).total_seconds()) > 1:
            raise _Skip("compliance line that is not about a post (its id and its time differ)")
        gone = raw.get("redacted_at")
        return tombstone(self._options, id_, created, iso_time(gone, "redacted_at") if gone else created)


def withheld_everywhere(raw: dict[str, object]) -> bool:
    """Whether nobody is shown the post: what stands there is a notice."""
    return _WITHHELD_EVERYWHERE in sequence(mapping(raw.get("withheld")).get("country_codes"))


def edits(raw: dict[str, object]) -> list[str]:
    """Return the ids of all versions of a post, as far as they can be ids, the first one first."""
    listed = sequence(raw.get("edit_history_tweet_ids") or raw.get("edit_history_post_ids"))
    return [one for one in listed or [raw.get("id")] if isinstance(one, str) and one.isdigit()]


def _references(raw: dict[str, object]) -> list[dict[str, object]]:
    listed: Iterable[object] = sequence(raw.get("referenced_tweets") or raw.get("referenced_posts"))
    return [mapping(one) for one in listed]


def _created(raw: object, id_: str) -> datetime:
    if raw:
        return iso_time(raw, "created_at")
    made = _second(id_)
    if made is None:
        raise BadRow("no created_at, and the id holds no time")
    return made


def _second(id_: str) -> datetime | None:
    """Return the time in an id as `created_at` would say it: to the second."""
    made = snowflake_time(id_)
    return made.replace(microsecond=0) if made else None


def _text(raw: dict[str, object]) -> str:
    """Return the whole text, as the customer typed it, with the addresses behind X's short ones."""
    note = mapping(raw.get("note_tweet") or raw.get("note_post"))
    holder = note if isinstance(note.get("text"), str) else raw
    body = text(holder.get("text"), "text").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    urls = map(mapping, sequence(mapping(holder.get("entities")).get("urls")))
    long = {str(one.get("url")): web_address(one.get("expanded_url")) for one in urls}
    return _SHORT.sub(lambda match: long.get(match[0]) or match[0], body) if long else body


FORMAT: Final = X()
