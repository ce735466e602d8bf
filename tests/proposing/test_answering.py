from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from harvest.proposing.answering import Told, answer, refusal
from harvest.proposing.asked import Asking

ASKING = Asking(account="joelle", issue=12, threads=("forum:1", "forum:2"))


def test_each_conversation_has_its_line() -> None:
    opened = Told(thread="forum:1", what="opened", url="https://github.com/kettle/answers/pull/3")
    left = Told(thread="forum:2", what="is not worth a page: nobody confirms it")
    assert answer(ASKING, [opened, left]) == (
        "@joelle, this is what has become of it:\n\n"
        "- `forum:1`: opened https://github.com/kettle/answers/pull/3\n"
        "- `forum:2`: is not worth a page: nobody confirms it\n"
    )


def test_what_was_too_much_is_said() -> None:
    many = Asking(account="joelle", issue=12, threads=("forum:1",), beyond=3)
    assert "ask again for the other 3" in answer(many, [])


def test_who_named_nothing_is_told_how() -> None:
    assert "behind `/promote`" in answer(Asking(account="joelle", issue=12, threads=()), [])


def test_who_may_not_is_told_who_may() -> None:
    assert "only people who may write" in refusal(ASKING)


@given(st.text(max_size=80))
def test_whatever_the_reason_it_is_one_line_of_text_that_calls_nobody(what: str) -> None:
    text = answer(ASKING, [Told(thread="forum:1", what=f"x {what} @bo")])
    assert text.count("\n") == 3
    tokens = MarkdownIt("commonmark").parse(text)
    children = tokens[6].children or []
    assert {token.type for token in children} <= {"code_inline", "text"}
    assert "@bo" not in text
