"""The manifest: what is written is read again; nothing that leads elsewhere is."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.status.publishing import manifest
from tests.status.publishing.making import build
from tests.status.site import NOON

SAID = st.lists(st.integers(0, 9).map(lambda seconds: NOON + timedelta(seconds=seconds)))
PATHS = st.from_regex(r"[a-zé ]{1,8}(/[a-z0-9.]{1,8}){0,2}", fullmatch=True).filter(
    lambda path: not {"", ".", ".."} & set(path.split("/"))
)


@given(st.dictionaries(PATHS, st.binary(max_size=20), max_size=5), st.dictionaries(PATHS, SAID, max_size=3))
def test_what_is_written_is_read_again(files: dict[str, bytes], told: dict[str, list[datetime]]) -> None:
    said = {name: tuple(times) for name, times in told.items()}
    made = manifest.made(files, "https://s.example/", NOON, NOON + timedelta(hours=1), said)
    assert manifest.parse(manifest.written(made)) == made


def test_builds_are_in_order_of_time() -> None:
    made = [build(number).manifest.build for number in (0, 1, 9, 10, 600, 2000)]
    assert made == sorted(made)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"files": {"../x": {"sha256": "0" * 64, "size": 1}}}, "leads outside"),
        ({"files": {"/etc/passwd": {"sha256": "0" * 64, "size": 1}}}, "leads outside"),
        ({"files": {"a": {"sha256": "0", "size": 1}}}, "without digest"),
        ({"files": {"a": {"sha256": "0" * 64, "size": -1}}}, "without digest"),
        ({"files": 3}, "something missing"),
        ({"build": "newest"}, "without the name"),
        ({"format": 2}, "no manifest of ours"),
        ({"valid_until": "soon"}, "a time belongs here"),
        ({"said": 3}, "something missing"),
        ({"said": {"incidents/a": ["soon"]}}, "a time belongs here"),
    ],
)
def test_a_manifest_of_somebody_else_is_not_believed(change: dict[str, object], says: str) -> None:
    tree = json.loads(build(1).files[manifest.NAME]) | change
    with pytest.raises(ValueError, match=says):
        manifest.parse(json.dumps(tree).encode())


def test_a_manifest_from_before_it_told_what_was_said_is_read() -> None:
    tree = json.loads(build(1).files[manifest.NAME])
    del tree["said"]
    assert manifest.parse(json.dumps(tree).encode()).said == {}


def test_half_a_manifest_is_none() -> None:
    text = build(1).files[manifest.NAME]
    for end in range(0, len(text) - 2, 7):
        with pytest.raises(ValueError, match=r"is no|something missing"):
            manifest.parse(text[:end])


def test_the_order_is_one_that_readers_can_bear() -> None:
    first, *_, index, last = build(1).stages()
    assert "api/v2/summary.json" in first
    assert index == ("index.html",)
    assert last == (manifest.NAME,)
