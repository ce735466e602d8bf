"""Our own format for everything else: one JSON object per line, its keys the fields of `model.Post`.

`to_line` writes it and `Jsonl.read` reads it: what comes out is what went in. The keys are documented in
docs/handbook/sources.md.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from harvest.model import Author, Markup, Post
from harvest.sources import jsonstream
from harvest.sources.fields import (
    BadRow,
    identifier,
    iso_time,
    labels,
    line_of_text,
    optional_identifier,
    text,
    tombstone,
    web_address,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harvest.sources.options import Report, SourceOptions

POST_KEYS: Final = frozenset(field.name for field in fields(Post)) - {"source"}
"""`source` is not written: the same file may be imported under any name."""
AUTHOR_KEYS: Final = frozenset(field.name for field in fields(Author))
_LONGEST_KEY: Final = 40


class Jsonl:
    """Strict: a key that we do not know is a mistake, and the reason names it."""

    name: Final = "jsonl"
    about: Final = "Harvest's own JSON Lines, for every other source"

    def recognises(self, path: Path, head: bytes) -> bool:
        """By the keys of a post or of a tombstone."""
        del path
        keys = jsonstream.shape(head)
        return keys >= {"id", "created", "body", "author.key"} or keys >= {"id", "created", "deleted"}

    def read(self, path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
        """Yield one post per line."""
        for number, label, value in jsonstream.objects(path, report):
            try:
                yield _post(value, options)
            except BadRow as bad:
                report.bad(number, f"{label}{bad}")


def to_line(post: Post) -> str:
    """Return the post as one line, without the newline; what says nothing is left out."""
    author = {
        "key": post.author.key,
        "name": post.author.name,
        "url": post.author.url,
        "staff": post.author.staff,
    }
    value: dict[str, object] = {
        "id": post.id,
        "author": {key: one for key, one in author.items() if one not in ("", None)},
        "created": post.created.isoformat(),
        "version": post.version.isoformat(),
        "body": post.body,
        "markup": post.markup.value,
        "aliases": list(post.aliases),
        "tags": list(post.tags),
        "score": post.score,
        "deleted": post.deleted,
    }
    for name in ("conversation", "parent", "title", "url", "lang", "product", "topic", "licence", "accepted"):
        value[name] = getattr(post, name)
    if post.version == post.created:
        del value["version"]
    said = {key: one for key, one in value.items() if one or key == "body"}
    return json.dumps(said, ensure_ascii=False)


def _post(value: dict[str, object], options: SourceOptions) -> Post:
    _known(value, POST_KEYS, "")
    id_ = identifier(value.get("id"), "id")
    created = iso_time(value.get("created"), "created")
    version = iso_time(value["version"], "version") if value.get("version") else created
    if version < created:
        raise BadRow("version is earlier than created")
    deleted = _flag(value, "deleted")
    if deleted:
        if value.get("body") or value.get("title"):
            raise BadRow("deleted, but it has a body or a title")
        return tombstone(options, id_, created, version, _optional_key(value.get("author")))
    if "body" not in value:
        raise BadRow("no body")
    return Post(
        source=options.name,
        id=id_,
        author=_author(value.get("author")),
        created=created,
        version=version,
        body=text(value["body"], "body"),
        markup=_markup(value.get("markup", "text")),
        conversation=optional_identifier(value.get("conversation"), "conversation"),
        parent=optional_identifier(value.get("parent"), "parent"),
        aliases=tuple(identifier(one, "aliases") for one in _list(value, "aliases")),
        title=line_of_text(value.get("title"), "title"),
        url=_address(value.get("url"), "url"),
        lang=line_of_text(value.get("lang"), "lang"),
        product=line_of_text(value.get("product"), "product"),
        topic=line_of_text(value.get("topic"), "topic"),
        tags=labels(_list(value, "tags")),
        licence=line_of_text(value.get("licence"), "licence") or options.licence,
        accepted=optional_identifier(value.get("accepted"), "accepted"),
        score=_score(value.get("score", 0)),
    )


def _known(value: dict[str, object], keys: frozenset[str], of: str) -> None:
    for key in value:
        if key not in keys:
            shown = key if len(key) <= _LONGEST_KEY and key.isidentifier() else "(not a name)"
            raise BadRow(f"unknown key {of}{shown}; known: {', '.join(sorted(keys))}")


def _author(raw: object) -> Author:
    if not isinstance(raw, dict):
        raise BadRow("author is not an object")
    _known(raw, AUTHOR_KEYS, "author.")
    key = line_of_text(raw.get("key"), "author.key")
    if not key:
        raise BadRow("no author.key")
    staff = raw.get("staff")
    if staff is not None and not isinstance(staff, bool):
        raise BadRow("author.staff is neither true, false nor null")
    return Author(
        key=key,
        name=line_of_text(raw.get("name"), "author.name"),
        url=_address(raw.get("url"), "author.url"),
        staff=staff,
    )


def _optional_key(raw: object) -> str:
    return _author(raw).key if isinstance(raw, dict) and raw.get("key") else ""


def _markup(raw: object) -> Markup:
    try:
        return Markup(str(raw))
    except ValueError:
        raise BadRow(f"markup is none of {', '.join(Markup)}") from None


def _flag(value: dict[str, object], name: str) -> bool:
    raw = value.get(name, False)
    if not isinstance(raw, bool):
        raise BadRow(f"{name} is neither true nor false")
    return raw


def _list(value: dict[str, object], name: str) -> list[object]:
    raw = value.get(name, [])
    if not isinstance(raw, list):
        raise BadRow(f"{name} is not a list")
    return raw


def _address(raw: object, name: str) -> str:
    address = web_address(raw)
    if raw and not address:
        raise BadRow(f"{name} is not an http or https address")
    return address


def _score(raw: object) -> int:
    limit = 2**31
    if isinstance(raw, bool) or not isinstance(raw, int) or not -limit <= raw < limit:
        raise BadRow("score is not a whole number")
    return raw


FORMAT: Final = Jsonl()
