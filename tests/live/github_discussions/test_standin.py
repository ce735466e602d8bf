"""The stand-in finds what GitHub would not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from harvest.sources.live import POLICY
from tests.live.github_discussions.based import based
from tests.live.github_discussions.standin import (
    TOKEN,
    checked,
    kettles,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Answer = Callable[[httpx.Request], httpx.Response]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("{ repository(owner: 1, name: 2) { id } }", "String cannot represent"),
        ("{ repository(owner: null, name: null) { id } }", "Expected value of non-null type"),
        ("{ repository(owner: $o) { id } }", "not defined"),
        ('{ repository(owner: "a", name: "b") { talks { id } } }', "Cannot query field 'talks'"),
        ('{ repository(owner: "a", name: "b") { discussion(nr: 1) { id } } }', "Unknown argument 'nr'"),
        ('{ repository(owner: "a", name: "b") { discussion(number: 1) } }', "must have a selection"),
        ('{ node(id: "a") { ... on Discussion { isAnswerable } } }', "Cannot query field 'isAnswerable'"),
        ("{ codeOfConduct(key: 1) { name } }", "String cannot represent"),
        ('{ repository(owner: "a", name: "b") { squashPrTitleUsedAsDefault } }', "deprecated"),
    ],
)
def test_the_stand_in_finds_what_is_wrong_with_a_query(query: str, told: str) -> None:
    _, wrong = checked(query)
    assert told in "; ".join(error.message for error in wrong)


DEEP = "comments(first: 100) { nodes { replies(first: 100) { nodes { id } } } }"


@pytest.mark.parametrize(
    ("list_", "told"),
    [
        ("discussions", "MISSING_PAGINATION_BOUNDARIES"),
        ("discussions(first: 101)", "EXCESSIVE_PAGINATION"),
        (
            f"discussions(first: 100) {{ nodes {{ {DEEP} }} }} x: discussions(first: 1)",
            "MAX_NODE_LIMIT_EXCEEDED",
        ),
    ],
)
def test_the_stand_in_has_githubs_limits(list_: str, told: str) -> None:
    query = '{ repository(owner: "kettle-works", name: "kettle") { %s { totalCount } } }' % list_  # noqa: UP031
    asked = httpx.Request(
        "POST",
        "https://api.github.com/graphql",
        headers={"authorization": f"Bearer {TOKEN}"},
        json={"query": query, "variables": {}},
    )
    errors = kettles(5).answer(asked).json()["errors"]
    assert [error["type"] for error in errors] == [told]


def test_no_question_asks_for_more_than_github_gives(tmp_path: Path) -> None:
    base, github = based(tmp_path), kettles()
    base.one(github.answer)
    assert 4_900 < github.remaining < 5_000  # 56 discussions with 361 posts cost few points
    assert len(base.asked) < POLICY.attempts * 3
