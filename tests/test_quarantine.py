from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvest.errors import LakeError
from harvest.quarantine import Quarantine

if TYPE_CHECKING:
    from pathlib import Path


def rows(path: Path) -> list[tuple[str, int, str]]:
    if not path.exists():
        return []
    found = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [(row["file"], row["line"], row["reason"]) for row in found]


def say(path: Path, *said: tuple[str, list[int]]) -> Quarantine:
    with Quarantine(path) as quarantine:
        for file, lines in said:
            quarantine.begin(file)
            for line in lines:
                quarantine.bad(line, f"no date: item {line}")
    return quarantine


def test_bad_rows_are_kept_by_file_line_and_reason(tmp_path: Path) -> None:
    path = tmp_path / "new/folder/forum.jsonl"
    done = say(path, ("a.csv", [3, 9]), ("b.csv", [1]))
    assert rows(path) == [
        ("a.csv", 3, "no date: item 3"),
        ("a.csv", 9, "no date: item 9"),
        ("b.csv", 1, "no date: item 1"),
    ]
    assert done.reasons == {"no date": 3}
    assert os.listdir(path.parent) == ["forum.jsonl"]  # noqa: PTH208


def test_a_file_that_is_read_again_replaces_what_was_said_of_it_and_of_no_other(tmp_path: Path) -> None:
    path = tmp_path / "forum.jsonl"
    say(path, ("a.csv", [3]), ("b.csv", [1]))
    say(path, ("a.csv", [4]))
    assert [row[:2] for row in rows(path)] == [("a.csv", 4), ("b.csv", 1)]
    say(path, ("a.csv", []))
    assert [row[:2] for row in rows(path)] == [("b.csv", 1)]
    say(path, ("b.csv", []))
    assert not path.exists()


def test_where_nothing_is_wrong_nothing_is_made(tmp_path: Path) -> None:
    done = say(tmp_path / "quarantine/forum.jsonl", ("a.csv", []))
    assert list(tmp_path.iterdir()) == []
    assert not done.reasons


def test_a_discarded_file_leaves_everything_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "forum.jsonl"
    say(path, ("b.csv", [1]))
    with Quarantine(path) as quarantine:
        quarantine.begin("a.csv")
        quarantine.bad(2, "no id")
        quarantine.skipped("retweet")
        quarantine.begin("b.csv")
        quarantine.bad(7, "no date: é" * 50)
        quarantine.skipped("retweet")
        quarantine.discard()
        quarantine.begin("c.csv")
        quarantine.bad(5, "no id")
    assert [row[:2] for row in rows(path)] == [("a.csv", 2), ("c.csv", 5), ("b.csv", 1)]
    assert quarantine.reasons == {"no id": 2}
    assert quarantine.skipped_reasons == {"retweet": 1}


def test_an_exception_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "forum.jsonl"
    say(path, ("a.csv", [3]))
    before = path.read_bytes()
    with suppress(KeyboardInterrupt), Quarantine(path) as quarantine:
        quarantine.begin("a.csv")
        quarantine.bad(4, "no id")
        quarantine.settle()
        raise KeyboardInterrupt
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "damage", [b"\xff\xfe\n", b'{"file": "x"', b"[1]\n", b"{}\n", b'{"file": 3}\n', b"[" * 9999]
)
def test_what_somebody_has_cut_or_edited_is_dropped(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "forum.jsonl"
    say(path, ("b.csv", [1]))
    path.write_bytes(path.read_bytes() + damage)
    say(path, ("a.csv", [2]))
    assert [row[:2] for row in rows(path)] == [("a.csv", 2), ("b.csv", 1)]


def test_a_folder_that_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "quarantine").write_text("mine")
    with (
        pytest.raises(LakeError, match="cannot be written: ") as caught,
        Quarantine(tmp_path / "quarantine/forum.jsonl") as quarantine,
    ):
        quarantine.bad(1, "no id")
    assert caught.value.where.endswith("forum.jsonl")
    assert (tmp_path / "quarantine").read_text() == "mine"


def test_a_folder_in_the_place_of_the_file_is_told_before_it_is_too_late(tmp_path: Path) -> None:
    path = tmp_path / "forum.jsonl"
    path.mkdir()
    with Quarantine(path) as quarantine:
        quarantine.begin("a.csv")
        with pytest.raises(LakeError, match="directory"):
            quarantine.settle()
        path.rmdir()
    assert list(tmp_path.iterdir()) == []


def test_a_file_name_that_is_not_unicode_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "forum.jsonl"
    say(path, ("in\udcff.csv", [3]))
    say(path, ("b.csv", []))
    assert [row[:2] for row in rows(path)] == [("in\udcff.csv", 3)]


RUN = st.lists(
    st.tuples(st.sampled_from("abc"), st.lists(st.integers(1, 99), max_size=3), st.booleans()), max_size=4
)


@given(st.lists(RUN, max_size=5))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_runs_it_holds_what_was_last_said_of_each_file(
    tmp_path: Path, runs: list[list[tuple[str, list[int], bool]]]
) -> None:
    path = tmp_path / "forum.jsonl"
    path.unlink(missing_ok=True)
    expected: dict[str, list[int]] = {}
    for run in runs:
        files = {file: (lines, taken) for file, lines, taken in run}  # each file once in a run
        with Quarantine(path) as quarantine:
            for file, (lines, taken) in files.items():
                quarantine.begin(file)
                for line in lines:
                    quarantine.bad(line, "no id")
                if taken:
                    expected[file] = lines
                else:
                    quarantine.discard()
    found: dict[str, list[int]] = {}
    for file, line, _ in rows(path):
        found.setdefault(file, []).append(line)
    assert found == {file: lines for file, lines in expected.items() if lines}
