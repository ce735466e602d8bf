"""Our own JSON Lines: what is written is what is read, and a mistake is named."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvest.model import ID_PATTERN, Author, Markup, Post
from harvest.sources import SourceOptions, guess
from harvest.sources.jsonl import AUTHOR_KEYS, FORMAT, POST_KEYS, to_line
from tests.sources.recorder import Recorder, read

HANDBOOK = Path(__file__).parents[2] / "docs/handbook/sources.md"

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
lines = words.map(lambda text: " ".join(text.split()))
ids = st.from_regex(ID_PATTERN, fullmatch=True)
moments = st.integers(631_152_000, 4_102_444_799).map(lambda second: datetime.fromtimestamp(second, UTC))
addresses = st.sampled_from(["", "https://forum.example.org/t/1", "http://h.example.org/ü?a=b#c"])


@st.composite
def posts(draw: st.DrawFn) -> Post:
    created, version = sorted((draw(moments), draw(moments)))
    if draw(st.booleans()):
        key = draw(lines)
        return Post(
            source="s", id=draw(ids), author=Author(key=key), created=created, version=version,
            body="", markup=Markup.TEXT, deleted=True,
        )  # fmt: skip
    author = Author(
        key=draw(lines.filter(bool)),
        name=draw(lines),
        url=draw(addresses),
        staff=draw(st.sampled_from([True, False, None])),
    )
    maybe = st.one_of(st.just(""), ids)
    return Post(
        source="s",
        id=draw(ids),
        author=author,
        created=created,
        version=version,
        body=draw(words),
        markup=draw(st.sampled_from(Markup)),
        conversation=draw(maybe),
        parent=draw(maybe),
        aliases=tuple(draw(st.lists(ids, max_size=3))),
        title=draw(lines),
        url=draw(addresses),
        lang=draw(lines),
        product=draw(lines),
        topic=draw(lines),
        tags=tuple(draw(st.lists(lines.filter(bool), max_size=3, unique=True))),
        licence=draw(lines),
        accepted=draw(maybe),
        score=draw(st.integers(-(2**31), 2**31 - 1)),
    )


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(posts(), min_size=1, max_size=3))
def test_what_is_written_is_what_is_read(tmp_path: Path, written: list[Post]) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text("".join(to_line(post) + "\n" for post in written), encoding="utf-8", newline="")
    report = Recorder()
    assert list(FORMAT.read(path, SourceOptions(name="s"), report)) == written
    assert not report.rows


def line(**over: Any) -> str:
    value = {"id": "1", "author": {"key": "ada"}, "created": "2026-01-02T03:04:05Z", "body": "cold"}
    return json.dumps({key: one for key, one in (value | over).items() if one != "-"})


def test_the_smallest_post(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    (post,), _ = read("jsonl", path, line() + "\r\n\r\n", licence="CC0-1.0")
    assert (post.body, post.version, post.markup, post.licence) == (
        "cold",
        post.created,
        Markup.TEXT,
        "CC0-1.0",
    )
    assert guess(path).name == "jsonl"


def test_a_tombstone(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    raw = {"id": "1", "created": "2026-01-02T03:04:05Z", "version": "2026-02-01T00:00:00Z", "deleted": True}
    (post,), _ = read("jsonl", path, json.dumps(raw))
    assert post.deleted
    assert guess(path).name == "jsonl"


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (line(titel="x"), "unknown key titel; known: accepted, aliases,"),
        (line(**{"my dear": "x"}), "unknown key (not a name)"),
        (line(author={"key": "a", "followers": 3}), "unknown key author.followers"),
        (line(author="ada"), "author is not an object"),
        (line(author={"key": " "}), "no author.key"),
        (line(author={"key": "a", "staff": "yes"}), "author.staff is neither"),
        (line(id="-"), "no id"),
        (line(id=True), "no id"),
        (line(id="a--b"), "id is not an id"),
        (line(parent=1.15e18), "parent was damaged by a spreadsheet"),
        (line(created="2026-01-02T03:04:05"), "created has no UTC offset"),
        (line(created=1767323045), "created is not a date"),
        (line(version="2025-01-02T03:04:05Z"), "version is earlier than created"),
        (line(body="-"), "no body"),
        (line(body=["x"]), "body is not text"),
        (line(markup="bbcode"), "markup is none of text, html, markdown"),
        (line(url="javascript:alert(1)"), "url is not an http or https address"),
        (line(tags="heat"), "tags is not a list"),
        (line(score=1.5), "score is not a whole number"),
        (line(deleted=True), "deleted, but it has a body"),
        (line(deleted=1), "deleted is neither true nor false"),
        ("[1]", "not an object"),
        ('{"id": "1", "bo', "not JSON, or cut off"),
        ('{"a":' + "[" * 100_000, "not JSON, or cut off"),
    ],
)
def test_a_mistake_is_named_and_the_rest_is_read(tmp_path: Path, bad: str, reason: str) -> None:
    found, report = read("jsonl", tmp_path / "p.jsonl", line() + "\n" + bad + "\n" + line(id="2"))
    assert [post.id for post in found] == ["1", "2"]
    ((number, said),) = report.rows
    assert number == 2
    assert said.startswith(reason)


def test_half_a_character_is_replaced_and_two_halves_are_joined(tmp_path: Path) -> None:
    (post,), _ = read("jsonl", tmp_path / "p.jsonl", line(body="\ud83d \ud83d\ude00 \0"))
    assert post.body == "\ufffd 😀 \ufffd"


def test_the_handbook_documents_every_field() -> None:
    ours = HANDBOOK.read_text(encoding="utf-8").partition("## Our own format")[2]
    table = set(re.findall(r"^\| `([a-z.]+)` \|", ours, re.MULTILINE))
    assert table == POST_KEYS - {"author"} | {f"author.{key}" for key in AUTHOR_KEYS}


def test_the_handbook_example_is_read_as_it_stands(tmp_path: Path) -> None:
    (example,) = re.findall(r"```json\n(.*?)```", HANDBOOK.read_text(encoding="utf-8"), re.DOTALL)
    found, report = read("jsonl", tmp_path / "p.jsonl", example)
    assert len(found) == 3
    assert not report.rows
    assert found[-1].deleted
