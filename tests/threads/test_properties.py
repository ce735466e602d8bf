"""What holds of every thread, whatever the posts."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.model import Author, Markup, Post, Role
from harvest.threads import thread
from tests.threads.strategies import START, conversations

if TYPE_CHECKING:
    from collections.abc import Sequence


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_the_order_of_the_input_changes_nothing(data: st.DataObject) -> None:
    posts = data.draw(conversations())
    assert thread(data.draw(st.permutations(posts))) == thread(posts)


@settings(max_examples=150, deadline=None)
@given(conversations())
def test_every_post_is_said_once_and_nothing_before_what_it_answers(posts: Sequence[Post]) -> None:
    turns = thread(posts).turns
    assert sorted(id_ for turn in turns for id_ in turn.ids) == sorted(post.id for post in posts)
    at = {turn.id: place for place, turn in enumerate(turns)}
    for turn in turns:
        assert not turn.reply_to or at[turn.reply_to] < at[turn.id]
        assert {post.author.key for post in turn.posts} == {turn.author.key}


@settings(max_examples=100, deadline=None)
@given(conversations())
def test_a_person_has_one_role_and_there_is_one_asker_at_most(posts: Sequence[Post]) -> None:
    result = thread(posts)
    roles = {(turn.author.key, turn.role, turn.role_from) for turn in result.turns}
    assert len(roles) == len({key for key, _, _ in roles})
    assert sum(role is Role.ASKER for _, role, _ in roles) <= 1


def test_a_long_chain_of_replies_is_ordered_in_time() -> None:
    one = _post("0")
    chain = [one, *(replace(one, id=str(n), parent=str(n - 1)) for n in range(1, 20_000))]
    turns = thread(chain[::-1]).turns
    assert all(int(a.id) < int(b.id) for a, b in pairwise(turns))


def _post(id_: str) -> Post:
    return Post(
        source="forum",
        id=id_,
        author=Author(key="mara"),
        created=START,
        version=START,
        body="more",
        markup=Markup.TEXT,
    )


@pytest.mark.parametrize(
    "posts", [[], [replace(_post("1"), deleted=True, body="")]], ids=["none", "tombstone"]
)
def test_what_cannot_be_a_thread_is_refused(posts: list[Post]) -> None:
    with pytest.raises(ValueError, match=r"at least one post|tombstone"):
        thread(posts)
