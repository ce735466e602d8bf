"""One pattern of many cues finds what each of them would."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from harvest.resolution.pattern import any_of

CUES = (
    r"\b(?:it|that) works?\b|\bworks now\b",
    r"\b(?:so )?far,? so good\b",
    r"\bi(?:'ve| have)? (?:fixed|solved) it\b",
    r"\b[a-c]x\b|!!",
    r"^\W*(?:done|fixed)\b",
)
WORDS = (
    *("it", "works", "work", "now", "so", "far", "good", "goods", "i've", "have", "i", "fixed", "solved"),
    *("done", "that,", "far,", "ax", "bx", "dx", "!!", ".", "'"),
)


@given(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join))
def test_many_cues_find_what_each_would(text: str) -> None:
    assert bool(any_of(*CUES).search(text)) == any(re.search(cue, text) for cue in CUES)
