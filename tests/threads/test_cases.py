"""Threads in prose: in which order, who is who, which parts belong together."""

from __future__ import annotations

from pathlib import Path

import pytest

from harvest.threads import thread
from tests.threads.conversations import Case, cases

HERE = Path(__file__).parent / "cases"


@pytest.mark.parametrize("case", cases(HERE / "order.txt"), ids=str)
def test_order(case: Case) -> None:
    result = thread(case.posts, case.staff)
    assert ", ".join("+".join(turn.ids) for turn in result.turns) == case.expected["order"]
    if "replies" in case.expected:
        replies = [f"{turn.id} to {turn.reply_to}" for turn in result.turns if turn.reply_to]
        assert (", ".join(replies) or "none") == case.expected["replies"]
    for key, text in case.expected.items():
        if key.startswith("text of "):
            assert [turn.text for turn in result.turns if turn.id == key[8:]] == [text]


@pytest.mark.parametrize("case", cases(HERE / "roles.txt"), ids=str)
def test_roles(case: Case) -> None:
    result = thread(case.posts, case.staff)
    roles = {turn.author.name: f"{turn.role} {turn.role_from}" for turn in result.turns}
    assert "; ".join(f"{name} {role}" for name, role in roles.items()) == case.expected["roles"]
    if "question" in case.expected:
        assert result.question.id == case.expected["question"]
