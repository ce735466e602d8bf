"""A report that remembers, and one way to read a file with it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvest.model import ID_PATTERN, Post
from harvest.sources import SourceOptions, format_named

REAL = Path(os.environ.get("HARVEST_REAL_DATA", Path(__file__).parents[2] / "../shared/data"))


class Recorder:
    def __init__(self) -> None:
        self.rows: list[tuple[int, str]] = []
        self.notes: list[str] = []

    def bad(self, line: int, reason: str) -> None:
        self.rows.append((line, reason))

    def skipped(self, reason: str) -> None:
        self.notes.append(reason)


def read(
    name: str, path: Path, content: object = None, *, url: str = "", licence: str = ""
) -> tuple[list[Post], Recorder]:
    """Write `content` (text, bytes, or anything JSON) and read it; every post must be a valid one."""
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, str):
        path.write_text(content, encoding="utf-8", newline="")
    elif content is not None:
        path.write_text(json.dumps(content), encoding="utf-8")
    report = Recorder()
    posts = list(format_named(name).read(path, SourceOptions(name="s", url=url, licence=licence), report))
    for post in posts:
        valid(post)
    return posts, report


def valid(post: Post) -> None:
    assert post.source == "s"
    assert ID_PATTERN.fullmatch(post.id)
    for link in (post.parent, post.conversation, post.accepted, *post.aliases):
        assert not link or ID_PATTERN.fullmatch(link)
    assert post.parent != post.id
    assert post.created.tzinfo is UTC
    assert post.version.tzinfo is UTC
    assert post.version >= post.created
    assert "\0" not in post.body
    (post.body + post.title + post.author.name + post.author.key + post.url + "".join(post.tags)).encode()
    assert "\n" not in post.title
    assert type(post.score) is int
    assert post.author.key or post.deleted
    assert not (post.deleted and (post.body or post.title or post.author.name))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def real(path: str) -> Path:
    found = REAL / path
    if not found.exists():
        pytest.skip(f"no real data at {found}")
    return found
