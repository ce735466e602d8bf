"""Re-phrased questions and their pages."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from harvest import cli
from harvest.backtest import search
from harvest.errors import HarvestError

REAL: Final = Path(os.environ.get("HARVEST_REAL_DATA", Path(__file__).parents[2] / "shared" / "data"))
FAQ = [
    {
        "question": "Photos do not upload",
        "answer": ["Open the app."],
        "rephr": ["uploading is stuck", "*", "no upload of photos", None, "pictures are not uploaded"],
    },
    {"question": "Share an album", "answer": "Copy the link.", "rephr": ["send my album", "give album away"]},
]


def test_a_phrasing_is_in_the_page_or_a_query_and_never_both(tmp_path: Path) -> None:
    path = tmp_path / "faq.json"
    path.write_text(json.dumps(FAQ), encoding="utf-8")
    topics = search.read(path)
    for seed in range(5):
        case = search.part(topics, None, seed)
        assert [len(page.asked_as) for page in case.pages] == [2, 1]
        inside = {text for page in case.pages for text in page.asked_as}
        assert inside.isdisjoint(text for text, _ in case.queries)
        assert len(case.queries) == 2
        assert case == search.part(topics, None, seed)


def test_the_last_line_is_for_machines(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(
        "text,category\nupload stuck,upload\nno upload,upload\nmy album,album\n", encoding="utf-8"
    )
    outcome = CliRunner().invoke(cli.main, ["backtest", "search", str(path), "--phrases", "1", "--json"])
    figures = json.loads(outcome.output.splitlines()[-1])
    assert figures["phrases"] == {"r1": 1.0, "r5": 1.0, "mrr": 1.0}
    assert {"plain", "phrases", "without pairs"} <= set(figures)


def test_false_answers_are_told_at_95_percent_and_as_they_are_shown(tmp_path: Path) -> None:
    pages = [f"{thing} {does}" for thing in ("frame", "album", "photo") for does in ("flickers", "vanishes")]
    rows = [f"{text}{more},{text}" for text in pages for more in ("", " again", " at night", " today")]
    path = tmp_path / "set.csv"
    path.write_text("\n".join(["text,category", *rows]), encoding="utf-8")
    said = CliRunner().invoke(cli.main, ["backtest", "search", "--seed", "0", str(path)]).output.splitlines()
    false, shown = said[-2:]
    doubt = search.false_answers(search.part(search.read(path), None, 0))
    assert doubt.false.of + doubt.answered.of == len(rows) - sum(
        len(page.asked_as) for page in search.part(search.read(path), None, 0).pages
    )
    assert f"false answers      {doubt.false} of the questions that nothing answers" in false
    assert f"(from {doubt.bar} of 256)" in false
    assert f"as it is shown     {doubt.shown} of them, and {doubt.answered} of the others (from 128)" in shown


@pytest.mark.parametrize("text", ["[]", '[{"question": "Frame?", "answer": "Yes.", "rephr": ["*"]}]'])
def test_where_there_is_nothing_to_ask(tmp_path: Path, text: str) -> None:
    path = tmp_path / "set.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(HarvestError, match="questions"):
        search.read(path)


def test_real_rephrasings_find_their_page() -> None:
    path = REAL / "retrieval" / "stackfaq.json"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    case = search.part(search.read(path), None, 1)
    scores = {score.name: score.figures() for score in search.measure(case)}
    assert scores["phrases"]["r1"] >= 0.965
    assert scores["phrases"]["r5"] >= 0.995
    assert scores["plain"]["r1"] >= 0.88
