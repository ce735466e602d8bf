"""What each check finds, and what it leaves alone, in prose."""

from __future__ import annotations

from collections import Counter

import pytest

from harvest.checks import CHECKS, WAIVER
from tests.checks.prose import HERE, Case, cases
from tests.checks.test_words import WORDS

OURS = [case for path in sorted(HERE.glob("*.txt")) for case in cases(path)]
IDS = {*(check.id for check in CHECKS), WAIVER} - set(WORDS)
"""Those of the checks of words are in `test_words`."""


@pytest.mark.parametrize("case", OURS, ids=str)
def test_a_check_finds_what_is_wrong_and_nothing_else(case: Case) -> None:
    found = case.found()
    left = list(found)
    for severity, path, line, what in case.expected:
        fits = [
            each
            for each in left
            if (each.severity, each.path) == (severity, path)
            and each.what.startswith(what)
            and (line in case.line(each) if line else each.line <= 1 or each.path not in case.texts)
        ]
        assert fits, (severity, path, line, what, found)
        left.remove(fits[0])
    assert not left


def test_every_check_has_a_case_that_it_finds_and_one_that_it_leaves_alone() -> None:
    assert {case.check for case in OURS} == IDS
    told = Counter((case.check, bool(case.expected)) for case in OURS)
    assert set(told) == {(id_, finds) for id_ in IDS for finds in (True, False)}


def test_the_ids_are_unique_and_fit_for_a_front_matter() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)
    assert all(check.id == check.id.lower() and check.id.replace("-", "").isalpha() for check in CHECKS)
