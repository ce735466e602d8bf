"""The lake, case by case: what is kept, what is dropped, what is refused and how."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.errors import LakeError
from harvest.lake import Lake, SourceCount, Summary, read_partition
from harvest.lake.files import folder_name
from harvest.model import ID_PATTERN

from .reference import NOON, conversations, make_post, shown, store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def data(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "lake/posts").rglob("*.parquet"))


def test_an_empty_lake_shows_nothing_and_is_not_created_by_looking(lake: Lake, tmp_path: Path) -> None:
    assert lake.sources() == ()
    assert lake.cursor("forum", "since") is None
    assert lake.conversation(["forum:1"]) == {}
    assert not (tmp_path / "lake").exists()
    assert conversations(lake, 3) == []


def test_the_summary_counts_posts_as_readers_see_them(lake: Lake) -> None:
    assert store(lake, [make_post("1"), make_post("2"), make_post("3")]) == (3, 0, 0, 0)
    later = NOON + timedelta(days=1)
    again = [
        make_post("1"),
        make_post("2", "edited", version=later),
        make_post("3", "", version=later, deleted=True),
    ]
    assert store(lake, [*again, make_post("4")]) == (1, 1, 1, 1)
    assert lake.sources() == (SourceCount(name="forum", posts=3, conversations=3, fetched=NOON),)


def test_an_older_version_fetched_later_does_not_win(lake: Lake) -> None:
    new = make_post("1", "new", version=NOON + timedelta(days=1))
    store(lake, [new])
    assert store(lake, [make_post("1", "old")], hour=5) == (0, 0, 0, 1)
    assert shown(lake) == {("forum", "1"): new}


def test_votes_that_go_back_are_believed_though_the_lake_has_seen_that_row(lake: Lake) -> None:
    low, high = make_post("1", score=1), make_post("1", score=2)
    assert [store(lake, [post], hour=n) for n, post in enumerate([low, high, low])][1:] == [(0, 1, 0, 0)] * 2
    assert shown(lake) == {("forum", "1"): low}


def test_a_clock_that_was_set_back_does_not_make_an_import_lose(lake: Lake) -> None:
    store(lake, [make_post("1", "a")], hour=9)
    assert store(lake, [make_post("1", "b")], hour=2) == (0, 1, 0, 0)
    assert store(lake, [make_post("1", "b")], hour=1) == (0, 0, 0, 1)
    assert shown(lake)["forum", "1"].body == "b"


def test_a_discarded_file_leaves_no_row_and_no_cursor(lake: Lake) -> None:
    with lake.write("forum", now=NOON) as batch:
        batch.begin("good.csv")
        batch.add(make_post("1"))
        batch.cursor("since", "1")
        batch.begin("torn.csv")
        batch.add(make_post("1", "from the torn file"))
        batch.add(make_post("2"))
        batch.cursor("since", "2")
        batch.discard()
    assert batch.summary == Summary(new=1)
    assert shown(lake) == {("forum", "1"): make_post("1")}
    assert lake.cursor("forum", "since") == "1"


def test_an_exception_leaves_nothing_at_all(lake: Lake, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), lake.write("forum", now=NOON) as batch:  # noqa: PT012
        batch.add(make_post("1"))
        batch.cursor("since", "1")
        raise ZeroDivisionError
    assert data(tmp_path) == []
    assert lake.cursor("forum", "since") is None
    assert list((tmp_path / "lake/scratch").iterdir()) == []


def test_cursors_are_kept_by_key_and_added_to(lake: Lake) -> None:
    for key, value in [("a", "1"), ("b", "2"), ("a", "3")]:
        with lake.write("forum", now=NOON) as batch:
            batch.cursor(key, value)
    assert (lake.cursor("forum", "a"), lake.cursor("forum", "b")) == ("3", "2")
    assert lake.cursor("other", "a") is None


def test_times_in_any_zone_come_back_in_utc_to_the_microsecond(lake: Lake) -> None:
    moment = NOON.replace(microsecond=123456)
    store(lake, [make_post("1", created=moment.astimezone(timezone(timedelta(hours=-7))), version=moment)])
    post = shown(lake)["forum", "1"]
    assert (post.created, post.created.tzinfo) == (moment, UTC)


def test_halves_of_a_surrogate_pair_are_joined_or_replaced(lake: Lake) -> None:
    store(lake, [make_post("1", "ok \ud83d\ude00 lone \ud83d", tags=("\udc00",))])
    post = shown(lake)["forum", "1"]
    assert (post.body, post.tags) == ("ok 😀 lone �", ("�",))


def test_a_folder_name_with_pattern_letters_or_partition_signs_is_just_a_name(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "a [x]* ?{b} day=3 'q'" / "lake")
    store(lake, [make_post("1")])
    assert shown(lake) == {("forum", "1"): make_post("1")}


@given(st.from_regex(ID_PATTERN, fullmatch=True), st.from_regex(ID_PATTERN, fullmatch=True))
def test_folder_names_stay_inside_and_apart(one: str, other: str) -> None:
    name = folder_name(one)
    assert not set(name) & set("/\\:. ")
    assert len(name) < 200
    assert (name.casefold() == folder_name(other).casefold()) == (one == other)


def test_folder_names_that_could_be_taken_for_others() -> None:
    names = [
        "a",
        "A",
        "a..",
        "a/..",
        "a/b",
        "a:b",
        "a%2fb".replace("%", "."),
        "x" * 128,
        "X" * 128,
        "X" * 127 + "/",
    ]
    assert len({folder_name(name).casefold() for name in names}) == len(names)
    with pytest.raises(LakeError, match="cannot be the name of a source"):
        folder_name("../etc")


# ── conversations ────────────────────────────────────────────────────────────────────────────────


def ids(lake: Lake) -> set[str]:
    return {" ".join(sorted(post.id for post in conversation)) for conversation in conversations(lake)}


def test_a_long_chain_of_replies_is_one_conversation(lake: Lake) -> None:
    store(lake, [make_post(f"p{n}", parent=f"p{n - 1}" if n else "") for n in range(1000)])
    assert len(conversations(lake)) == 1


def test_siblings_of_a_lost_post_stay_together(lake: Lake) -> None:
    store(lake, [make_post("1", parent="9"), make_post("2", parent="9"), make_post("3", parent="8")])
    assert ids(lake) == {"1 2", "3"}


def test_a_root_that_does_not_name_the_conversation_is_with_those_who_reply(lake: Lake) -> None:
    store(lake, [make_post("1"), make_post("2", parent="1", conversation="c"), make_post("3", parent="1")])
    assert ids(lake) == {"1 2 3"}


def test_a_root_is_with_the_conversation_that_has_its_id(lake: Lake) -> None:
    store(lake, [make_post("1", aliases=("0",)), make_post("2", parent="lost", conversation="0")])
    assert ids(lake) == {"1 2"}


def test_a_reply_to_an_earlier_version_finds_the_post(lake: Lake) -> None:
    store(lake, [make_post("2", aliases=("1",)), make_post("3", parent="1")])
    assert ids(lake) == {"2 3"}


def test_a_deleted_post_holds_its_place(lake: Lake) -> None:
    store(lake, [make_post("1"), make_post("2", parent="1"), make_post("3", parent="2")])
    store(lake, [make_post("2", "", version=NOON + timedelta(days=1), deleted=True)])
    assert ids(lake) == {"1 3"}


def test_the_same_ids_in_two_sources_have_nothing_to_do_with_each_other(lake: Lake) -> None:
    store(lake, [make_post("1"), make_post("2", parent="1")])
    store(lake, [make_post("1", source="chat"), make_post("3", parent="2", source="chat")], source="chat")
    assert ids(lake) == {"1 2", "1", "3"}
    assert [source.name for source in lake.sources()] == ["chat", "forum"]


def test_a_ref_is_a_conversation_or_else_a_post_in_one(lake: Lake) -> None:
    store(
        lake,
        [
            make_post("1", conversation="t"),
            make_post("2", conversation="t"),
            make_post("t", conversation="u"),
        ],
    )
    found = lake.conversation(["forum:t", "forum:2", "forum:none"])
    assert {ref: sorted(post.id for post in posts) for ref, posts in found.items()} == {
        "forum:t": ["1", "2"],
        "forum:2": ["1", "2"],
    }


# ── what is refused ──────────────────────────────────────────────────────────────────────────────


def test_a_second_writer_is_told_at_once_and_readers_are_not_disturbed(lake: Lake, tmp_path: Path) -> None:
    store(lake, [make_post("1")])
    with lake.partitions(1) as paths, lake.write("forum", now=NOON) as batch:
        batch.add(make_post("2"))
        with (
            pytest.raises(LakeError, match="another harvest is writing"),
            Lake(tmp_path / "lake").write("x", now=NOON),
        ):
            pass
        assert [post.id for conversation in read_partition(paths[0]) for post in conversation] == ["1"]
    assert list((tmp_path / "lake/scratch").iterdir()) == []


def test_leftovers_of_a_killed_run_are_ignored_and_then_removed(lake: Lake, tmp_path: Path) -> None:
    store(lake, [make_post("1")])
    left = tmp_path / "lake/scratch/1"
    left.mkdir()
    (left / "staged.parquet").write_bytes(b"half")
    assert len(shown(lake)) == 1
    assert left.exists()
    store(lake, [make_post("2")])
    assert not left.exists()


def damage_the_end(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def damage_the_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4:1500] = bytes(1496)
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [damage_the_end, damage_the_middle, empty])
def test_a_damaged_file_is_named(damage: Callable[[Path], None], lake: Lake, tmp_path: Path) -> None:
    store(lake, [make_post(str(n), f"body {n * 7919}") for n in range(200)])
    store(lake, [make_post("good")], hour=1)
    damage(data(tmp_path)[0])
    for use in (lambda: shown(lake), lake.sources, lambda: lake.conversation(["forum:1"])):
        with pytest.raises(LakeError) as caught:
            use()
        assert str(caught.value).startswith(f"{data(tmp_path)[0]}: is damaged (put it back from a backup")


def test_a_file_of_somebody_else_or_of_another_version_is_named(lake: Lake, tmp_path: Path) -> None:
    store(lake, [make_post("1")])
    ours = data(tmp_path)[0]
    stranger = ours.with_name("numbers.parquet")
    pq.write_table(pa.table({"a": [1]}), stranger)
    with pytest.raises(LakeError, match=r"numbers\.parquet: is not a file of the lake"):
        lake.sources()
    same_name = ours.with_name("20300101T000000.000000Z-00000009.parquet")
    stranger.rename(same_name)
    with pytest.raises(LakeError, match="is not a file of the lake"):
        lake.sources()
    table = pq.read_table(ours)
    pq.write_table(table.replace_schema_metadata({"harvest.lake": "2"}), same_name)
    with pytest.raises(LakeError, match="another version of Harvest"):
        lake.sources()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cursors": 3}', '{"cursors": {"since": 4}}'])
def test_a_damaged_cursor_is_named_before_any_work(content: str, lake: Lake, tmp_path: Path) -> None:
    with lake.write("forum", now=NOON) as batch:
        batch.cursor("since", "1")
    (tmp_path / "lake/cursors/forum.json").write_text(content)
    with pytest.raises(LakeError, match=r"forum\.json: is damaged"):
        lake.cursor("forum", "since")
    with pytest.raises(LakeError, match=r"forum\.json: is damaged"):
        store(lake, [make_post("1")])
    assert data(tmp_path) == []


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("not a folder")
    with pytest.raises(LakeError, match="the lake must be a folder"):
        store(Lake(tmp_path / "lake"), [make_post("1")])
    with pytest.raises(LakeError, match="the lake must be a folder"):
        store(Lake(tmp_path / "lake/below"), [make_post("1")])


def test_a_copy_taken_at_rest_is_a_whole_lake(lake: Lake, tmp_path: Path) -> None:
    store(lake, [make_post("1"), make_post("2")])
    shutil.copytree(tmp_path / "lake/posts", tmp_path / "copy/posts")
    assert shown(Lake(tmp_path / "copy")) == shown(lake)


@pytest.mark.slow
def test_rows_come_in_groups_and_huge_posts_go_through(lake: Lake) -> None:
    posts = [make_post(str(n), conversation=str(n % 40)) for n in range(12_000)]
    posts.append(make_post("huge", "word " * 700_000, conversation="1"))
    assert store(lake, posts) == (12_001, 0, 0, 0)
    again = [replace(post, body="edited") if post.id in {"3", "11999"} else post for post in posts]
    assert store(lake, again) == (0, 2, 0, 11_999)
    assert len(conversations(lake, 3)) == 40
    assert shown(lake, 2) == {(post.source, post.id): post for post in again}


def test_deleted_posts_are_known_by_their_names(lake: Lake) -> None:
    store(lake, [make_post("1"), make_post("2")])
    store(lake, [make_post("2", "", version=NOON + timedelta(days=1), deleted=True)], hour=5)
    assert lake.deleted(["forum:1", "forum:2", "forum:9"]) == {"forum:2"}
    assert lake.deleted([]) == frozenset()
