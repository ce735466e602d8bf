"""A change that is on no disk yet is checked as if it were, and costs the reading of what it changes."""

from __future__ import annotations

import gc
import tempfile
from datetime import date
from typing import TYPE_CHECKING

import pytest

from harvest.config import Config, load
from harvest.model import Passage, Section, State
from harvest.pages.render import render
from harvest.pipeline.changing import Pages
from tests.replies.threads import answer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TODAY = date(2026, 4, 1)


def page(title: str, said: str) -> str:
    sections = (Section("What worked", (Passage(said),)),)
    return render(answer([f"forum:{title[0]}"], title=title, sections=sections))


TEXTS = {
    "answers/a.md": page("Kettle clicks off early", "Descale it."),
    "answers/b.md": page("Lid does not close", "Turn it round."),
}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "docs" / "answers").mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("plugins:\n  - harvest:\n      company: {name: Kettle Works}\n")
    for path, text in TEXTS.items():
        (tmp_path / "docs" / path).write_text(text)
    return load(tmp_path / "mkdocs.yml", {})


def failed(config: Config, after: Mapping[str, str]) -> tuple[str, ...]:
    return Pages(config, TEXTS, today=TODAY).changed(after).report.failed


def test_what_the_change_breaks_is_told(config: Config) -> None:
    bad = page("Lid does not close", "Call +1 202 555 0143 for help.")
    assert "dangerous" in failed(config, {**TEXTS, "answers/b.md": bad})


def test_what_was_wrong_before_is_nobodys_business_here(config: Config) -> None:
    bad = {**TEXTS, "answers/a.md": page("Kettle clicks off early", "This is a user error.")}
    pages = Pages(config, bad, today=TODAY)
    assert pages.changed({**bad, "answers/c.md": page("Water tastes odd", "Rinse it.")}).report.failed == ()


def test_a_page_that_cannot_be_read_fails(config: Config) -> None:
    assert failed(config, {**TEXTS, "answers/b.md": "no page"}) == ("front-matter",)


def test_a_new_page_is_found_only_after_it(config: Config) -> None:
    pages = Pages(config, TEXTS, today=TODAY)
    change = pages.changed({**TEXTS, "answers/c.md": page("Water tastes odd", "Rinse it.")})
    assert "answers/c.md" in change.find("water tastes odd")
    assert "answers/c.md" not in pages.find("water tastes odd")
    assert "answers/c.md" not in pages


def test_a_retired_page_is_neither_found_nor_ours(config: Config) -> None:
    over = answer(["forum:9"], title="Zinc spoon", state=State.RETIRED)
    pages = Pages(config, {**TEXTS, "answers/z.md": render(over)}, today=TODAY)
    assert "answers/z.md" not in pages.find("zinc spoon")
    assert "zinc" not in pages.words


def test_nothing_is_left_behind(config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    pages = Pages(config, TEXTS, today=TODAY)
    pages.changed(TEXTS)
    assert list(folder.iterdir())
    del pages
    gc.collect()
    assert list(folder.iterdir()) == []
    assert not (config.work / "search").exists()
