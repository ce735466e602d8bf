"""What others know of workflows' mistakes: zizmor and actionlint, in both folders."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workflows.reading import ROOT, STEPS, WORKFLOWS

BIN = Path(sys.executable).parent
PLANTED = """
name: planted
on: pull_request_target
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "${{ github.event.pull_request.title }}"
"""


def zizmor(*where: str | Path) -> subprocess.CompletedProcess[str]:
    config = ROOT / "harvest/site/starter/.github/zizmor.yml"
    words: list[str | Path] = ["--quiet", "--offline", "--persona=auditor", "--config", config, *where]
    return subprocess.run(
        [BIN / "zizmor", *words], capture_output=True, text=True, cwd=ROOT, check=False, env={"NO_COLOR": "1"}
    )


def actionlint(*where: str | Path) -> subprocess.CompletedProcess[str]:
    if not (BIN / "actionlint").exists():
        pytest.skip("actionlint comes with the lock on Linux only")
    return subprocess.run([BIN / "actionlint", *where], capture_output=True, text=True, cwd=ROOT, check=False)


def test_zizmor_finds_nothing() -> None:
    done = zizmor(".github", "harvest/site/starter")
    assert done.returncode == 0, done.stdout


def test_actionlint_finds_nothing() -> None:
    done = actionlint(*WORKFLOWS)
    assert done.returncode == 0, done.stdout


def test_both_would_find_something(tmp_path: Path) -> None:
    planted = tmp_path / ".github" / "workflows" / "planted.yml"
    planted.parent.mkdir(parents=True)
    planted.write_text(PLANTED, encoding="utf-8")
    assert "template-injection" in zizmor(tmp_path).stdout
    assert "potentially untrusted" in actionlint(planted).stdout


def test_what_zizmor_is_told_to_ignore_has_a_reason() -> None:
    for file in {step.file for step in STEPS}:
        for line in file.read_text(encoding="utf-8").splitlines():
            if "zizmor: ignore" in line:
                assert re.search(r"zizmor: ignore\[[a-z-]+\] \w+ .+", line), line
