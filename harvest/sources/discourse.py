"""Discourse: topics as `GET /t/ID.json` gives them, one per file, in one list, or one per line.

Only what everybody may read becomes a post: staff whispers, private messages and unlisted topics are left
out; what was deleted or hidden becomes a tombstone. HTML (`cooked`) is kept as it is.
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
    optional_identifier,
    place,
    sequence,
    text,
    tombstone,
    whole_number,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from harvest.sources.options import Report, SourceOptions

_REGULAR: Final = 1
_MODERATOR: Final = 2
"""A regular post in a moderator's colour."""
_SMALL_ACTION: Final = 3
_WHISPER: Final = 4


class Discourse:
    """A post without an explicit reply answers the first post of its topic."""

    name: Final = "discourse"
    about: Final = "Discourse topics: /t/ID.json, alone, in a list, or one per line"

    def recognises(self, path: Path, head: bytes) -> bool:
        """By the stream of posts."""
        del path
        return "post_stream.posts.item.id" in jsonstream.shape(head)

    def read(self, path: Path, options: SourceOptions, report: Report) -> Iterator[Post]:
        """Yield the posts of each topic in the topic's order."""
        for number, label, topic in jsonstream.objects(path, report, self.recognises):
            try:
                reader = Topic(topic, options)
            except BadRow as bad:
                report.bad(number, f"{label}{bad}")
                continue
            if reason := reader.private():
                report.skipped(reason)
                continue
            if missing := reader.missing():
                report.skipped(f"topic {reader.id}: {len(missing)} posts not in this file")
            yield from reader.read(report, number, label)


def _no_post(raw: dict[str, object]) -> str:
    kind = raw.get("post_type", _REGULAR)
    if kind in (_REGULAR, _MODERATOR):
        return ""
    if kind == _SMALL_ACTION:
        return "small action"
    return "staff whisper" if kind == _WHISPER else "post of an unknown type"


class Topic:
    """One topic: what its posts share, and the ids behind their numbers."""

    def __init__(self, topic: dict[str, object], options: SourceOptions) -> None:
        """Raises `BadRow` for what is no topic, or one without posts."""
        stream = mapping(topic.get("post_stream"))
        self.posts = [mapping(post) for post in sequence(stream.get("posts"))]
        if not self.posts:
            raise BadRow("no posts: not a topic, or an empty one")
        self._topic = topic
        self._options = options
        # a page of /t/ID/posts.json has no topic around it
        self.id = identifier(topic.get("id") or self.posts[0].get("topic_id"), "topic id")
        self._ids = {str(post.get("post_number")): post.get("id") for post in self.posts}
        self._stream = sequence(stream.get("stream"))

    def private(self) -> str:
        """Say why this topic is not for everybody; "" if it is."""
        if self._topic.get("archetype") == "private_message":
            return "private message"
        if self._topic.get("visible") is False:
            return "unlisted topic"
        return ""

    def missing(self) -> list[str]:
        """The ids of the posts of the topic that are not among `posts`."""
        here = {str(post.get("id")) for post in self.posts}
        return [each for id_ in self._stream if (each := str(id_)).isdecimal() and each not in here]

    def read(self, report: Report, number: int, label: str) -> Iterator[Post]:
        """Yield the topic's posts in its order; `number` and `label` say where it stands in what is read."""
        for count, raw in enumerate(self.posts, start=1):
            if reason := _no_post(raw):
                report.skipped(reason)
                continue
            try:
                yield self.post(raw)
            except BadRow as bad:
                report.bad(number, f"{label}post {count} of the topic: {bad}")

    def post(self, raw: dict[str, object]) -> Post:
        """Return one post. Raises `BadRow`."""
        id_ = identifier(raw.get("id"), "post id")
        created = iso_time(raw.get("created_at"), "created_at")
        changed = raw.get("updated_at")
        version = max(created, iso_time(changed, "updated_at")) if changed else created
        gone = raw.get("deleted_at") or self._topic.get("deleted_at")
        if gone or raw.get("user_deleted") or raw.get("hidden"):
            when = iso_time(gone, "deleted_at") if gone else version
            return tombstone(self._options, id_, created, max(version, when))
        number = whole_number(raw.get("post_number"))
        return Post(
            source=self._options.name,
            id=id_,
            conversation=self.id,
            parent="" if number == 1 else self._parent(raw, id_),
            author=self._author(raw),
            created=created,
            version=version,
            title=line_of_text(self._topic.get("title"), "title") if number == 1 else "",
            body=text(raw.get("cooked"), "cooked"),
            markup=Markup.HTML,
            url=place(self._options, self.id, f"t/{self.id}/{number}" if number != 1 else f"t/{self.id}"),
            topic=self._category() if number == 1 else "",
            tags=self._tags() if number == 1 else (),
            licence=self._options.licence,
            accepted=self._accepted() if number == 1 else "",
            score=_likes(raw),
        )

    def _parent(self, raw: dict[str, object], own: str) -> str:
        for number in (raw.get("reply_to_post_number"), 1):
            if number and (id_ := self._ids.get(str(number))):
                parent = identifier(id_, "parent's id")
                return parent if parent != own else ""
        return ""

    def _accepted(self) -> str:
        number = mapping(self._topic.get("accepted_answer")).get("post_number")
        chosen = self._ids.get(str(number)) if number else None
        chosen = chosen or next(
            (post.get("id") for post in self.posts if post.get("accepted_answer") is True), None
        )
        return identifier(chosen, "accepted answer") if chosen else ""

    def _author(self, raw: dict[str, object]) -> Author:
        handle = line_of_text(raw.get("username"), "username")
        key = optional_identifier(raw.get("user_id"), "user_id") or handle
        if not key:
            raise BadRow("no user")
        flags = [raw[flag] for flag in ("staff", "admin", "moderator") if isinstance(raw.get(flag), bool)]
        base = "" if "{id}" in self._options.url else self._options.url.rstrip("/")
        return Author(
            key=key,
            name=line_of_text(raw.get("name"), "name") or handle,
            url=f"{base}/u/{handle}" if base and handle else "",
            staff=any(flags) if flags else None,
        )

    def _category(self) -> str:
        """Return the category's name where the file has it, else its number."""
        named = line_of_text(mapping(self._topic.get("category")).get("name"), "category")
        return named or optional_identifier(self._topic.get("category_id"), "category_id")

    def _tags(self) -> tuple[str, ...]:
        """Return the tags' names: plain strings until 2025, objects since."""
        return labels(mapping(tag).get("name", tag) for tag in sequence(self._topic.get("tags")))


def _likes(raw: dict[str, object]) -> int:
    likes = 2  # Discourse's number for the action
    actions = map(mapping, sequence(raw.get("actions_summary")))
    return next((whole_number(action.get("count")) for action in actions if action.get("id") == likes), 0)


FORMAT: Final = Discourse()
