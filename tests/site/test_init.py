from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from mkdocs.utils.yaml import yaml_load

from harvest.errors import BuildError
from harvest.findability import load_queries
from harvest.site.init import STARTER, init
from tests.site.conftest import ROOT, KnowledgeBase

if TYPE_CHECKING:
    from pathlib import Path


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_a_fresh_knowledge_base_builds_without_a_warning_and_says_that_it_is_empty(kb: KnowledgeBase) -> None:
    site = kb.built()
    assert "No answers are published yet" in (site / "index.html").read_text(encoding="utf-8")
    assert "No answers are published yet" in kb.page("topics")


def test_it_says_what_it_wrote_and_writes_no_code(tmp_path: Path) -> None:
    written = init(tmp_path / "new" / "kb")
    assert all(path.is_file() for path in written)
    assert {path.suffix for path in written} <= {".yml", ".md", ".css", ".txt", ""}


@pytest.mark.parametrize(
    "name", [str(path.relative_to(STARTER)) for path in STARTER.rglob("*") if path.is_file()]
)
def test_it_never_writes_over_anything(tmp_path: Path, name: str) -> None:
    mine = tmp_path / name
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("mine", encoding="utf-8")
    before = everything(tmp_path)
    with pytest.raises(BuildError, match="is there already") as caught:
        init(tmp_path)
    assert "\n" not in str(caught.value)
    assert everything(tmp_path) == before
    assert mine.read_text(encoding="utf-8") == "mine"


def test_what_else_lies_there_stays(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine", encoding="utf-8")
    init(tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "mine"


def test_a_failure_halfway_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("a file where a folder must be", encoding="utf-8")
    with pytest.raises(BuildError, match="cannot be written"):
        init(tmp_path)
    assert everything(tmp_path) == {"docs"}


def test_the_example_query_is_one(tmp_path: Path) -> None:
    text = (STARTER / "docs/queries.yml").read_text(encoding="utf-8")
    example = tmp_path / "queries.yml"
    example.write_text("\n".join(re.findall(r"^# (- .*|  .*)$", text, re.MULTILINE)), encoding="utf-8")
    (golden,) = load_queries(example)
    assert golden.expect == ("forum:1234",)


def test_the_starter_and_our_own_site_are_built_alike() -> None:
    ours, theirs = (
        yaml_load((folder / "mkdocs.yml").read_text(encoding="utf-8")) for folder in (ROOT, STARTER)
    )
    for own in ("logo", "favicon"):
        ours["theme"].pop(own)
    for key in ("theme", "extra", "extra_css", "markdown_extensions", "validation", "strict"):
        assert ours[key] == theirs[key]
