"""Many small files become one: nobody sees a difference, whoever reads is left in peace."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.errors import LakeError
from harvest.lake import Lake, joining

from .reference import current, make_post, shown, store
from .test_lake_properties import BATCHES, edits

if TYPE_CHECKING:
    from harvest.model import Post


def files(lake_folder: Path) -> list[Path]:
    return sorted(lake_folder.glob("posts/*/*.parquet"))


def fill(lake: Lake, times: int) -> list[Post]:
    posts = [make_post(f"p{number % 5}", f"text {number}", score=number) for number in range(times)]
    for hour, post in enumerate(posts):
        store(lake, [post], hour=hour)
    return posts


def test_files_do_not_pile_up(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    posts = fill(lake, joining.MANY * 2 + 5)
    assert len(files(tmp_path / "lake")) <= joining.MANY
    assert shown(lake) == current(posts)
    assert sum(pq.read_metadata(path).num_rows for path in files(tmp_path / "lake")) == len(posts)


def test_a_large_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake = Lake(tmp_path / "lake")
    fill(lake, 1)
    (large,) = files(tmp_path / "lake")
    before = large.read_bytes()
    monkeypatch.setattr(joining, "SMALL", len(before))
    monkeypatch.setattr(joining, "MANY", 2)
    fill(lake, 6)
    assert large.read_bytes() == before


def test_whoever_reads_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MANY", 3)
    lake = Lake(tmp_path / "lake")
    fill(lake, 3)
    with lake.partitions(1):
        store(lake, [make_post("p9")], hour=9)
        assert len(files(tmp_path / "lake")) == 4
    store(lake, [make_post("p10")], hour=10)
    assert len(files(tmp_path / "lake")) == 2


@pytest.mark.parametrize("step", ["write_durably", "sync_folder"])
def test_what_fails_on_the_way_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Before the new file is there, and after: with the old ones beside it, or with some of them."""
    lake = Lake(tmp_path / "lake")
    posts = fill(lake, 4)
    real = getattr(joining, step)

    def fails(*arguments: object) -> None:
        real(*arguments)
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(joining, "MANY", 3)
        patch.setattr(joining, step, fails)
        with pytest.raises(LakeError, match="Input/output error"):
            store(lake, [make_post("p9")], hour=9)
    assert shown(lake) == current(posts)
    monkeypatch.setattr(joining, "MANY", 1)
    store(lake, [make_post("p9")], hour=9)
    assert shown(lake) == current([*posts, make_post("p9")])


@pytest.mark.slow
@BATCHES
@given(st.lists(st.lists(edits(), min_size=1, max_size=5), min_size=2, max_size=9))
def test_whatever_is_joined_the_lake_shows_the_same(imports: list[list[Post]]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(joining, "MANY", 2)
        lake = Lake(Path(folder) / "lake")
        for hour, posts in enumerate(imports):
            store(lake, posts, hour=hour)
        rows = [post for posts in imports for post in posts]
        assert shown(lake) == {key: post for key, post in current(rows).items() if not post.deleted}
        assert len(files(Path(folder))) <= 2
