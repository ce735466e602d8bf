"""Labelled threads, one JSON object per line.

    {"id": "forum:12", "source": "forum", "outcome": "resolved", "page": true, "answer": [2], "evidence": [3],
     "titles": ["…"], "posts": [{"n": 1, "id": "…", "author": "…", "reply_to": null, "text": "…"}, …]}

`answer`, `evidence` and `reply_to` name posts by `n`. A label of null says that the readers disagreed: it
counts neither way. `role`, where it is there, is not read: roles are inferred, as they are in life.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from harvest.errors import HarvestError
from harvest.model import Author, Markup, Outcome, Post, Thread
from harvest.threads import thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Labelled posts have no times: they are taken to follow each other, a minute apart, in the order of `n`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A thread and what its readers said of it."""

    id: str
    source: str
    thread: Thread
    outcome: Outcome | None
    """None where the readers disagreed."""
    page: bool | None
    """Worth a page; None where the readers disagreed."""
    answer: frozenset[str]
    """Ids of the posts that hold the answer."""
    evidence: frozenset[str]
    """Ids of the posts in which somebody affected confirms."""
    titles: tuple[str, ...]
    note: str


def read(path: Path) -> Iterator[Labelled]:
    """The labelled threads of a file. Raises HarvestError that names the line that cannot be read."""
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _labelled(line, path, number)
    except (OSError, UnicodeDecodeError) as error:
        raise HarvestError("cannot be read", where=path, todo="name a file of labelled threads") from error


def _labelled(line: str, path: Path, number: int) -> Labelled:
    try:
        return _read(json.loads(line))
    except KeyError as error:
        problem = f"{error} is not there"
    except (ValueError, TypeError, AttributeError) as error:
        problem = f"{error}"
    raise HarvestError(
        f"not a labelled thread: {problem}", where=path, line=number, todo="see docs/handbook/backtest.md"
    )


def _read(row: dict[str, Any]) -> Labelled:
    if not isinstance(row, dict):
        raise TypeError("the line is no JSON object")
    if not (row["page"] is None or isinstance(row["page"], bool)):
        raise ValueError("page is neither true, false nor null")
    by_number = {post["n"]: str(post["id"]) for post in row["posts"]}
    answer, evidence = (_numbers(row[name], name, by_number) for name in ("answer", "evidence"))
    return Labelled(
        id=row["id"],
        source=row["source"],
        thread=thread([_post(row, post, at) for at, post in enumerate(row["posts"])]),
        outcome=Outcome(row["outcome"].replace("_", " ")) if row["outcome"] else None,
        page=row["page"],
        answer=frozenset(by_number[n] for n in answer),
        evidence=frozenset(by_number[n] for n in evidence),
        titles=tuple(row.get("titles", ())),
        note="; ".join(dict.fromkeys(row.get("notes", ()))),
    )


def _numbers(said: Any, name: str, known: Mapping[Any, str]) -> list[Any]:
    """The posts that a label names: a list of their numbers, a single one, or null for none."""
    numbers = said if isinstance(said, list) else [] if said is None else [said]
    if any(n not in known for n in numbers):
        raise ValueError(f"{name} names a post that is not there")
    return numbers


def _post(row: dict[str, Any], post: dict[str, Any], at: int) -> Post:
    by_number = {other["n"]: str(other["id"]) for other in row["posts"]}
    when = BEGINNING + timedelta(minutes=at)
    author = str(post.get("author") or "unnamed")
    return Post(
        source=row["source"],
        id=str(post["id"]),
        author=Author(key=author, name=author),
        created=when,
        version=when,
        body=post["text"],
        markup=Markup.TEXT,
        parent=by_number.get(post.get("reply_to"), ""),
    )
