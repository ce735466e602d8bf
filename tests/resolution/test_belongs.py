"""Which posts a page is made of, beside those that the verdict names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest.resolution import judge
from harvest.resolution.belongs_weights import BELONGS, BIAS
from harvest.threads import thread
from tests.threads.conversations import Case, cases
from tests.threads.strategies import conversations

if TYPE_CHECKING:
    from harvest.model import Post

CASES = cases(Path(__file__).parent / "cases" / "belongs.txt")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_page_is_made_of_what_belongs_to_the_answer(case: Case) -> None:
    verdict = judge(thread(case.posts, case.staff))
    assert ", ".join(verdict.made_of) == case.expected["page"]


@settings(max_examples=150, deadline=None)
@given(conversations(st.sampled_from(["Open Settings and choose Reset.", "Thanks, that fixed it!", "Why?"])))
def test_a_page_is_made_of_posts_of_the_thread_in_order_and_never_of_none(posts: list[Post]) -> None:
    found = thread(posts)
    verdict = judge(found)
    order = [id_ for turn in found.turns for id_ in turn.ids]
    assert list(verdict.made_of) == [id_ for id_ in order if id_ in verdict.made_of]
    assert bool(verdict.made_of) == bool(verdict.answer)
    assert set(verdict.made_of).isdisjoint(found.question.ids)
    assert verdict.worth_a_page or not verdict.page


def test_what_the_verdict_says_and_the_source_marks_speaks_for_a_post() -> None:
    assert BIAS in BELONGS
    assert min(BELONGS[name] for name in ("named", "named alone", "accepted", "account")) > 0
    assert max(BELONGS[name] for name in ("own", "asks", "only guesses")) < 0
