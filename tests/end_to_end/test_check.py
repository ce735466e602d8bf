"""`harvest check` in somebody's knowledge base: the drafts of the sample company, and their mistakes."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from harvest.checks import CHECKS
from harvest.site.init import init
from tests.end_to_end.conftest import SAMPLES, Desk, as_fernlight

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def once_drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drafted") / "kb"
    init(folder)
    desk = Desk(folder)
    as_fernlight(desk)
    for name in ("x", "discourse", "stackexchange"):
        desk.done("import", SAMPLES / name, "--as", name)
    desk.done("draft")
    return folder


@pytest.fixture
def drafted(once_drafted: Path, tmp_path: Path) -> Desk:
    """The samples, drafted; nobody has looked at them yet."""
    return Desk(shutil.copytree(once_drafted, tmp_path / "kb"))


@pytest.fixture
def before(once_drafted: Path, tmp_path: Path) -> Path:
    return shutil.copytree(once_drafted / "docs", tmp_path / "before")


def some_page(desk: Desk) -> Path:
    return next(path for path in sorted(desk.answers.glob("*.md")) if b"asked_as" in path.read_bytes())


def told(desk: Desk, *words: str | Path) -> dict[str, Any]:
    done = desk.run("check", "--format", "json", *words)
    assert done.returncode in {0, 1}, done.stderr
    return dict(json.loads(done.stdout))


def test_what_harvest_drafts_passes_alone_and_as_a_change(drafted: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty/answers").mkdir(parents=True)
    for words in ((), ("--against", tmp_path / "empty")):
        done = drafted.run("check", *words)
        assert done.returncode == 0, done.stdout
        assert "error:" not in done.stdout
        assert "0 errors" in done.stderr or "nothing to say" in done.stderr
    assert len(drafted.pages()) > 30


def test_one_bad_page_hides_no_other_and_the_formats_say_the_same(drafted: Desk) -> None:
    page = some_page(drafted)
    drafted.write("docs/answers/a-bad-one.md", "---\ntitle: x\ncolour: red\n---\nno mark\n<!-- x -->\n")
    drafted.write("docs/answers/latin.md", b"\xe9\n")
    text = page.read_text("utf-8").replace("review_by: 2", "review_by: 9", 1)
    page.write_text(text, encoding="utf-8")
    people = drafted.run("check")
    assert people.returncode == 1
    for part in (
        'a-bad-one.md:3: error: unknown key "colour"',
        "a-bad-one.md:6: error: not a mark",
        "latin.md:1: error: is not UTF-8",
        f"{page.name}:",
        "error: would not be looked at until 9",
    ):
        assert part in people.stdout
    found = told(drafted)["findings"]
    places = {(str(each["path"]), each["line"], each["check"]) for each in found}
    github = drafted.run("check", "--format", "github")
    assert github.returncode == 1
    assert len(github.stdout.splitlines()) == len(found)
    assert all(f"file={path},line={line}," in github.stdout for path, line, _ in places if line)
    log = json.loads(drafted.run("check", "--format", "sarif").stdout)
    results = log["runs"][0]["results"]
    assert {each["ruleId"] for each in results} == {check for _, _, check in places}
    assert (
        drafted.run("check", "--format", "sarif").stdout
        == drafted.run("check", "--format", "sarif", PYTHONHASHSEED="1").stdout
    )


def test_a_change_answers_for_what_it_touched(drafted: Desk, before: Path) -> None:
    other, page = sorted(drafted.answers.glob("*.md"))[:2]
    for path in (other, before / "answers" / other.name):  # a mistake that was there before
        path.write_text(path.read_text("utf-8").replace("review_by: 2", "review_by: 9", 1), encoding="utf-8")
    assert told(drafted, "--against", before)["findings"] == []
    page.write_text(page.read_text("utf-8").replace("review_by: 2", "review_by: 8", 1), encoding="utf-8")
    (found,) = told(drafted, "--against", before)["findings"]
    assert (found["path"], found["check"]) == (f"docs/answers/{page.name}", "review-date")


def test_a_page_that_is_gone_leaves_its_address_to_nobody(drafted: Desk, before: Path) -> None:
    page = some_page(drafted)
    page.unlink()
    found = told(drafted, "--against", before)["findings"]
    assert [(each["check"], each["path"]) for each in found if each["severity"] == "error"] == [
        ("redirects", f"docs/answers/{page.name}")
    ]


def test_named_pages_and_folders(drafted: Desk) -> None:
    page = some_page(drafted)
    drafted.write("docs/answers/a-bad-one.md", "---\ntitle: x\n---\n")
    assert drafted.run("check", page).returncode == 0
    assert drafted.run("check", "docs/answers/a-bad-one.md").returncode == 1
    assert drafted.run("check", "docs/answers").returncode == 1
    nowhere = drafted.run("check", "docs/answers/nowhere.md")
    assert nowhere.returncode == 2
    assert nowhere.stderr.startswith("harvest: docs/answers/nowhere.md: is no page of the knowledge base")


def test_a_waiver_of_the_configuration_says_its_reason_at_every_run(drafted: Desk) -> None:
    drafted.options(waive=[{"check": "review-date", "reason": "we look at all of them in spring"}])
    page = some_page(drafted)
    page.write_text(page.read_text("utf-8").replace("review_by: 2", "review_by: 9", 1), encoding="utf-8")
    done = drafted.run("check")
    assert done.returncode == 0
    assert "waived: review-date, " in done.stderr
    assert "we look at all of them in spring" in done.stderr


def test_the_list_of_checks(drafted: Desk) -> None:
    lines = drafted.done("check", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [*(check.id for check in CHECKS), "waiver"]


def test_a_page_that_is_a_link_is_not_read(drafted: Desk, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("[secret](nowhere.md)\n", encoding="utf-8")
    (drafted.folder / "docs/inside.md").symlink_to(outside)
    done = drafted.run("check")
    assert done.returncode == 0
    assert "nowhere" not in done.stdout


def test_a_knowledge_base_need_not_have_golden_queries(drafted: Desk, before: Path) -> None:
    (drafted.folder / "docs/queries.yml").unlink()
    assert told(drafted)["findability"] == {"queries": [], "moved": None}
    assert told(drafted, "--against", before)["findability"] == {"queries": [], "moved": []}
