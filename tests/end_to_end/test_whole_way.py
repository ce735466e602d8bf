"""From archives to pages and back again, by the real command line on the bundled samples."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from harvest.pages.parse import parse
from harvest.site.init import init
from tests.end_to_end.archives import ARCHIVES, Person, Talk
from tests.end_to_end.conftest import SAMPLES, Desk, as_fernlight
from tests.test_duplicates_known import ASKED, TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

CAME_UNDONE: Final = "Backup stops after about 100 pictures (fixed… or not)"
"""The sample that is judged worth a page, and of which nothing is left that did not fail."""
TALK = Talk(
    asker=Person(1, "ada_l", "Ada"),
    helper=Person(2, "bo_k", "Bo"),
    title="The Frame stopped updating its pictures",
    question="How do I get my Frame to show new pictures again? It stopped after an update last week.",
    answer="Open Settings, tap Network, and switch Wi-Fi off and on again. Then hold the power button for "
    "ten seconds until the light turns green, and the Frame loads new pictures within a minute.",
    thanks="Thank you, that worked! New pictures show up again.",
)


@pytest.fixture(scope="session")
def once_harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples") / "kb"
    init(folder)
    desk = Desk(folder)
    as_fernlight(desk)
    desk.done("import", SAMPLES)
    desk.done("draft")
    return folder


@pytest.fixture
def harvested(once_harvested: Path, tmp_path: Path) -> Desk:
    """The samples, imported and drafted."""
    return Desk(shutil.copytree(once_harvested, tmp_path / "harvested"))


@pytest.fixture(scope="session")
def once_small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    init(folder / "kb")
    desk = Desk(folder / "kb")
    ARCHIVES["jsonl"](TALK, folder)
    desk.done("import", archive(desk))
    desk.done("draft")
    return folder


@pytest.fixture
def small(once_small: Path, tmp_path: Path) -> Desk:
    """One conversation of our own and its page."""
    return Desk(shutil.copytree(once_small, tmp_path / "small") / "kb")


def archive(desk: Desk) -> Path:
    return desk.folder.parent / "talk.jsonl"


def posts(desk: Desk) -> list[dict[str, object]]:
    return [json.loads(line) for line in archive(desk).read_text().splitlines()]


def only(desk: Desk) -> Path:
    (page,) = desk.answers.glob("*.md")
    return page


def proposals(desk: Desk) -> dict[str, str]:
    folder = desk.folder / ".harvest/proposals"
    return {path.name: path.read_text() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.slow
def test_the_samples_become_a_site(harvested: Desk) -> None:
    wanted = json.loads(harvested.done("candidates", "--all", "--json").stdout)
    assert [row["title"] for row in wanted if row["intent"] != "leave"] == [CAME_UNDONE]
    assert len(harvested.pages()) == sum(row["reason"].startswith("already on") for row in wanted) > 20
    site = harvested.build()
    for name in harvested.pages():
        assert (site / "answers" / name.removesuffix(".md") / "index.html").is_file(), name


def test_doing_everything_again_changes_nothing(harvested: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run(["git", "init", "-q"], cwd=harvested.folder, check=True)
    subprocess.run(["git", "add", "."], cwd=harvested.folder, check=True)
    monkeypatch.setenv("PYTHONHASHSEED", "1")  # from here on, sets are in another order
    again = harvested.done("import", SAMPLES).stderr
    assert re.findall(r"(\d+) (?:new|changed|deleted)", again) == ["0"] * 9
    assert harvested.done("draft").stdout == "nothing to write\n"
    refreshed = harvested.done("draft", "--refresh").stdout.splitlines()
    assert len(refreshed) == len(harvested.pages())
    assert all(re.fullmatch(r"kept answers/\S+\.md: unchanged", line) for line in refreshed)
    status = ["git", "status", "--porcelain"]
    seen = subprocess.run(status, cwd=harvested.folder, check=True, capture_output=True, text=True)
    assert re.findall(r"^.[^ ].*", seen.stdout, re.MULTILINE) == []


@pytest.mark.slow
def test_neither_workers_nor_the_order_of_imports_change_a_byte(
    harvested: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_way() -> Iterator[tuple[str, ...]]:
        for name in ("stackexchange", "discourse", "x"):
            yield "import", str(SAMPLES / name)
        yield "--workers", "5", "draft"

    before = harvested.pages()
    table = harvested.done("candidates", "--all", "--json").stdout
    monkeypatch.setenv("PYTHONHASHSEED", "1")  # from here on, sets are in another order
    for words in (("--workers", "1"), ("--workers", "7")):
        assert harvested.done(*words, "candidates", "--all", "--json").stdout == table
    (harvested.folder / ".harvest").rename(tmp_path / "lake-before")
    for path in harvested.answers.glob("*.md"):
        path.unlink()
    for each in other_way():
        harvested.done(*each)
    assert harvested.pages() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seconds until", "seconds (count them) until"),
        pytest.param("state: draft", "state: reviewed", marks=pytest.mark.slow),
        pytest.param("\ntitle: ", "\ntitle: My ", marks=pytest.mark.slow),
    ],
    ids=["body", "state", "title"],
)
def test_what_a_person_has_edited_is_never_overwritten(small: Desk, old: str, new: str) -> None:
    page = only(small)
    edited = page.read_text().replace(old, new)
    assert edited != page.read_text()
    page.write_text(edited)
    assert small.done("draft").stdout == "nothing to write\n"
    archive(small).write_text(archive(small).read_text().replace("ten seconds", "twelve seconds"))
    small.done("import", archive(small))
    for _ in range(2):
        assert small.done("draft").stdout.startswith(f"proposed answers/{page.name}: ")
        assert only(small).read_text() == edited
        assert list(proposals(small)) == [page.name]
        assert "twelve seconds" in proposals(small)[page.name]
        parse(proposals(small)[page.name])


@pytest.mark.slow
def test_a_changed_conversation_changes_its_page_and_no_other(harvested: Desk) -> None:
    before = harvested.pages()
    ARCHIVES["jsonl"](TALK, harvested.folder.parent)
    harvested.done("import", archive(harvested))
    (line,) = harvested.done("draft").stdout.splitlines()
    name = line.removeprefix("wrote answers/")
    assert harvested.pages() == before | {name: harvested.pages()[name]}

    edited = posts(harvested)
    edited[1] |= {"version": "2026-04-01T00:00:00Z", "body": f"{edited[1]['body']} Be patient."}
    archive(harvested).write_text(json.dumps(edited[1]))
    assert "1 changed" in harvested.done("import", archive(harvested)).stderr
    rows = json.loads(harvested.done("candidates", "--json").stdout)
    (row,) = (row for row in rows if row["title"] != CAME_UNDONE)
    assert (row["intent"], row["page"]) == ("amend", f"answers/{name}")
    assert harvested.done("draft").stdout == f"wrote answers/{name}\n"
    after = harvested.pages()
    assert b"Be patient." in after[name]
    assert {each: text for each, text in after.items() if each != name} == before


@pytest.mark.slow
def reviewed(desk: Desk, state: str = "reviewed") -> None:
    """Pages that a person wrote, each with the phrases it is asked with."""
    for number, topic in enumerate(TOPICS):
        asked = "".join(f"  - {form.format(topic)}\n" for form in ASKED)
        desk.write(
            f"docs/answers/{number:02}.md",
            f"---\ntitle: {topic}\nkind: how-to\nstate: {state}\nasked_as:\n{asked}"
            "updated: 2026-01-03\nreview_by: 2027-01-03\n---\nAsk us.\n<!-- staff -->\n",
        )


MATTE = replace(
    TALK,
    title="Is it possible to order prints on matte paper",
    question="I would love to order prints on matte paper for my mother. How do I get them?",
)


def test_a_new_thread_in_the_words_of_a_page_is_proposed_for_it(desk: Desk) -> None:
    """Also for a page that no thread was made into: a person wrote it."""
    ARCHIVES["jsonl"](MATTE, desk.folder.parent)
    desk.done("import", archive(desk))
    reviewed(desk)
    before = desk.pages()
    (row,) = json.loads(desk.done("candidates", "--all", "--json").stdout)
    assert (row["intent"], row["page"]) == ("amend", "answers/02.md")
    assert row["reason"] == "1 more asked the same, with its words: matte, order, paper, prints"
    desk.done("draft")
    assert desk.pages() == before
    assert list(proposals(desk)) == ["02.md"]


def test_phrases_that_nobody_has_reviewed_recognise_nobody(desk: Desk) -> None:
    ARCHIVES["jsonl"](MATTE, desk.folder.parent)
    desk.done("import", archive(desk))
    reviewed(desk, state="draft")
    (row,) = json.loads(desk.done("candidates", "--all", "--json").stdout)
    assert row["intent"] == "create"


def test_a_page_whose_answer_was_taken_back_is_named_and_left_to_a_person(small: Desk) -> None:
    gone = {"id": "j1", "created": posts(small)[1]["created"], "version": "2026-04-01T00:00:00Z"}
    archive(small).write_text(json.dumps(gone | {"deleted": True}))
    assert "1 deleted" in small.done("import", archive(small)).stderr
    before = small.pages()
    done = small.done("draft")
    assert small.pages() == before
    assert (
        f"left alone answers/{only(small).name}: jsonl:j0 has changed since, and has no answer" in done.stderr
    )
    named = small.run("draft", "jsonl:j0")
    assert named.returncode == 1
    assert small.pages() == before


@pytest.mark.slow
def test_an_answer_that_became_chatter_leaves_its_page_alone_and_is_named(small: Desk) -> None:
    chatter = "Thank you so much for asking us here, we will let you know as soon as we can. Good luck!"
    archive(small).write_text(
        json.dumps(posts(small)[1] | {"version": "2026-04-01T00:00:00Z", "body": chatter})
    )
    small.done("import", archive(small))
    before = small.pages()
    named = small.run("draft", "jsonl:j0")
    assert "no sentence of the answer helps anybody but who asked" in named.stderr
    assert named.returncode == 1
    assert small.pages() == before


@pytest.mark.slow
def test_a_conversation_is_named_by_its_reference_or_its_address(small: Desk) -> None:
    page = only(small)
    text = page.read_bytes()
    for name in ("jsonl:j0", "https://forum.example/t/0"):
        page.unlink()
        assert small.done("draft", name).stdout.startswith("wrote ")
        assert only(small).read_bytes() == text
    for name in ("jsonl:nope", ""):
        done = small.run("draft", name)
        assert done.returncode == 2
        assert re.fullmatch(r"harvest: there is no conversation .* in the lake \(.*\)\n", done.stderr)


@pytest.mark.slow
def test_a_dry_run_says_the_same_and_writes_nothing(fernlight: Desk) -> None:
    fernlight.done("import", SAMPLES)
    before = fernlight.tree()
    dry = fernlight.done("draft", "--top", "3", "--dry-run").stdout
    assert fernlight.tree() == before
    assert fernlight.done("draft", "--top", "3").stdout == dry.replace("would write", "wrote")
    assert len(fernlight.pages()) == 3


@pytest.mark.slow
def test_files_go_to_the_source_that_is_configured_for_their_format(desk: Desk) -> None:
    desk.options(sources=[{"name": "forum", "format": "jsonl", "paths": ["in/*.jsonl"]}])
    ARCHIVES["jsonl"](TALK, desk.folder / "in")
    assert "forum: 3 posts" in desk.done("import", desk.folder / "in/talk.jsonl").stderr
    assert "3 unchanged" in desk.done("import").stderr
    assert "other: 3 posts" in desk.done("import", "--as", "other", desk.folder / "in").stderr
    names = {row["threads"][0] for row in json.loads(desk.done("candidates", "--all", "--json").stdout)}
    assert names <= {"forum:j0", "other:j0"}
