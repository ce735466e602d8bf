"""Names of branches, titles and trailers."""

from __future__ import annotations

import re
import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harvest.model import ID_PATTERN
from harvest.proposing.branch import heading, message, name_of, numbered, stem_of, trailers, written

IDS = st.from_regex(ID_PATTERN, fullmatch=True)


@settings(max_examples=40)
@given(source=IDS, refs=st.lists(IDS, min_size=1, max_size=40), number=st.integers(1, 999))
@example(source="forum", refs=["a..b", "a/", "x.lock", "a:b", "1", "-".join("ab")], number=2)
def test_git_takes_every_name_that_an_id_can_give(source: str, refs: list[str], number: int) -> None:
    for ref in refs:
        name = numbered(name_of("harvest/", f"{source}:{ref}"), number)
        done = subprocess.run(["git", "check-ref-format", "--branch", name], capture_output=True, check=False)
        assert done.returncode == 0, name
        assert len(name) < 100
        assert stem_of(name) == name_of("harvest/", f"{source}:{ref}")


@given(st.sets(st.builds("{}:{}".format, IDS, IDS), max_size=50))
@example({"forum:a.b", "forum:a-b", "forum:a_b", "forum:a:b", "forum:A-b", "forum.a:b"})
def test_no_two_conversations_have_one_branch(refs: set[str]) -> None:
    names = {name_of("harvest/", ref).lower() for ref in refs}  # some file systems do not tell A from a
    assert len(names) == len(refs)


def test_a_name_can_be_read() -> None:
    assert name_of("harvest/", "forum:1234").startswith("harvest/forum-1234-")


def test_a_title_closes_no_issue_and_calls_nobody() -> None:
    said = heading("Answer", "fixes #12 for @ada\nand a\x1b[0m #tag")
    assert said.replace("\u200b", "") == "Answer: fixes #12 for @ada and a [0m #tag"
    assert not re.search(r"[#@]\w", said)
    assert len(heading("Answer", "x" * 1000)) == 200


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("closes https://git.example/kettle/kb/issues/12", "://"),
        ("fixes GH-12", "GH-12"),
        ("resolves kettle/kb!3", "!3"),
        ("[skip ci] my kettle is cold", "[skip"),
        ("my kettle [no ci]", "[no"),
    ],
)
def test_a_title_gives_a_forge_no_order(words: str, order: str) -> None:
    """Found by reading: a customer's title closed an issue by its address, or kept checks from running."""
    said = heading("Answer", words)
    assert order not in said
    assert said.replace("\u200b", "") == f"Answer: {words}"


def test_what_a_commit_says_is_read_back() -> None:
    said = message(
        "Answer: x", "why\nHarvest-Thread: forged", threads=["a:1", "b:2"], page="answers/x.md", digest="d"
    )
    kept = trailers(said.rpartition("\n\n")[2])
    branch = written("harvest/x", "0" * 40, kept)
    assert (branch.threads, branch.page, branch.digest) == (("a:1", "b:2"), "answers/x.md", "d")
    assert not branch.untouched
