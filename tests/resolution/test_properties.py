"""What holds of every verdict, whatever people write."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.model import Author, Markup, Outcome, Post
from harvest.resolution import judge
from harvest.resolution.cues import PATTERNS, Act
from harvest.threads import thread
from tests.hanging import no_hanging
from tests.threads.strategies import START, conversations

if TYPE_CHECKING:
    from collections.abc import Sequence


@settings(max_examples=250, deadline=None)
@given(conversations())
def test_a_verdict_names_posts_of_its_thread(posts: Sequence[Post]) -> None:
    verdict = judge(thread(posts))
    ids = {post.id for post in posts}
    assert set(verdict.answer) <= ids
    assert verdict.confirmed_by in ids | {""}
    assert {evidence.post for evidence in verdict.evidence} <= ids
    assert 0 <= verdict.confidence <= 1
    assert bool(verdict.confirmed_by) == (verdict.outcome is Outcome.RESOLVED)
    published = verdict.outcome in {Outcome.RESOLVED, Outcome.ANSWERED}
    assert bool(verdict.answer) == bool(verdict.kind) == published
    assert published or not verdict.worth_a_page


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_verdict_depends_on_the_conversation_only(data: st.DataObject) -> None:
    posts = data.draw(conversations())
    verdict = judge(thread(posts))
    louder = [replace(post, score=data.draw(st.integers(-9, 9_999))) for post in posts]
    assert judge(thread(data.draw(st.permutations(louder)))) == verdict


@pytest.mark.parametrize("act", Act)
def test_every_act_has_cues(act: Act) -> None:
    assert act in PATTERNS


@pytest.mark.parametrize(
    "piece", ["it works ", "how ", "thanks? ", "#a ", "n't ", "that ", "@a ", " ", "work > ", "x", "but "]
)
def test_a_huge_post_costs_no_more_than_a_long_one(piece: str) -> None:
    """Every pattern is bounded: a huge post is judged in the time that reading them takes."""
    body = (piece * (200_000 // len(piece)))[:200_000]
    posts = [
        Post(
            source="forum",
            id=id_,
            author=Author(key=id_),
            created=START,
            version=START,
            body=body,
            markup=Markup.TEXT,
            parent=parent,
        )
        for id_, parent in (("1", ""), ("2", "1"))
    ]
    read = thread(posts)
    with no_hanging():
        judge(read)


def test_where_the_question_was_deleted_no_helper_is_taken_for_who_asked() -> None:
    """Found by hand: on Discourse the first post is not called as its topic is, and was not missed."""
    posts = [
        Post(
            source="forum",
            id=id_,
            conversation="7325",
            parent=parent,
            author=Author(key=who),
            created=datetime(2026, 5, 1, hour, tzinfo=UTC),
            version=datetime(2026, 5, 1, hour, tzinfo=UTC),
            body=text,
            markup=Markup.TEXT,
        )
        for id_, parent, who, hour, text in (
            ("902", "901", "bo", 9, "Mine clicks off too early as well. What can I do?"),
            (
                "903",
                "901",
                "cy",
                10,
                "Fill it with half water, half vinegar, wait an hour and rinse it twice.",
            ),
            ("904", "903", "bo", 11, "That worked, thank you!"),
        )
    ]
    assert judge(thread(posts)).outcome is Outcome.UNSURE
