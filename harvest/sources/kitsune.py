"""Mozilla Support's forum software (kitsune): `questions.csv` and `answers.csv`.

The two tables are told apart by their columns, and each can be read alone. Columns are found by name;
the ones not known are left alone. Some exports write each date with an offset of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.model import Author, Markup, Post
from harvest.sources import csvrows
from harvest.sources.fields import (
    BadRow,
    identifier,
    iso_time,
    labels,
    line_of_text,
    place,
    text,
    web_address,
    whole_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from harvest.sources.options import Report, SourceOptions

_SHARED: Final = ("id", "created", "content", "creator")


class Kitsune:
    """Questions have ids like `q123`, answers plain numbers; `q123` is the conversation of both."""

    name: Final = "kitsune"
    about: Final = "Mozilla Support (kitsune): questions.csv and answers.csv"

    def recognises(self, path: Path, head: bytes) -> bool:
        """By the columns of either table."""
        del path
        columns = csvrows.header(head)
        return columns.issuperset(_SHARED) and ("title" in columns or "question_id" in columns)

    def read(self, path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
        """Yield one post per row; spam is skipped."""
        for line, label, row in csvrows.rows(path, _SHARED, report):
            if row.get("is_spam", "").lower() in ("true", "1"):
                report.skipped("spam")
                continue
            try:
                yield _answer(row, options) if "question_id" in row else _question(row, options)
            except BadRow as bad:
                report.bad(line, f"{label}{bad}")


def _question(row: dict[str, str], options: SourceOptions) -> Post:
    number = identifier(row["id"], "id")
    created, version = _times(row)
    accepted = row.get("solution", "")
    return Post(
        source=options.name,
        id=f"q{number}",
        conversation=f"q{number}",
        author=_author(row),
        created=created,
        version=version,
        title=line_of_text(row.get("title"), "title"),
        body=text(row["content"], "content"),
        markup=Markup.HTML,
        url=web_address(row.get("link")) or place(options, number, f"questions/{number}"),
        lang=line_of_text(row.get("locale"), "locale"),
        product=line_of_text(row.get("product"), "product"),
        topic=line_of_text(row.get("topic"), "topic"),
        tags=labels(row.get("tags", "").split(";")),
        licence=options.licence,
        accepted=identifier(accepted, "solution") if accepted else "",
        score=whole_number(row.get("num_votes")),
    )


def _answer(row: dict[str, str], options: SourceOptions) -> Post:
    number = identifier(row["id"], "id")
    question = identifier(row["question_id"], "question_id")
    created, version = _times(row)
    thread = place(options, question, f"questions/{question}")
    return Post(
        source=options.name,
        id=number,
        conversation=f"q{question}",
        parent=f"q{question}",
        author=_author(row),
        created=created,
        version=version,
        body=text(row["content"], "content"),
        markup=Markup.HTML,
        url=web_address(row.get("link")) or (f"{thread}#answer-{number}" if thread else ""),
        licence=options.licence,
        score=whole_number(row.get("num_helpful")),
    )


def _times(row: dict[str, str]) -> tuple[datetime, datetime]:
    created = iso_time(row["created"], "created")
    updated = row.get("updated", "")
    if not updated or updated == row["created"]:
        return created, created
    return created, max(created, iso_time(updated, "updated"))


def _author(row: dict[str, str]) -> Author:
    creator = line_of_text(row["creator"], "creator")
    if not creator:
        raise BadRow("no creator")
    return Author(key=creator, name=creator)


FORMAT: Final = Kitsune()
