"""Measuring how well the same question is found again."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Final

import pytest
import yaml
from click.testing import CliRunner

from harvest import cli
from harvest.backtest import duplicates, known
from harvest.backtest.duplicates import Message
from harvest.errors import HarvestError
from harvest.model import Markup
from tests.test_duplicates import TOPICS, WAYS
from tests.test_duplicates_known import AGAIN, ASKED
from tests.test_duplicates_known import TOPICS as MANY

ROOT: Final = Path(__file__).parents[1]
REAL: Final = Path(os.environ.get("HARVEST_REAL_DATA", ROOT / "../shared/data"))
SAME: Final = "The frame stays black after the spring update of the firmware"
OTHER: Final = "Prints arrive with a white border around every picture"


def message(ref: str, text: str, label: str) -> Message:
    return Message(ref, "", text, Markup.TEXT, label)


def test_every_pair_counts_once() -> None:
    messages = [message("1", SAME, "a"), message("2", SAME, "a"), message("3", SAME, "b")]
    messages += [message("4", OTHER, "a"), message("5", OTHER, "c")]
    scores = duplicates.score("mine", messages)
    assert (scores.precision.hits, scores.precision.of) == (1, 4)  # {1 2 3} and {4 5}
    assert (scores.recall.hits, scores.recall.of) == (1, 3)  # 1-2, 1-4, 2-4
    assert (scores.pure.hits, scores.pure.of) == (0, 2)
    assert scores.wrong == ((SAME, SAME), (OTHER, OTHER))
    assert scores.missed == ((SAME, OTHER),)
    assert scores.figures() == {"precision": 0.25, "recall": 0.3333, "pure": 0.0}


def test_where_nothing_is_joined_there_is_no_precision() -> None:
    figures = duplicates.score("mine", [message("1", SAME, "a"), message("2", OTHER, "b")]).figures()
    assert figures == {"precision": None, "recall": None, "pure": None}


def test_a_list_of_rephrasings(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    rows = [
        {"question": form.format(topic), "rephr": ["*", None, *(f.format(topic) for f in WAYS[1:])]}
        for topic, form in zip(TOPICS, [WAYS[0]] * len(TOPICS), strict=True)
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")
    shown = CliRunner().invoke(cli.main, ["backtest", "duplicates", str(path), "--json"])
    assert shown.exit_code == 0
    figures = json.loads(shown.output.splitlines()[-1])[str(path)]
    assert {name: figures[name] for name in ("precision", "recall", "pure")} == {
        "precision": 1.0,
        "recall": 1.0,
        "pure": 1.0,
    }
    assert figures["joined_recall"] == 0.0  # eight pages are too few to know their neighbours


def test_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"text,category\n{SAME},a\n{SAME},a\n{OTHER},b\n", encoding="utf-8")
    assert [(m.ref, m.body, m.label) for m in duplicates.read(path)] == [
        ("0", SAME, "a"),
        ("1", SAME, "a"),
        ("2", OTHER, "b"),
    ]


def test_a_stack_exchange_dump_links_its_duplicates(tmp_path: Path) -> None:
    posts = "".join(
        f'<row Id="{id_}" PostTypeId="{kind}" Title="T{id_}" Body="&lt;p&gt;text&lt;/p&gt;"/>'
        for id_, kind in ((1, 1), (2, 1), (3, 1), (4, 1), (5, 2))
    )
    links = "".join(
        f'<row PostId="{one}" RelatedPostId="{other}" LinkTypeId="{kind}"/>'
        for one, other, kind in ((2, 1, 3), (3, 2, 3), (4, 3, 1), (9, 1, 3))
    )
    (tmp_path / "Posts.xml").write_text(f"<posts>{posts}</posts>", encoding="utf-8")
    (tmp_path / "PostLinks.xml").write_text(f"<postlinks>{links}</postlinks>", encoding="utf-8")
    labels = {m.ref: m.label for m in duplicates.read(tmp_path)}
    assert labels["1"] == labels["2"] == labels["3"] != labels["4"]
    assert "5" not in labels


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", "{"),
        ("a.json", "[1]"),
        ("a.json", '[{"question": 3, "rephr": []}]'),
        ("a.json", "[]"),
        ("a.csv", "text,kind\na,b\n"),
        ("a.csv", "text,category\n"),
        ("Posts.xml", "<posts"),
        ("other.txt", "\udcff"),
    ],
)
def test_what_is_no_set_is_one_line(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(HarvestError) as raised:
        duplicates.read(tmp_path if name == "Posts.xml" else path)
    assert len(str(raised.value).splitlines()) == 1
    with pytest.raises(HarvestError):
        duplicates.read(tmp_path / "not there")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "precision", "recall"),
    [("retrieval/stackfaq.json", 0.95, 0.5), ("retrieval/banking77_train.csv", 0.94, 0.003)],
)
def test_the_figures_on_real_questions(path: str, precision: float, recall: float) -> None:
    if not (REAL / path).exists():
        pytest.skip(f"{REAL / path} is not here")
    scores = duplicates.score(path, duplicates.read(REAL / path))
    assert scores.precision.value >= precision
    assert scores.recall.value >= recall


RETOLD: Final = [
    message(f"{topic}-{way}", form.format(text), text)
    for topic, text in enumerate(MANY)
    for way, form in enumerate((*ASKED, *AGAIN, "{}"))
]


def test_new_questions_join_the_page_that_knows_how_they_are_asked() -> None:
    scores = known.score("mine", RETOLD, 0.5)
    without = round(known.WITHOUT * len(MANY))
    assert scores.pages == len(MANY) - without
    assert scores.new == 3 * scores.pages + 6 * without
    assert scores.recall.of == 3 * scores.pages
    assert scores.precision.hits == scores.precision.of > 0
    # three known: 3 x 3 pairs of a new and a known one, and three of new ones
    assert scores.pair_recall.of == 12 * scores.pages
    assert len(scores.missed) == scores.recall.of - scores.recall.hits
    assert scores.wrong == ()


def test_a_wrong_join_is_shown_beside_the_page() -> None:
    mislabelled = message("s", "order prints on matte paper", TOPICS[3])
    scores = next(
        found for seed in range(20) if (found := known.score("mine", [*RETOLD, mislabelled], 0.5, seed)).wrong
    )
    assert [line for line, _ in scores.wrong] == ["order prints on matte paper"]
    assert "matte paper" in scores.wrong[0][1]
    assert scores.precision.of - scores.precision.hits == 1


def test_the_first_a_page_knows_is_the_one_that_others_are_linked_to() -> None:
    linked = [message(ref, text, "7") for ref, text in (("3", SAME), ("7", OTHER), ("9", SAME))]
    parted = known.part([*linked, *RETOLD], 0.1, seed=0)
    assert [m.ref for m in parted.known["7"]] == ["7"]


def test_what_is_drawn_is_the_same_at_every_run() -> None:
    assert known.part(RETOLD, 0.5, 0) == known.part(list(RETOLD), 0.5, 0)
    assert known.part(RETOLD, 0.5, 0) != known.part(RETOLD, 0.5, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "precision", "recall"),
    [("retrieval/stackfaq.json", 0.95, 0.6), ("retrieval/banking77_train.csv", 0.95, 0.35)],
)
def test_the_figures_of_pages_on_real_questions(path: str, precision: float, recall: float) -> None:
    if not (REAL / path).exists():
        pytest.skip(f"{REAL / path} is not here")
    scores = known.score(path, duplicates.read(REAL / path), 0.5)
    assert scores.precision.value >= precision
    assert scores.recall.value >= recall


def test_no_two_problems_of_the_sample_company_are_joined() -> None:
    """Its questions are told apart; that few are found again is known (see `harvest.duplicates`)."""
    manifest = yaml.safe_load((ROOT / "harvest/samples/MANIFEST.yml").read_text("utf-8"))["threads"]
    same = {entry["id"]: {entry["id"], *entry.get("same_as", [])} for entry in manifest}
    titled = [entry for entry in manifest if entry.get("title")]
    messages = [message(entry["id"], entry["title"], min(same[entry["id"]])) for entry in titled]
    scores = duplicates.score("samples", messages)
    assert scores.recall.of >= 10
    assert scores.precision.hits == scores.precision.of
