"""The commands that change the state of pages, as somebody types them, on the samples' pages."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from harvest.model import State
from harvest.pages.parse import parse
from harvest.site.init import init
from tests.end_to_end.conftest import Desk, as_fernlight

if TYPE_CHECKING:
    from harvest.model import Answer

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[2] / "harvest" / "samples"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base with six drafts."""
    folder = tmp_path_factory.mktemp("lifecycle") / "kb"
    init(folder)
    desk = Desk(folder)
    as_fernlight(desk)
    desk.options(sources=[{"name": "discourse", "format": "discourse", "url": "https://c.example"}])
    desk.done("import", "--as", "discourse", SAMPLES / "discourse")
    desk.done("draft", "--top", "6")
    return folder


@pytest.fixture
def drafted(template: Path, tmp_path: Path) -> Desk:
    return Desk(shutil.copytree(template, tmp_path / "kb"))


def names(desk: Desk) -> list[str]:
    return [name.removesuffix(".md") for name in desk.pages()]


def page(desk: Desk, name: str) -> Answer:
    return parse((desk.answers / f"{name}.md").read_text(encoding="utf-8")).answer


def test_a_page_lives_and_dies(drafted: Desk) -> None:
    first, second, *_ = names(drafted)
    before = drafted.pages()
    said = drafted.done("approve", f"answers/{first}.md", second, "--dry-run").stdout
    assert said.count("would write answers/") == 2
    assert drafted.pages() == before
    drafted.done("approve", f"docs/answers/{first}.md", second)
    assert page(drafted, first).state is State.REVIEWED
    days = page(drafted, first).review_by - datetime.now(UTC).date()
    assert 364 <= days.days <= 365
    drafted.done("approve", first, "--validated")
    assert page(drafted, first).state is State.VALIDATED
    drafted.done("retire", first, "--to", second, "--reason", "the other one says it better")
    assert page(drafted, second).redirect_from == (f"answers/{first}/",)
    refused = drafted.run("approve", first)
    assert refused.returncode == 2
    assert f"answers/{first}.md: is retired (bring it back first: harvest restore PAGE)" in refused.stderr
    drafted.done("restore", first)
    assert page(drafted, first).state is State.DRAFT
    assert page(drafted, second).redirect_from == ()


@pytest.mark.slow
def test_two_pages_become_one(drafted: Desk) -> None:
    first, second, *_ = names(drafted)
    old = page(drafted, first), page(drafted, second)
    done = drafted.done("merge", first, second, "--anyway")
    assert "stay in the file of" in done.stderr
    both = page(drafted, second)
    assert {s.thread for s in both.sources} == {s.thread for each in old for s in each.sources}
    assert both.askers == sum(each.askers for each in old)
    again = drafted.done("merge", first, second, "--anyway")
    assert "has taken in" in again.stdout
    drafted.build()
    drafted.done("draft")  # its conversations belong to the other page now
    assert page(drafted, first).state is State.RETIRED


@pytest.mark.slow
def test_a_page_is_taken_down_here_and_in_a_built_site(drafted: Desk) -> None:
    drafted.options(search={"offline": True})
    first, *_ = names(drafted)
    title, url = page(drafted, first).title, page(drafted, first).sources[0].url
    thread = page(drafted, first).sources[0].thread
    site = drafted.build()
    drafted.done("search", title)
    words = ["takedown", url, "--reason", "personal data", "--words", "Sorry."]
    assert "would write" in drafted.done(*words, "--local", "--dry-run").stdout
    assert page(drafted, first).title == title
    said = drafted.done(*words, "--local", "--site-dir", site).stdout
    assert f"answers/{first}.md is out of" in said
    assert "Sorry." in (site / "answers" / first / "index.html").read_text(encoding="utf-8")
    assert f'"gone": ["answers/{first}/"]' in (site / "sw.js").read_text(encoding="utf-8")
    assert first not in drafted.run("search", title).stdout
    everywhere = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.html"))
    assert title not in everywhere
    drafted.build()
    left = drafted.run("draft", thread)
    assert left.returncode == 1
    assert f"{thread}: taken down" in left.stderr
    assert page(drafted, first).state is State.TAKEN_DOWN
    assert (
        "is taken down already" in drafted.done(*["takedown", first, "--reason", "wrong", "--local"]).stdout
    )


def test_without_git_the_page_is_down_here_and_that_is_said(drafted: Desk) -> None:
    first, *_ = names(drafted)
    done = drafted.run("takedown", first, "--reason", "dangerous", GIT_CEILING_DIRECTORIES="/")
    assert done.returncode == 1
    assert "only here" in done.stderr
    assert page(drafted, first).state is State.TAKEN_DOWN


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("takedown", "nothing", "--reason", "wrong"), "nothing: there is no such page"),
        (("takedown", "x", "--reason", "because"), "there is no reason 'because'"),
        (("takedown", "x"), "name a PAGE and its --reason"),
        (("takedown", "x", "--apply"), "--apply takes over all branches"),
        (("approve", "https://elsewhere.example/answers/x/"), "there is no such page"),
        (("approve", "../mkdocs"), "there is no such page"),
        (("review", "--mark", "--open"), "choose one"),
        (("trust", "1"), "no forge is configured"),
    ],
)
def test_what_cannot_be_done_says_why(desk: Desk, words: tuple[str, ...], says: str) -> None:
    desk.answers.mkdir(parents=True, exist_ok=True)
    done = desk.run(*words)
    assert done.returncode == 2
    assert says in done.stderr


def test_what_is_not_in_the_lake_is_said(drafted: Desk) -> None:
    shutil.rmtree(drafted.folder / ".harvest/lake")
    assert "6 conversations are not in the lake" in drafted.done("review").stderr


def stale(desk: Desk, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(desk.done("review", "--json", *words).stdout)
    return found


def test_what_is_stale_is_listed_and_marked(drafted: Desk) -> None:
    assert stale(drafted) == stale(drafted, "--mark", "--dry-run")
    first, *_ = names(drafted)
    drafted.done("approve", first)
    path = drafted.answers / f"{first}.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("digest: sha256:", "digest: sha256:f", 1), encoding="utf-8")
    (row,) = [
        row for row in json.loads(drafted.done("review", "--json").stdout) if row["state"] == "reviewed"
    ]
    assert row["page"] == f"answers/{first}.md"
    assert [cause["why"] for cause in row["causes"]] == ["edited"]
    said = drafted.done("review", "--mark").stdout
    assert f"wrote answers/{first}.md" in said
    assert "see what it would be now: harvest draft discourse:" in said
    assert page(drafted, first).state is State.STALE
    drafted.done("approve", first)
    assert page(drafted, first).state is State.REVIEWED
    assert row["page"] not in [each["page"] for each in stale(drafted)]
