"""What others know of workflows' mistakes: zizmor and actionlint, in both folders."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from harvest.site.init import STARTER
from tests.workflows.reading import ACTIONS, FOLDERS, ROOT, STEPS, WORKFLOWS, name

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


FORMS = STARTER / ".github" / "ISSUE_TEMPLATE"


@pytest.mark.parametrize(
    ("schema", "file"),
    [
        ("github-issue-forms", FORMS / "promote.yml"),
        ("github-issue-config", FORMS / "config.yml"),
        *(("dependabot", folder / "dependabot.yml") for folder in FOLDERS),
        *(("github-actions", file) for file in ACTIONS),
    ],
    ids=lambda each: name(each) if isinstance(each, Path) else each,
)
def test_files_are_as_their_published_schemas_have_them(schema: str, file: Path) -> None:
    done = check(schema, file)
    assert done.returncode == 0, done.stdout


def test_what_the_handbook_shows_for_gitlab_is_as_its_schema_has_it(tmp_path: Path) -> None:
    text = (ROOT / "docs/handbook/automation.md").read_text(encoding="utf-8")
    shown = tmp_path / ".gitlab-ci.yml"
    shown.write_text(text.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    done = check("gitlab-ci", shown)
    assert done.returncode == 0, done.stdout


def test_a_form_that_is_none_is_found(tmp_path: Path) -> None:
    form = tmp_path / "form.yml"
    form.write_text("name: a\ndescription: b\nbody: [{type: textfield}]\n", encoding="utf-8")
    assert check("github-issue-forms", form).returncode == 1


def check(schema: str, file: Path) -> subprocess.CompletedProcess[str]:
    words = ["--builtin-schema", f"vendor.{schema}", str(file)]
    return subprocess.run([BIN / "check-jsonschema", *words], capture_output=True, text=True, check=False)
