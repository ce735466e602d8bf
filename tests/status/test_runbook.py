"""The runbook works as it is printed: every command, in its order, but for what goes out to hosts."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from harvest import cli

if TYPE_CHECKING:
    import pytest

RUNBOOK = Path(__file__).parents[2] / "docs" / "handbook" / "runbook.md"
OUTSIDE = {"publish", "build"}
"""Tried with real hosts by their own tests."""


def test_the_runbook_can_be_typed_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs" / "status").mkdir(parents=True)
    (tmp_path / "docs" / "status" / "status.yml").write_text(
        "name: Kettle Works\nurl: https://kettle-status.example/\n"
        "components: [{id: uploads, name: Uploads}]\n"
        "speakers: [{key: ada, name: Ada Quill, role: Head of support}]\n"
    )
    monkeypatch.chdir(tmp_path)
    clock = datetime(2026, 11, 27, 9, 55, 37, tzinfo=UTC)

    def now() -> datetime:
        nonlocal clock
        clock += timedelta(minutes=3)
        return clock

    monkeypatch.setattr("harvest.cli.clock.now", now)
    lines = re.findall(r"^ +harvest status .*$", RUNBOOK.read_text(encoding="utf-8"), re.MULTILINE)
    typed = [words for line in lines if (words := shlex.split(line))[2] not in OUTSIDE]
    assert [words[2] for words in typed] == ["open", "due", "update", "update", "resolve", "postmortem"]
    for words in typed:
        done = CliRunner().invoke(cli.main, words[1:])
        assert done.exit_code == 0, (words, done.output)
    (incident,) = Path("docs/status/incidents").glob("*.md")
    said = incident.read_text()
    phases = re.findall(r"^## \S+ \S+ UTC (\w+)", said, re.MULTILINE)
    assert phases == ["investigating", "identified", "identified", "resolved", "postmortem"]
    assert "corrects: 2026-11-27 10:04:37 UTC" in said
