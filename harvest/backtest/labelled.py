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

from harvest.backtest.sets import Reader
from harvest.model import Author, Kind, Markup, Outcome, Post, Thread
from harvest.threads import thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

BEGINNING: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Labelled posts have no times: they are taken to follow each other, a minute apart, in the order of `n`."""


ADVICE: Final = "see docs/handbook/backtest.md"


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
    kind: Kind | None = None
    """What kind of answer it is; None where nobody says, or the readers disagreed."""


def read(path: Path) -> Iterator[Labelled]:
    """The labelled threads of a file. Raises HarvestError that names the line that cannot be read."""
    reader = Reader(path, ADVICE)
    for number, line in enumerate(reader.text().split("\n"), 1):
        if line.strip():
            try:
                yield _labelled(line)
            except ValueError as error:
                raise reader.error(f"not a labelled thread: {error}", number) from None


def _labelled(line: str) -> Labelled:
    """Raises ValueError that says what is wrong."""
    try:
        return _read(json.loads(line))
    except RecursionError:
        raise ValueError("nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error.msg}") from None
    except KeyError as error:
        raise ValueError(f"{error} is not there") from None


def _read(row: dict[str, Any]) -> Labelled:
    if not isinstance(row, dict):
        raise ValueError("the line is no JSON object")  # noqa: TRY004 — a mistake of the file's
    if not (row["page"] is None or isinstance(row["page"], bool)):
        raise ValueError("page is neither true, false nor null")
    posts = _posts(row)
    by_number = {post["n"]: post["id"] for post in posts}
    answer, evidence = (_numbers(row[name], name, by_number) for name in ("answer", "evidence"))
    source = _text(row, "source")
    return Labelled(
        id=_text(row, "id"),
        source=source,
        thread=thread([_post(source, post, by_number, at) for at, post in enumerate(posts)]),
        outcome=_outcome(row["outcome"]),
        page=row["page"],
        answer=frozenset(by_number[n] for n in answer),
        evidence=frozenset(by_number[n] for n in evidence),
        titles=_texts(row, "titles"),
        note="; ".join(dict.fromkeys(_texts(row, "notes"))),
        kind=_kind(row.get("kind")),
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    if not isinstance(row[name], str) or not row[name]:
        raise ValueError(f"{name} is no text")
    return str(row[name])


def _texts(row: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """None where the key is not there."""
    found = row.get(name) or ()
    if not isinstance(found, list | tuple) or not all(isinstance(text, str) for text in found):
        raise ValueError(f"{name} is no list of texts")
    return tuple(found)


def _outcome(said: Any) -> Outcome | None:
    if said is None:
        return None
    known = {str(outcome).replace(" ", "_"): outcome for outcome in Outcome}
    if not isinstance(said, str) or said.replace(" ", "_") not in known:
        raise ValueError(f"outcome is none of {', '.join(known)} and null")
    return known[said.replace(" ", "_")]


def _kind(said: Any) -> Kind | None:
    if said is None:
        return None
    if said not in set(Kind):
        raise ValueError(f"kind is none of {', '.join(Kind)} and null")
    return Kind(said)


def _posts(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """With `id` as a text. Numbers may stand for ids."""
    posts = row["posts"]
    if not isinstance(posts, list):
        raise ValueError("posts is no list")  # noqa: TRY004 — a mistake of the file's
    if not posts:
        raise ValueError("posts is empty")
    if not all(isinstance(post, dict) for post in posts):
        raise ValueError("a post is no JSON object")
    if not all(isinstance(post["n"], int) for post in posts):
        raise ValueError("n of a post is no whole number")
    return [{**post, "id": str(post["id"]), "text": _text(post, "text")} for post in posts]


def _numbers(said: Any, name: str, known: Mapping[int, str]) -> list[int]:
    """The posts that a label names: a list of their numbers, a single one, or null for none."""
    numbers = said if isinstance(said, list) else [] if said is None else [said]
    if not all(isinstance(n, int) and n in known for n in numbers):
        raise ValueError(f"{name} names a post that is not there")
    return numbers


def _post(source: str, post: Mapping[str, Any], by_number: Mapping[int, str], at: int) -> Post:
    when = BEGINNING + timedelta(minutes=at)
    author = str(post.get("author") or "unnamed")
    answered = post.get("reply_to")
    return Post(
        source=source,
        id=post["id"],
        author=Author(key=author, name=author),
        created=when,
        version=when,
        body=post["text"],
        markup=Markup.TEXT,
        parent=by_number.get(answered, "") if isinstance(answered, int) else "",
    )
