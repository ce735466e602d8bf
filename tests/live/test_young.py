"""Which conversations are looked at again because they may still grow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from harvest.sources.live.young import MOST, Young

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_a_week_after_the_last_word_it_is_left_in_peace() -> None:
    young = Young("", NOW)
    young.note("new", ["2", "1"], NOW - timedelta(days=1))
    young.note("old", ["3"], NOW - timedelta(days=7))
    later = Young(young.cursor, NOW + timedelta(days=1))
    assert [(one.id, one.posts) for one in later.due(())] == [("new", ("1", "2"))]
    assert later.due({"new"}) == []
    assert Young(young.cursor, NOW + timedelta(days=6)).cursor == "{}"


def test_the_newest_are_kept() -> None:
    young = Young("", NOW)
    for number in range(MOST + 50):
        young.note(f"{number}", ["1"], NOW - timedelta(minutes=number))
    assert {one.id for one in young.due(())} == {f"{number}" for number in range(MOST)}


@pytest.mark.parametrize(
    "cursor", ["{", "[]", "7", '{"a": 1}', '{"a": ["soon", []]}', '{"a": [1, 2]}', "null"]
)
def test_a_damaged_cursor_counts_as_none(cursor: str) -> None:
    assert Young(cursor, NOW).due(()) == []
