"""The outbox: people keep it, Harvest changes lines of it, and nothing of theirs is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.errors import ConfigError, HarvestError
from harvest.replies.outbox import Reply, State, read, with_new, with_state

WHERE = Path("replies.yml")
BY_HAND = """\
# ours
- thread: forum:1   # Ada asked
  page: answers/a.md
  state: approved  # Bo, 3 March
  text: >-
    Hello, see
    https://help.example/answers/a/

- state: draft
  thread: "forum:2"
  page: answers/b.md
  text: see https://help.example/answers/b/
"""

lines = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), min_size=1).map(
    str.strip
)
texts = st.lists(lines.filter(bool), min_size=1, max_size=3).map("\n".join)
replies = st.lists(
    st.builds(
        Reply,
        thread=st.from_regex(r"[a-z]{1,5}:[0-9]{1,9}", fullmatch=True),
        page=st.from_regex(r"answers/[a-z-]{1,9}\.md", fullmatch=True).filter(lambda p: "#" not in p),
        text=texts,
    ),
    unique_by=lambda reply: reply.thread,
    max_size=4,
).map(tuple)


def bare(found: tuple[Reply, ...]) -> list[tuple[str, str, str, State]]:
    return [(reply.thread, reply.page, reply.text, reply.state) for reply in found]


@given(replies)
def test_what_is_written_is_read_back(new: tuple[Reply, ...]) -> None:
    assert bare(read(with_new("", new), WHERE)) == bare(new)


@given(replies, replies)
def test_the_file_only_grows(one: tuple[Reply, ...], other: tuple[Reply, ...]) -> None:
    taken = {reply.thread for reply in one}
    more = tuple(reply for reply in other if reply.thread not in taken)
    before = with_new("", one)
    after = with_new(before, more)
    assert after.startswith(before.rstrip("\n"))
    assert bare(read(after, WHERE)) == bare((*one, *more))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_state_changes_its_line_and_nothing_else(end: str) -> None:
    text = BY_HAND.replace("\n", end)
    first, second = read(text, WHERE)
    sent = with_state(text, first, State.SENT, sent=date(2026, 4, 1), link='https://forum.example/t/1/"2"')
    assert sent.replace(end, "\n") == BY_HAND.replace(
        "state: approved  # Bo, 3 March",
        'state: sent  # Bo, 3 March\n  sent: 2026-04-01\n  link: "https://forum.example/t/1/\\"2\\""',
    )
    dropped = with_state(text, second, State.DROPPED)
    assert dropped == text.replace("state: draft", "state: dropped")
    assert [reply.state for reply in read(sent, WHERE)] == [State.SENT, State.DRAFT]
    assert read(sent, WHERE)[0].link == 'https://forum.example/t/1/"2"'


def test_a_state_that_shares_its_line_is_left_to_people() -> None:
    text = "- {thread: 'forum:1', page: answers/a.md, state: approved, text: x}\n"
    with pytest.raises(HarvestError, match="shares its line"):
        with_state(text, read(text, WHERE)[0], State.SENT)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("- thread: forum:1\n", '1: "page" is missing'),
        (
            "- thread: nothing\n  page: a\n  state: draft\n  text: x\n",
            "1: thread: a conversation belongs here",
        ),
        (BY_HAND.replace("forum:2", "forum:1"), "is there twice: nobody is answered twice"),
        (BY_HAND.replace("approved", "aproved"), 'did you mean "approved"?'),
        ("thread: forum:1", "1: a list belongs here"),
        ("- [", "not valid YAML"),
    ],
)
def test_mistakes_have_their_line(text: str, mistake: str) -> None:
    with pytest.raises(ConfigError) as error:
        read(text, WHERE)
    assert mistake in str(error.value)


def test_no_file_is_no_replies() -> None:
    assert read("", WHERE) == ()
    assert read("# only a comment\n", WHERE) == ()
