"""`harvest promote --event` before it comes to a forge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from harvest import cli
from tests.proposing.test_asked import FIRST, FORM, comment, issue

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "docs").mkdir()
    block = "company: {name: Kettle Works}\n      promote: {repository: kettle/kb, token: !ENV NO_TOKEN}\n"
    (tmp_path / "mkdocs.yml").write_text(f"plugins:\n  - harvest:\n      {block}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NO_TOKEN", raising=False)
    return tmp_path


def promote(*words: str) -> Result:
    return CliRunner().invoke(cli.main, ["promote", *words], prog_name="harvest")


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (comment("thank you"), "no line of the comment begins with /promote"),
        (issue(FORM, association="NONE"), "the author is not of the team"),
        ({"zen": "Keep it logically awesome."}, "neither a new issue"),
        ("/promote", "neither a new issue"),
    ],
)
def test_where_nothing_is_asked_nothing_is_written(here: Path, event: object, why: str) -> None:
    (here / "event.json").write_text(json.dumps(event), encoding="utf-8")
    done = promote("--event", "event.json", "--answer", "answer.md")
    assert (done.exit_code, why in done.stderr, done.stdout) == (0, True, "")
    assert not (here / "answer.md").exists()


def test_who_asks_is_not_believed_without_the_forge(here: Path) -> None:
    (here / "event.json").write_text(json.dumps(comment(f"/promote {FIRST}")), encoding="utf-8")
    done = promote("--event", "event.json", "--answer", "answer.md")
    assert done.exit_code == 2
    assert "token: its environment variable is not set" in done.stderr
    assert not (here / "answer.md").exists()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_event_is_told_in_one_line(here: Path, content: bytes) -> None:
    (here / "event.json").write_bytes(content)
    done = promote("--event", "event.json", "--answer", "answer.md")
    assert done.exit_code == 2
    assert done.stderr.startswith("harvest: event.json: is not JSON (")
    assert done.stderr.count("\n") == 1


def test_a_missing_event_is_told(here: Path) -> None:
    assert "No such file" in promote("--event", str(here / "none.json"), "--answer", "a.md").stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--event", "e"),
        ("--answer", "a"),
        ("--event", "e", "--answer", "a", "forum:1"),
        ("--event", "e", "--answer", "a", "--marked"),
        ("--event", "e", "--answer", "a", "--local"),
        ("--marked", "forum:1"),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_does_not_go_together(words: tuple[str, ...]) -> None:
    done = promote(*words)
    assert done.exit_code == 2
    assert "Usage:" in done.stderr
