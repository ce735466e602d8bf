"""The measuring itself is measured: by hand on a few threads, and on the real labelled ones."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from harvest import cli
from harvest.backtest.labelled import read
from harvest.backtest.resolution import Share, by_source, judge_all, kinds, misses
from harvest.errors import HarvestError
from harvest.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

REAL = Path(os.environ.get("HARVEST_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))


def thread(name: str, said: Sequence[tuple[str, str]], **label: Any) -> str:
    posts = [
        {"n": n, "id": f"{name}-{n}", "author": who, "reply_to": None if n == 1 else 1, "text": text}
        for n, (who, text) in enumerate(said, 1)
    ]
    row = {"id": f"forum:{name}", "source": "forum", "page": False, "answer": [], "evidence": []}
    return json.dumps({**row, **label, "posts": posts})


FIXED = (
    ("mara", "Why do my pictures wait for ever before they upload?"),
    ("joelle", "You can switch the battery saver off: open Settings, choose Apps, then Fernlight."),
    ("mara", "That worked, thank you!"),
)
STUCK = (
    ("mara", "Why do my pictures wait for ever before they upload?"),
    ("joelle", "You can switch the battery saver off: open Settings, choose Apps, then Fernlight."),
    ("mara", "I tried that, and it still does not work."),
)


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    file = tmp_path / "labels.jsonl"
    file.write_text(
        "\n".join(
            [
                thread("good", FIXED, outcome="resolved", page=True, answer=[2], evidence=[3]),
                thread("wrong-answer", FIXED, outcome="resolved", page=True, answer=[1], evidence=[3]),
                thread("false", FIXED, outcome="unresolved"),
                thread("disputed", FIXED, outcome=None, page=None, answer=[2]),
                thread("missed", STUCK, outcome="resolved", page=True, answer=[2], evidence=[3]),
                thread("right", STUCK, outcome="unresolved"),
            ]
        )
    )
    return file


def test_the_figures_are_those_that_a_person_would_count(labels: Path) -> None:
    judged = judge_all(read(labels))
    forum, everything = by_source(judged)
    assert (forum.source, everything.source) == ("forum", "all")
    assert (everything.resolved_precision.hits, everything.resolved_precision.of) == (2, 3)
    assert (everything.resolved_recall.hits, everything.resolved_recall.of) == (2, 3)
    assert (everything.page_precision.hits, everything.page_precision.of) == (2, 3)
    assert (everything.page_recall.hits, everything.page_recall.of) == (2, 3)
    assert (everything.answer.hits, everything.answer.of) == (2, 3)  # good, disputed; not wrong-answer
    assert [(kind, j.labelled.id) for kind, j in misses(judged)] == [
        ("called resolved, and is not", "forum:false"),
        ("a page, and should not be", "forum:false"),
        ("the wrong answer", "forum:wrong-answer"),
        ("resolved, and not seen", "forum:missed"),
        ("worth a page, and not seen", "forum:missed"),
    ]


def test_kinds_are_counted_where_they_are_labelled_and_a_page_is_found(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    label = {"outcome": "resolved", "page": True, "answer": [2]}
    rows = [
        thread("right", FIXED, **label, kind="how-to"),
        thread("wrong", FIXED, **label, kind="not-possible"),
        thread("disputed", FIXED, **label, kind=None),
        thread("unsaid", FIXED, **label),
        thread("no-page", FIXED, **{**label, "page": False}, kind="fix"),
        thread("not-found", STUCK, **label, kind="fix"),
    ]
    file.write_text("\n".join(rows))
    assert kinds(judge_all(read(file))) == {
        (Kind.HOW_TO, Kind.HOW_TO): 1,
        (Kind.NOT_POSSIBLE, Kind.HOW_TO): 1,
    }
    printed = CliRunner().invoke(cli.main, ["backtest", "resolution", str(file)]).output
    assert ["how-to", "0", "1", "0", "0", "0", "0"] in [line.split() for line in printed.splitlines()]


def test_no_table_of_kinds_where_none_is_labelled(labels: Path) -> None:
    assert "kinds" not in CliRunner().invoke(cli.main, ["backtest", "resolution", str(labels)]).output


def test_json_is_the_last_line(labels: Path) -> None:
    done = CliRunner().invoke(cli.main, ["backtest", "resolution", str(labels), "--json"])
    figures = json.loads(done.output.splitlines()[-1])
    assert figures == {
        "resolved": {"precision": 0.6667, "recall": 0.6667},
        "page": {"precision": 0.6667, "recall": 0.6667},
        "answer": 0.6667,
    }


def test_a_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    good = thread("good", FIXED, outcome="resolved")
    file.write_text(f"{good}\n\n{good[:-10]}\n")
    with pytest.raises(HarvestError, match=r"labels.jsonl:3: not a labelled thread"):
        list(read(file))
    with pytest.raises(HarvestError, match="there is no such file"):
        list(read(tmp_path / "nothing.jsonl"))


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ({"page": "yes"}, "page is neither true, false nor null"),
        ({"answer": [9]}, "answer names a post that is not there"),
        ({"kind": "joke"}, "kind is none of fix, how-to"),
        ({"evidence": 9}, "evidence names a post that is not there"),
    ],
)
def test_a_label_that_means_nothing_is_named(tmp_path: Path, label: dict[str, object], said: str) -> None:
    row = {**json.loads(thread("good", FIXED, outcome="resolved")), **label}
    (tmp_path / "labels.jsonl").write_text(json.dumps(row))
    with pytest.raises(HarvestError, match=f"labels.jsonl:1: not a labelled thread: {said}"):
        list(read(tmp_path / "labels.jsonl"))


def test_roles_are_not_read_from_the_labels(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    row = json.loads(thread("good", FIXED, outcome="resolved"))
    plain = file.write_text(json.dumps(row)) and next(iter(read(file))).thread
    for post in row["posts"]:
        post["role"] = "brand"
    told = file.write_text(json.dumps(row)) and next(iter(read(file))).thread
    assert told == plain


@given(hits=st.integers(0, 500), more=st.integers(0, 500))
def test_the_interval_holds_the_share(hits: int, more: int) -> None:
    share = Share(hits, hits + more)
    low, high = share.interval
    assert 0 <= low <= high <= 1
    if share.of:
        assert low <= share.value + 1e-9
        assert share.value - 1e-9 <= high


def test_wilsons_own_kind_of_number() -> None:
    low, high = Share(81, 263).interval  # Newcombe 1998, table I: 0.2553 to 0.3662
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real conversations are not on this machine")
def test_the_real_labelled_threads() -> None:
    """Floors: what was reached and must not be lost. The goals are higher (0.95/0.70, 0.90/0.60, 0.90)."""
    scores = by_source(judge_all(read(REAL / "gold" / "threads.jsonl")))[-1]
    assert scores.resolved_precision.value >= 0.90
    assert scores.resolved_recall.value >= 0.70
    assert scores.page_precision.value >= 0.90
    assert scores.page_recall.value >= 0.60
    assert scores.answer.value >= 0.85
