"""Verdicts in prose. The cases state the truth; what the judge misses today is listed, and counted."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from harvest.model import Outcome, Verdict
from harvest.resolution import judge
from harvest.threads import thread
from tests.threads.conversations import Case, cases

HERE = Path(__file__).parent / "cases"
KNOWN: Final = [
    case for name in ("resolved", "answered", "not-solved") for case in cases(HERE / f"{name}.txt")
]
MISSED: Final = cases(HERE / "known-misses.txt")
PUBLISHED: Final = {Outcome.RESOLVED, Outcome.ANSWERED}


def verdict(case: Case) -> Verdict:
    return judge(thread(case.posts, case.staff))


def differences(case: Case) -> dict[str, str]:
    """What the judge says otherwise than the case does."""
    found = verdict(case)
    said = {
        "outcome": str(found.outcome),
        "answer": ", ".join(found.answer),
        "confirmed by": found.confirmed_by,
        "kind": str(found.kind),
    }
    return {key: said[key] for key, value in case.expected.items() if said[key] != value}


@pytest.mark.parametrize("case", KNOWN, ids=str)
def test_the_judge_says_what_is_true(case: Case) -> None:
    assert differences(case) == {}


@pytest.mark.parametrize("case", MISSED, ids=str)
def test_a_known_miss_is_still_one(case: Case) -> None:
    assert differences(case), "no miss any more: move it to the cases that are judged right"


@pytest.mark.parametrize("case", [*KNOWN, *MISSED], ids=str)
def test_nothing_untrue_is_published(case: Case) -> None:
    found, truth = verdict(case), Outcome(case.expected["outcome"])
    assert found.outcome is not Outcome.RESOLVED or truth is Outcome.RESOLVED
    assert found.outcome not in PUBLISHED or truth in PUBLISHED
    if found.answer and "answer" in case.expected:
        assert set(found.answer) <= set(case.expected["answer"].split(", "))


def test_every_case_that_has_an_answer_names_it_and_there_are_enough() -> None:
    for case in [*KNOWN, *MISSED]:
        assert ("answer" in case.expected) == (Outcome(case.expected["outcome"]) in PUBLISHED), case
    titles = [case.title for case in [*KNOWN, *MISSED]]
    assert len(set(titles)) == len(titles) >= 40
