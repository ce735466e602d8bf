"""What a post looks like as a row: the columns, the digest, and both ways between Post and Arrow."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from harvest.model import Author, Markup, Post

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MARK: Final = b"harvest.lake"
"""The key in a Parquet file's metadata that says it is ours; its value is the version of the columns."""

VERSION: Final = b"1"

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

_MOST: Final = 2**63 - 1

_TEXT: Final = pa.string()
_TEXTS: Final = pa.list_(pa.string())
_TIME: Final = pa.timestamp("us", tz="UTC")

CONTENT: Final = (
    ("source", _TEXT, attrgetter("source")),
    ("id", _TEXT, attrgetter("id")),
    ("author_key", _TEXT, attrgetter("author.key")),
    ("author_name", _TEXT, attrgetter("author.name")),
    ("author_url", _TEXT, attrgetter("author.url")),
    ("author_staff", pa.bool_(), attrgetter("author.staff")),
    ("created", _TIME, lambda post: microseconds(post.created)),
    ("version", _TIME, lambda post: microseconds(post.version)),
    ("body", _TEXT, attrgetter("body")),
    ("markup", _TEXT, lambda post: post.markup.value),
    ("conversation", _TEXT, attrgetter("conversation")),
    ("parent", _TEXT, attrgetter("parent")),
    ("aliases", _TEXTS, attrgetter("aliases")),
    ("title", _TEXT, attrgetter("title")),
    ("url", _TEXT, attrgetter("url")),
    ("lang", _TEXT, attrgetter("lang")),
    ("product", _TEXT, attrgetter("product")),
    ("topic", _TEXT, attrgetter("topic")),
    ("tags", _TEXTS, attrgetter("tags")),
    ("licence", _TEXT, attrgetter("licence")),
    ("accepted", _TEXT, attrgetter("accepted")),
    ("score", pa.int64(), lambda post: max(-_MOST, min(post.score, _MOST))),
    ("deleted", pa.bool_(), attrgetter("deleted")),
)
"""Column, type, and where it stands in a Post. To add one: append it here and in `post`, raise VERSION."""

NAMES: Final = tuple(name for name, _, _ in CONTENT)
SCHEMA: Final = pa.schema(
    [
        *(pa.field(name, kind) for name, kind, _ in CONTENT),
        pa.field("digest", _TEXT),  # of all the columns above: two rows with one digest say the same
        pa.field("fetched", _TIME),  # when the lake took it in
    ],
    metadata={MARK: VERSION},
)


def microseconds(moment: datetime) -> int:
    """Since 1970 in UTC. Raises TypeError for a time without a zone."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(since_epoch: int) -> datetime:
    """The way back."""
    return _EPOCH + since_epoch * _MICROSECOND


def row(post: Post) -> tuple[list[Any], str, int]:
    """A post as column values, its digest (32 hex digits) and about how many bytes it takes.

    Halves of a surrogate pair, which JSON can carry and UTF-8 cannot, are joined or replaced.
    """
    values = [take(post) for _, _, take in CONTENT]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    try:
        data = text.encode()
    except UnicodeEncodeError:
        values = [_mend(value) for value in values]
        data = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return values, hashlib.blake2b(data, digest_size=16).hexdigest(), len(data)


def _mend(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return tuple(map(_mend, value)) if isinstance(value, tuple) else value


def posts(columns: Sequence[Sequence[Any]]) -> Iterator[Post]:
    """Posts from column values in the order of CONTENT, times as integers."""
    author = Author  # local names: this loop makes every post the rest of Harvest sees
    markups = {markup.value: markup for markup in Markup}
    for (
        source, id_, key, name, address, staff, created, version, body, markup, conversation, parent, aliases,
        title, url, lang, product, topic, tags, licence, accepted, score, deleted,
    ) in zip(*columns, strict=True):  # fmt: skip
        yield Post(
            source=source,
            id=id_,
            author=author(key=key, name=name, url=address, staff=staff),
            created=_EPOCH + timedelta(microseconds=created),
            version=_EPOCH + timedelta(microseconds=version),
            body=body,
            markup=markups[markup],
            conversation=conversation,
            parent=parent,
            aliases=tuple(aliases),
            title=title,
            url=url,
            lang=lang,
            product=product,
            topic=topic,
            tags=tuple(tags),
            licence=licence,
            accepted=accepted,
            score=score,
            deleted=deleted,
        )


def values(batch: pa.RecordBatch | pa.Table) -> list[list[Any]]:
    """The columns of CONTENT as Python lists, times as integers."""
    return [
        (batch[name].cast(pa.int64()) if kind is _TIME else batch[name]).to_pylist()
        for name, kind, _ in CONTENT
    ]
