"""What a request is about stands in its body, and is read back whatever people do around it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harvest.proposing.mark import Mark, read, write
from tests.pages.strategies import HOSTILE

texts = st.one_of(st.text(), st.sampled_from(HOSTILE))
marks = st.builds(Mark, page=texts, digest=texts, threads=st.lists(texts, max_size=4).map(tuple))


@given(marks, texts, texts)
def test_it_is_read_back(mark: Mark, before: str, after: str) -> None:
    assert read(f"{before}\n{write(mark)}\n{after}") == mark or read(after) is not None


@given(marks)
def test_it_is_one_comment_on_one_line(mark: Mark) -> None:
    line = write(mark)
    assert "\n" not in line
    assert line.isascii()
    assert line.count("-->") == 1
    assert "--" not in line[4:-3]


@given(texts)
def test_anything_else_is_none(text: str) -> None:
    assert read(text) is None


def test_what_is_broken_is_passed_over() -> None:
    good = Mark(page="answers/a.md", digest="sha256:1", threads=("forum:1",))
    broken = '<!-- harvest: {"page": 1, "digest": "", "threads": []} -->\n<!-- harvest: {"page"} -->'
    assert read(f"{write(good)}\r\n{broken}\n") == good
