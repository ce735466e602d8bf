"""What the judge reaches on conversations that people invented who had never seen it. The floors only rise.

`read.jsonl` was read, and the judge mended by it; of `held-out.jsonl` only figures were looked at. Both are
harder than life: hardly anybody in them says "it works" or "thanks".
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from harvest.backtest import labelled
from harvest.model import Outcome
from harvest.resolution import judge

HERE: Final = Path(__file__).parent / "invented"


def judged(name: str) -> Counter[tuple[str, bool, bool]]:
    """(what, truth, verdict) → how many of the threads of a file."""
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for found in labelled.read(HERE / f"{name}.jsonl"):
        verdict = judge(found.thread)
        resolved = found.outcome is Outcome.RESOLVED
        counts["resolved", resolved, verdict.outcome is Outcome.RESOLVED] += 1
        counts["page", bool(found.page), verdict.worth_a_page] += 1
        if found.page and verdict.worth_a_page:
            counts["answer", True, not found.answer.isdisjoint(verdict.answer)] += 1
    return counts


@pytest.mark.parametrize(
    ("name", "what", "right", "wrong"),
    [
        ("read", "resolved", 22, 1),
        ("read", "page", 13, 2),
        ("held-out", "resolved", 2, 3),
        ("held-out", "page", 6, 1),
    ],
)
def test_as_many_are_found_as_ever_and_no_more_are_called_so(
    name: str, what: str, right: int, wrong: int
) -> None:
    counts = judged(name)
    assert counts[what, True, True] >= right
    assert counts[what, False, True] <= wrong


@pytest.mark.parametrize("name", ["read", "held-out"])
def test_every_page_names_an_answer_of_the_label(name: str) -> None:
    assert judged(name)["answer", True, False] == 0
