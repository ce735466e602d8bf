from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from harvest.config import Marks
from harvest.proposing.marked import marked
from harvest.threads import thread
from tests.threads.conversations import Case, cases
from tests.threads.strategies import conversations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harvest.model import Post

MARKS = Marks(tags=("make-a-page",), words=("#harvest", "make a page of this"))
CASES = cases(Path(__file__).with_name("marked.txt"))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_by_what_a_thread_is_marked(case: Case) -> None:
    assert marked(thread(case.posts, case.staff), MARKS) == case.expected["by"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_without_marks_in_the_configuration_nothing_is_marked(case: Case) -> None:
    assert marked(thread(case.posts, case.staff), Marks()) == ""


def test_a_tag_marks_it_whoever_wrote_the_post() -> None:
    first, *others = CASES[-1].posts
    tagged = replace(first, tags=("uploads", "Make-a-page"))
    assert marked(thread([tagged, *others]), MARKS) == "the tag make-a-page"
    assert marked(thread([replace(first, tags=("make-a-page-not",)), *others]), MARKS) == ""


@given(conversations())
def test_no_conversation_is_too_odd(posts: Sequence[Post]) -> None:
    assert marked(thread(posts), MARKS) in {"", *(f"the word {word}" for word in MARKS.words)}
