"""The golden queries, and what a change moves."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from harvest import cli
from harvest.cli import exits
from harvest.errors import ConfigError
from harvest.findability import Golden, Held, hold, load_queries, moves
from harvest.search import Index, Page

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """\
---
title: {title}
kind: fix
state: reviewed
sources:
  - url: https://forum.example/t/{ref}
    thread: forum:{ref}
    posts: ["{ref}"]
    digest: sha256:0000000000000000
    asked: 2026-01-02
updated: 2026-01-02
review_by: 2027-01-02
---

Do this.
<!-- staff -->
"""
QUERIES = """\
- query: night mode
  expect: ["forum:1"]
- query: frame is black
  expect: ["forum:2"]
- query: not written yet
  expect: ["forum:3"]
"""
MISTAKES = """\
- query: a
- expect: ["forum:1"]
- query: b
  expect: []
- query c
- query: d
  expect: [forum]
- {query: f, expect: ["forum:"]}
- {query: f, expect: ["forum:1"]}
"""
CONFIG = "plugins:\n  - harvest:\n      company: {name: Fernlight}\n"


def knowledge_base(folder: Path, titles: tuple[str, str]) -> Path:
    answers = folder / "docs" / "answers"
    answers.mkdir(parents=True)
    for number, title in enumerate(titles, 1):
        (answers / f"{number}.md").write_text(PAGE.format(title=title, ref=number), encoding="utf-8")
    (folder / "docs" / "queries.yml").write_text(QUERIES, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return folder


def run(folder: Path, *words: str) -> tuple[int, str]:
    outcome = CliRunner().invoke(cli.main, ["--config", str(folder / "mkdocs.yml"), *words])
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit), outcome.exception
    return outcome.exit_code, outcome.output


def test_check_holds_and_fails(tmp_path: Path) -> None:
    good = knowledge_base(tmp_path / "good", ("Night mode", "The frame stays black"))
    assert run(good, "check")[0] == 0
    bad = knowledge_base(tmp_path / "bad", ("Night mode", "Another thing"))
    code, said = run(bad, "check")
    assert code == exits.LEFT_OUT
    assert "docs/queries.yml:3: error: frame is black: its page is not found" in said


def test_check_against_tells_what_a_change_moved(tmp_path: Path) -> None:
    before = knowledge_base(tmp_path / "before", ("Night mode", "Another thing"))
    after = knowledge_base(tmp_path / "after", ("Dark theme", "The frame stays black"))
    code, said = run(after, "check", "--against", str(before / "docs"))
    assert code == exits.LEFT_OUT
    assert "lost night mode: 1 → not found" in said
    assert "win  frame is black: not found → 1" in said


@pytest.mark.parametrize("given", ["", "docs/answers", "docs/queries.yml", "nowhere"])
def test_what_is_no_docs_folder_is_nothing_to_compare_with(tmp_path: Path, given: str) -> None:
    folder = knowledge_base(tmp_path, ("Night mode", "The frame stays black"))
    code, said = run(folder, "check", "--against", str(folder / given))
    assert code == exits.NOT_DONE
    assert said.splitlines() == [
        f"harvest: {folder / given}: there is no answers/ in it (name the docs folder as it was before)"
    ]


def test_a_lost_query_tells_which_page_won_and_by_which_words(tmp_path: Path) -> None:
    before = knowledge_base(tmp_path / "before", ("Night mode", "The frame stays black"))
    after = knowledge_base(tmp_path / "after", ("A black frame stays black in night mode", "Stays dark"))
    said = run(after, "check", "--against", str(before / "docs"))[1]
    (lost,) = [line for line in said.splitlines() if line.startswith("lost")]
    assert lost.startswith("lost frame is black: 1 → not found; answers/1.md comes first by ")
    assert "black (title)" in lost
    assert "frame (title)" in lost
    (failed,) = [line for line in run(after, "check")[1].splitlines() if "frame is black: its page" in line]
    assert lost.partition(";")[2] in failed


def test_the_words_that_both_pages_have_do_not_tell_why_one_won() -> None:
    pages = [Page(ref=f"{n}.md", title="My frame is black", asked_as=("frame black",)) for n in range(3)]
    own = Page(ref="own.md", title="My frame", body="It was black.", threads=("a:1",))
    (held,) = hold(Index([*pages, own]), (Golden(query="frame black", expect=("a:1",)),))
    assert held.rank == 4
    assert held.winner is not None
    assert held.winner.page == "0.md"
    assert held.winner.by[0].entry != "frame"
    assert "black" in {match.entry for match in held.winner.by}


def test_a_query_that_never_found_its_page_is_no_loss(tmp_path: Path) -> None:
    same = knowledge_base(tmp_path / "same", ("Night mode", "Another thing"))
    assert run(same, "check", "--against", str(same / "docs"))[0] == 0


def test_search_says_what_it_found(tmp_path: Path) -> None:
    folder = knowledge_base(tmp_path, ("Night mode", "The frame stays black"))
    code, said = run(folder, "search", "--explain", "frame", "blakc")
    assert code == 0
    assert "answers/2.md" in said
    assert "looking for black" in said
    assert "frame: title" in said
    assert run(folder, "search", "zebra")[0] == exits.LEFT_OUT


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("zebra",), "nothing says this"),
        (('"mode night"',), "nothing says this; search without quotes: mode night"),
        (("“mode night”", '-"very old"'), 'nothing says this; search without quotes: mode night -"very old"'),
        (("zebra", '-"very old"'), "nothing says this"),
        (("why does my zebra eat the frame at noon",), "nothing says exactly this: these come nearest"),
    ],
)
def test_search_says_as_the_site_that_nothing_answers(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    folder = knowledge_base(tmp_path, ("Night mode", "The frame stays black"))
    assert run(folder, "search", "--", *words)[1].splitlines()[-1] == says


def test_search_as_json(tmp_path: Path) -> None:
    folder = knowledge_base(tmp_path, ("Night mode", "The frame stays black"))
    told = json.loads(run(folder, "search", "--json", "--explain", "night mode")[1])
    assert told["sure"] is True
    assert told["hits"][0]["page"] == "answers/1.md"
    assert told["hits"][0]["why"][0]["fields"] == ["title"]


def test_all_mistakes_in_the_queries_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "queries.yml"
    path.write_text(MISTAKES, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_queries(path)
    assert [(mistake.line, mistake.what) for mistake in caught.value.mistakes] == [
        (1, '"expect" is missing: The conversations whose page they should find.'),
        (2, '"query" is missing: What customers type.'),
        (4, "expect: at least one conversation belongs here, as source:id"),
        (5, "a block of `key: value` lines belongs here"),
        (7, "a conversation belongs here, as source:id"),
        (8, "a conversation belongs here, as source:id"),
        (9, '"f" is there twice: join the two'),
    ]


def test_moves_tell_losses_first() -> None:
    golden = [Golden(query=str(n), expect=("a:1",)) for n in range(3)]
    before = tuple(Held(g, rank, True) for g, rank in zip(golden, (0, 1, 2), strict=True))
    after = tuple(Held(g, rank, True) for g, rank in zip(golden, (1, 9, 2), strict=True))
    assert [(move.golden.query, move.lost, move.better) for move in moves(before, after)] == [
        ("1", True, False),
        ("0", False, True),
    ]


def test_what_a_change_moved_as_json(tmp_path: Path) -> None:
    before = knowledge_base(tmp_path / "before", ("Night mode", "Another thing"))
    after = knowledge_base(tmp_path / "after", ("Dark theme", "The frame stays black"))
    outcome = CliRunner().invoke(
        cli.main,
        [
            "--config",
            str(after / "mkdocs.yml"),
            "check",
            "--format",
            "json",
            "--against",
            str(before / "docs"),
        ],
    )
    told = json.loads(outcome.stdout)
    lost, win = told["findability"]["moved"]
    assert (lost["query"], lost["change"], lost["before"], lost["after"]) == ("night mode", "lost", 1, 0)
    assert (win["query"], win["change"]) == ("frame is black", "win")
    assert {(each["check"], each["path"]) for each in told["findings"] if each["line"] == 1} >= {
        ("findability", f"{(after / 'docs/queries.yml').relative_to(after)}")
    }
