"""The guard against what never ends, itself."""

from __future__ import annotations

import re

import pytest

from tests.hanging import no_hanging


def test_what_does_not_end_is_stopped_in_a_pattern_too() -> None:
    with pytest.raises(AssertionError, match=r"computed for 0\.05 s"), no_hanging(0.05):
        re.fullmatch(r"(a|aa)+", "a" * 60 + "b")


def test_what_ends_is_left_alone() -> None:
    with no_hanging():
        assert sum(range(10)) == 45
