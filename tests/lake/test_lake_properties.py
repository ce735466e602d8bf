"""Whatever is imported in whatever order, the lake shows what a plain dictionary would."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from harvest.lake import Lake
from harvest.model import Author, Markup, Post

from .reference import NOON, conversations, current, grouped, make_post, shown, store

BATCHES = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

IDS = [f"p{number}" for number in range(7)]


@st.composite
def edits(draw: st.DrawFn) -> Post:
    """Few ids, few versions and few texts, so that they meet."""
    return make_post(
        draw(st.sampled_from(IDS[:4])),
        draw(st.sampled_from(["a", "b", ""])),
        version=NOON + timedelta(microseconds=draw(st.integers(0, 2))),
        score=draw(st.integers(0, 1)),
        deleted=draw(st.integers(0, 3)) == 0,
    )


@st.composite
def linked(draw: st.DrawFn) -> Post:
    """Chains, circles, missing parents, aliases, named conversations, tombstones."""
    return make_post(
        draw(st.sampled_from(IDS)),
        version=NOON + timedelta(microseconds=draw(st.integers(0, 1))),
        conversation=draw(st.sampled_from(["", "", "", "", "c1", "c2", "p0", "x1"])),
        parent=draw(st.sampled_from(["", *IDS, *IDS, "x1", "x2"])),
        aliases=tuple(draw(st.lists(st.sampled_from(["x1", "x2", "p0", "p1"]), max_size=1))),
        deleted=draw(st.integers(0, 4)) == 0,
    )


moments = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
anything = st.builds(
    Post,
    source=st.just("forum"),
    id=st.sampled_from(IDS),
    author=st.builds(Author, key=texts, name=texts, url=texts, staff=st.none() | st.booleans()),
    created=moments,
    version=moments,
    body=texts,
    markup=st.sampled_from(Markup),
    conversation=st.sampled_from(["", "c1"]),
    parent=st.sampled_from(["", *IDS]),
    aliases=st.lists(texts, max_size=2).map(tuple),
    title=texts,
    url=texts,
    lang=texts,
    product=texts,
    topic=texts,
    tags=st.lists(texts, max_size=3).map(tuple),
    licence=texts,
    accepted=texts,
    score=st.integers(1 - 2**63, 2**63 - 1),
)


@pytest.mark.slow
@BATCHES
@given(st.lists(st.lists(edits(), max_size=8), min_size=1, max_size=5), st.integers(1, 4))
def test_any_sequence_of_imports_shows_what_a_dictionary_would(imports: list[list[Post]], count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder) / "lake")
        rows: list[Post] = []
        for hour, posts in enumerate(imports):
            before = current(rows)
            rows += posts
            after = current(rows)
            offered = {(post.source, post.id) for post in posts}
            was = {key for key in offered if key in before and not before[key].deleted}
            now = {key for key in offered if not after[key].deleted}
            changed = {key for key in was & now if before[key] != after[key]}
            done = store(lake, posts, hour=hour)
            assert done == (
                len(now - was),
                len(changed),
                len(was - now),
                len(offered) - len(now - was) - len(changed) - len(was - now),
            )
            files = set(Path(folder).rglob("*.parquet"))
            assert store(lake, posts, hour=hour) == (0, 0, 0, len(offered))
            assert set(Path(folder).rglob("*.parquet")) == files
        alive = {key: post for key, post in current(rows).items() if not post.deleted}
        assert shown(lake, count) == alive
        assert sum(source.posts for source in lake.sources()) == len(alive)


@pytest.mark.slow
@settings(BATCHES, max_examples=100)
@given(st.lists(linked(), min_size=1, max_size=12), st.integers(1, 3))
def test_conversations_are_whole_and_what_the_plain_way_finds(posts: list[Post], count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder) / "lake")
        store(lake, posts)
        found = conversations(lake, count)
        groups = [frozenset(post.id for post in conversation) for conversation in found]
        assert len(groups) == len(set(groups))
        assert set(groups) == grouped(posts)
        assert sum(source.conversations for source in lake.sources()) == len(groups)
        event(f"{len(groups)} conversations")
        by_id = {post.id for group in found for post in group}
        by_id -= {post.conversation for post in posts}  # those mean the conversation of that name
        by_ref = lake.conversation([f"forum:{id_}" for id_ in by_id])
        assert set(by_ref) == {f"forum:{id_}" for id_ in by_id}
        for conversation in by_ref.values():
            assert frozenset(post.id for post in conversation) in groups


@pytest.mark.slow
@BATCHES
@given(st.lists(anything, max_size=6))
def test_a_post_comes_back_as_it_went_in(posts: list[Post]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder) / "lake")
        store(lake, posts)
        assert shown(lake, 2) == current(posts)
