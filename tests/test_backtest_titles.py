"""Titles are compared with the readers' in a way that a reader can follow."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from harvest import cli
from harvest.backtest import labelled
from harvest.backtest.titles import compare, f1, figures

REAL = Path(os.environ.get("HARVEST_REAL_DATA", Path(__file__).parents[1] / "../shared/data"))


def row(number: int, text: str, *titles: str, page: bool = True) -> dict[str, Any]:
    posts = [{"n": 1, "id": f"{number}a", "author": "mara", "reply_to": None, "text": text}]
    return {
        "id": f"forum:{number}",
        "source": "forum",
        "outcome": "answered",
        "page": page,
        "answer": [],
        "evidence": [],
        "titles": list(titles),
        "posts": posts,
    }


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "threads.jsonl"
    rows = [
        row(1, "Why are my prints dark ?\nThey came today.", "Why are my prints dark?"),
        row(2, "Frame\nHow do I turn the frame off at night?", "Turning the frame off", "Frame off at night"),
        row(3, "Nothing\nto see", "Never", page=False),
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_the_first_line_is_the_title_and_the_nearer_reader_counts(labels: Path) -> None:
    compared = compare(labelled.read(labels))
    assert [(c.id, c.ours, c.equal) for c in compared] == [
        ("forum:2", "How do I turn the frame off at night?", False),
        ("forum:1", "Why are my prints dark?", True),
    ]
    assert compared[0].f1 == pytest.approx(2 * 4 / (9 + 4))
    assert figures(compared)[-1].equal == 0.5


def test_the_measure() -> None:
    assert f1("Prints too dark!", "prints TOO dark") == 1.0
    assert f1("Prints too dark", "") == f1("one", "other") == 0.0


def test_the_command_shows_pairs_and_figures(labels: Path) -> None:
    asked = CliRunner().invoke(cli.main, ["backtest", "titles", str(labels), "--top", "1", "--json"])
    lines = asked.output.splitlines()
    assert lines[0].endswith("How do I turn the frame off at night?")
    assert not any("prints" in line for line in lines)
    assert json.loads(lines[-1])["titles"]["equal"] == 0.5


def test_on_the_labelled_threads_titles_stay_near_the_readers() -> None:
    path = REAL / "gold/threads.jsonl"
    if not path.exists():
        pytest.skip(f"no labelled threads at {path}")
    of_all = figures(compare(labelled.read(path)))[-1]
    assert of_all.f1 >= 0.70
    assert of_all.equal >= 0.30
