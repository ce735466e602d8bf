"""A search for many cues finds what each of them would."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.resolution import kinds
from harvest.resolution.cues import NOT_CLAIMED, PATTERNS
from harvest.resolution.pattern import Cues

CUES = (
    r"\b(?:it|that) works?\b|\bworks now\b",
    r"\b(?:so )?far,? so good\b",
    r"\bi(?:'ve| have)? (?:fixed|solved) it\b",
    r"\b[a-c]x\b|!!",
    r"^\W*(?:done|fixed)\b",
    r"(?:^|[.!\n-] ?|\b(?:and|so) )good\b|n't\b",
    r"\b(?:i'm|am)? ?now\b(?! then)|\b\w+ed\b|\?(?:\s|$)",
    r"(?<!so )(?<!i )\bhave(?: it)? (?:\d+|[^a-z ]{2})|\((?:good|bad)\)",
)
WORDS = (
    *("it", "works", "work", "now", "so", "far", "good", "goods", "i've", "have", "i", "fixed", "solved"),
    *(
        "done",
        "that,",
        "far,",
        "ax",
        "bx",
        "dx",
        "!!",
        ".",
        "'",
        "and",
        "am",
        "don't",
        "?",
        "then",
        "(good)",
        "\n",
    ),
    *("12", "3", "-good", "now?", "is"),
)
TABLE = {act.name: cues for act, cues in PATTERNS.items()} | {
    "NOT_CLAIMED": NOT_CLAIMED,
    "ASKING": kinds._ASKING,
    "COMPLAINING": kinds._COMPLAINING,
}
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)


def _first_in_row(cues: Cues) -> re.Pattern[str]:
    """The plain way: the cues in a row, those at a word first."""
    return re.compile("|".join(sorted(cues.cues, key=lambda cue: not cue.startswith(r"\b"))))


@given(TEXTS, st.sets(st.sampled_from(CUES), min_size=1))
def test_many_cues_find_what_each_would(text: str, some: set[str]) -> None:
    assert Cues(*some).found_in(text) == any(re.search(cue, text) for cue in some)


@given(TEXTS, st.permutations(CUES))
def test_one_pattern_finds_it_where_the_cues_in_a_row_would(text: str, cues: list[str]) -> None:
    many = Cues(*cues)
    assert [m.span() for m in many.pattern.finditer(text)] == [
        m.span() for m in _first_in_row(many).finditer(text)
    ]


@pytest.mark.parametrize("cues", TABLE.values(), ids=TABLE)
@given(data=st.data())
def test_no_cue_of_the_table_is_overlooked(cues: Cues, data: st.DataObject) -> None:
    cue = data.draw(st.sampled_from(cues.cues))
    said = data.draw(st.from_regex(cue))
    at = data.draw(st.integers(0, len(said)))
    for text in (said, said.strip(), f"ok {said}", said[:at], said[at:]):
        plain = _first_in_row(cues)
        assert cues.found_in(text) == (plain.search(text) is not None)
        assert [m.span() for m in cues.pattern.finditer(text)] == [m.span() for m in plain.finditer(text)]
