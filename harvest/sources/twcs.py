"""Customer Support on Twitter: one CSV of tweets, linked by reply.

Ids are kept as they are and say nothing about time. A tweet names the one it answers
(`in_response_to_tweet_id`); where it does not, another may still list it among its answers
(`response_tweet_id`). Which one does is known only at the end of the file, so tweets without a parent
wait in a private temporary database on disk, and memory stays flat.

Spreadsheets damage these files: they round long ids (`1.15E+18`), run lists of ids together
(`15,761,574`), write TRUE for True, CRLF, and a million empty lines. A damaged id of the tweet or of its
parent makes the row bad. A damaged list is not used: the children name their parent themselves.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from harvest.model import Author, Markup, Post
from harvest.sources import csvrows
from harvest.sources.fields import (
    BadRow,
    damaged,
    identifier,
    line_of_text,
    optional_identifier,
    text,
    x_time,
)
from harvest.sources.scratch import scratch
from harvest.sources.snowflake import snowflake_time

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from harvest.sources.options import Report, SourceOptions

_COLUMNS: Final = (
    "tweet_id",
    "author_id",
    "inbound",
    "created_at",
    "text",
    "response_tweet_id",
    "in_response_to_tweet_id",
)
_LIST: Final = re.compile(r"[0-9]{1,19}(?:,[0-9]{1,19})*")
_BATCH: Final = 1000


class Twcs:
    """Company accounts (`inbound` is False) are staff: the set's own flag."""

    name: Final = "twcs"
    about: Final = "Customer Support on Twitter: CSV, or a zip archive with it"

    def recognises(self, path: Path, head: bytes) -> bool:
        """By its columns."""
        del path
        return csvrows.header(head).issuperset(_COLUMNS)

    def read(self, path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
        """Yield tweets with a parent as they come, the others at the end."""
        with scratch(path) as waiting:
            waiting.execute("CREATE TABLE orphan (line INT, label TEXT, " + ", ".join(_COLUMNS) + ")")
            waiting.execute("CREATE TABLE claim (child TEXT PRIMARY KEY, parent TEXT) WITHOUT ROWID")
            claims: list[tuple[str, str]] = []
            for line, label, row in csvrows.rows(path, _COLUMNS, report):
                try:
                    id_ = identifier(row["tweet_id"], "tweet_id")
                    parent = optional_identifier(row["in_response_to_tweet_id"], "in_response_to_tweet_id")
                    claims += [(child, id_) for child in _children(row["response_tweet_id"])]
                    if parent:
                        yield _tweet(id_, parent, row, options)
                    else:
                        values = (line, label, *(row[column] for column in _COLUMNS))
                        waiting.execute("INSERT INTO orphan VALUES (?,?,?,?,?,?,?,?,?)", values)
                except BadRow as bad:
                    report.bad(line, f"{label}{bad}")
                if len(claims) >= _BATCH:
                    _note(waiting, claims)
            _note(waiting, claims)
            yield from _adopted(waiting, options, report)


def _note(waiting: sqlite3.Connection, claims: list[tuple[str, str]]) -> None:
    waiting.executemany("INSERT OR IGNORE INTO claim VALUES (?,?)", claims)
    claims.clear()


def _adopted(waiting: sqlite3.Connection, options: SourceOptions, report: Report) -> Iterator[Post]:
    """Yield the tweets that named no parent, with the one that named them."""
    found = waiting.execute(
        "SELECT orphan.*, claim.parent FROM orphan"
        " LEFT JOIN claim ON claim.child = orphan.tweet_id ORDER BY orphan.rowid"
    )
    for line, label, *values, parent in found:
        row = dict(zip(_COLUMNS, values, strict=True))
        try:
            id_ = identifier(row["tweet_id"], "tweet_id")
            yield _tweet(id_, "" if parent is None or parent == id_ else parent, row, options)
        except BadRow as bad:
            report.bad(line, f"{label}{bad}")


def _children(raw: str) -> tuple[str, ...]:
    return tuple(raw.split(",")) if _LIST.fullmatch(raw) and not damaged(raw) else ()


def _tweet(id_: str, parent: str, row: dict[str, str], options: SourceOptions) -> Post:
    if not row["author_id"] and not row["text"]:
        raise BadRow("nothing but an id")
    inbound = row["inbound"].strip().lower()
    if inbound not in ("true", "false"):
        raise BadRow("inbound is neither True nor False")
    author = identifier(row["author_id"], "author_id")
    created = x_time(row["created_at"], "created_at")
    staff = inbound == "false"
    return Post(
        source=options.name,
        id=id_,
        parent=parent,
        # customers are anonymous numbers in this set, companies keep their name
        author=Author(key=author, name=line_of_text(author, "author_id") if staff else "", staff=staff),
        created=created,
        version=created,
        body=text(row["text"], "text"),
        markup=Markup.TEXT,
        url=_address(id_, created),
        licence=options.licence,
    )


def _address(id_: str, created: datetime) -> str:
    """Return the tweet's address only if the id is X's own.

    The published set has its ids replaced by small numbers, and those lead to somebody else's tweet.
    X's own carry the time at which they were made.
    """
    made = snowflake_time(id_)
    if made is None or abs(made - created) > timedelta(minutes=1):
        return ""
    return f"https://x.com/i/web/status/{id_}"


FORMAT: Final = Twcs()
