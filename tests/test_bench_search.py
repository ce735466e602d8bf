"""The benchmark of the search: its pages, its table, and that it still knows how the site is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from benchmarks.findability import Thread
from benchmarks.search import corpus, knowledge_base, table
from benchmarks.search.browser import waves
from benchmarks.search.engines import OURS
from benchmarks.search.figures import Figures, Own, percentile, reciprocal
from benchmarks.search.measure import Corpus, measure
from benchmarks.search.queries import queries
from harvest.pages.parse import parse

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

THINGS = [
    "kettle",
    "lantern",
    "bicycle",
    "curtain",
    "ladder",
    "teapot",
    "hammer",
    "pillow",
    "candle",
    "basket",
    "mirror",
    "blanket",
]


def threads(many: int) -> list[Thread]:
    """Conversations; each has words that one other has too."""
    made = []
    for number in range(many):
        one, two = THINGS[number // 2 % len(THINGS)], THINGS[number // 2 // len(THINGS)]
        question = f"My {one}{two} number {number} falls on the {two}{one} every day.\n\n- Why? <b>"
        answers = f"Put {two}{two}{one} below it.\n# Or *sell* it [here](x). It went well for me, {number}."
        made.append(Thread(f"The {one} falls on my {two} ({number})", question, answers))
    return made


def test_there_are_as_many_pages_as_are_asked_for_and_none_repeats_another() -> None:
    few = threads(10)
    assert len(corpus.pages(few, 4, seed=1)) == 4
    made = corpus.pages(few, 25, seed=1)
    assert len(made) == 25
    assert made == corpus.pages(few, 25, seed=1)
    assert made != corpus.pages(few, 25, seed=2)
    assert len({page.name for page in made}) == 25
    said = [line for page in made for line in page.paragraphs]
    assert sorted(said) == sorted(line for page in corpus.pages(few, 10, seed=1) for line in page.paragraphs)


def test_where_there_is_not_so_much_text_there_are_fewer_pages() -> None:
    assert 10 < len(corpus.pages(threads(10), 10_000, seed=1)) < 200


def test_what_is_markup_somewhere_is_on_no_page(tmp_path: Path) -> None:
    made = corpus.pages(threads(5), 5, seed=1)
    assert not re.search(
        r"[<>#*\[\]`_]|^-", "\n".join(line for page in made for line in page.paragraphs), re.MULTILINE
    )
    knowledge_base.write(tmp_path, made)
    files = sorted((tmp_path / "docs" / "answers").iterdir())
    assert [path.stem for path in files] == sorted(page.name for page in made)
    for path in files:
        assert parse(path.read_text(encoding="utf-8"), path.name).answer.sections


def test_pages_that_were_changed_can_be_changed_back(tmp_path: Path) -> None:
    made = corpus.pages(threads(10), 10, seed=1)
    knowledge_base.write(tmp_path, made)

    def texts() -> list[bytes]:
        return [path.read_bytes() for path in sorted((tmp_path / "docs" / "answers").iterdir())]

    before = texts()
    knowledge_base.change(tmp_path, made, 5)
    assert sum(one != other for one, other in zip(before, texts(), strict=True)) == 2
    knowledge_base.change(tmp_path, made, 5, back=True)
    assert texts() == before


def test_ranks_and_percentiles() -> None:
    assert reciprocal(["a", "b"], "b") == 0.5
    assert reciprocal([*"abcdefghij", "k"], "k") == 0
    assert percentile([], 0.95) == 0
    assert percentile([3, 1, 2], 0.5) == 2
    assert percentile(range(100), 0.95) == 95


def test_what_waited_for_no_answer_is_no_trip_of_its_own() -> None:
    assert waves([], 2) == 0
    assert waves([10, 10.5, 11.7], 2) == 1
    assert waves([14.1, 10, 10.3, 12.4, 11.999, 12.9], 2) == 3


def test_a_page_that_cannot_be_cut_leaves_the_others_to_be_cut() -> None:
    log = Thread("A log", "x" * 5000, "")
    assert len(corpus.pages([log, *threads(4)], 9, seed=1)) == 9


def figures(**changed: object) -> Figures:
    values = {
        "name": "ours",
        "version": "1",
        "bytes": 18_040,
        "headers": 3000,
        "trips": 3.2,
        "seconds": 0.9,
        "once": (1, 2),
        "warm": (1, 2.01),
        "slowest": {},
        "quoted": (1, 2),
        "longest": (0, 0, 0),
        "megabytes": 3,
        "mrr": {"body": 0.9, "title": 0.96, "typo": 1},
        "files": 1917,
        "build": (1, 2),
        **changed,
    }
    return Figures(**values)  # type: ignore[arg-type]


def test_the_table_says_which_goals_are_missed_at_that_size() -> None:
    ours = figures(own=Own(index=(1, 2), rebuild=4, site=5, same=999, asked=1000))
    said = table.lines(10_000, [ours, figures(name="peer", warm=(9, 9))])
    missed = [line[:28].strip() for line in said if line.endswith("missed")]
    assert missed == [
        "ms warm query, p95",
        "MRR@10 title",
        "s to do so, 1% changed",
        "% same in browser and Python",
    ]
    assert "≤ 18" in next(line for line in said if line.startswith("kB"))
    larger = table.lines(50_000, [ours])
    assert "≤ 26" in next(line for line in larger if line.startswith("kB"))
    assert "≤" not in next(line for line in larger if "1.6 Mbit/s" in line)


@pytest.mark.slow
def test_ours_is_measured_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    pages = corpus.pages(threads(60), 60, seed=1)
    knowledge_base.write(tmp_path / "kb", pages)
    made = Corpus(tmp_path / "kb", pages, queries(pages, 5, seed=1), cold=1)
    found = measure(OURS, made, browser, tmp_path)
    assert found.own
    assert found.own.same == found.own.asked > 10
    assert found.mrr["title"] > 0.5
    assert found.bytes > 2 * found.headers > 1000
    assert round(found.trips) >= 3
    assert found.seconds > 3 * 0.15
    assert found.megabytes > 0
