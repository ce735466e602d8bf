"""The scripts in the starter's workflows, run as a runner would, in a real repository.

Only two things are stand-ins: `gh`, which writes down what it is asked, and `harvest` where a test is about
what the script makes of its exit code.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from harvest import cli
from harvest.config import load as load_config
from harvest.errors import GitError
from harvest.promote.git import repository
from harvest.site.init import STARTER
from tests.site.conftest import KnowledgeBase, kb
from tests.workflows.reading import ROOT, load, starter_step

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["kb"]

pytestmark = pytest.mark.slow

GH = """#!{python}
import json, pathlib, shutil, sys
here, words = pathlib.Path(__file__).parent, sys.argv[1:]
said = [w if not w.startswith("body=@") else "body=" + pathlib.Path(w[6:]).read_text() for w in words]
with (here / "asked.jsonl").open("a") as file:
    file.write(json.dumps(said) + "\\n")
if words[:2] == ["run", "download"]:
    shutil.copytree(here / "report", words[words.index("--dir") + 1], dirs_exist_ok=True, symlinks=True)
elif words[0] == "api":
    answers = json.loads((here / "answers.json").read_text())
    print(next((answers[word] for word in words if word in answers), ""), end="")
"""
HARVEST = """#!{python}
import pathlib, sys
words = sys.argv[1:]
print("a line *of* output"); print("a mistake", file=sys.stderr)
if "--answer" in words and {code} < 2:
    pathlib.Path(words[words.index("--answer") + 1]).write_text("- opened")
sys.exit({code})
"""


@dataclass
class Runner:
    """As much of GitHub's runner as a script sees."""

    folder: Path
    work: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def tools(self) -> Path:
        return self.folder / "tools"

    @property
    def temp(self) -> Path:
        return self.folder / "temp"

    @property
    def summary(self) -> str:
        return (self.folder / "summary.md").read_text(encoding="utf-8")

    def tool(self, name: str, text: str) -> None:
        (self.tools / name).write_text(text, encoding="utf-8")
        (self.tools / name).chmod(0o755)

    def asked(self) -> list[list[str]]:
        """What `gh` was asked."""
        file = self.tools / "asked.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def run(self, workflow: str, step: str, **env: str) -> subprocess.CompletedProcess[str]:
        script = starter_step(workflow, step).run
        path = os.pathsep.join([str(self.tools), str(Path(sys.executable).parent), os.environ["PATH"]])
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.work,
            env={"PATH": path, "HOME": str(self.folder), "NO_MKDOCS_2_WARNING": "1", **self.env, **env},
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )


@pytest.fixture
def runner(tmp_path: Path, kb: KnowledgeBase) -> Runner:
    made = Runner(tmp_path, kb.folder)
    made.temp.mkdir()
    made.tools.mkdir()
    (tmp_path / "summary.md").touch()
    made.env = {"RUNNER_TEMP": str(made.temp), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")}
    made.tool("gh", GH.format(python=sys.executable))
    return made


def git(folder: Path, *words: str) -> str:
    who = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"]
    return subprocess.run(
        ["git", *who, *words], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


@pytest.fixture
def request_merged(runner: Runner, kb: KnowledgeBase) -> None:
    """What `actions/checkout` brings for a request: the merge that it would be, with its first parent."""
    asked = {"thread": "forum:1", "url": "https://forum.example/t/1", "posts": ["1"], "asked": "2026-03-01"}
    source = {**asked, "digest": "sha256:0123456789abcdef"}
    kb.answer("the-kettle-is-loud", asked_as=["it howls like a wolf"], sources=[source])
    kb.write("docs/queries.yml", "- query: it howls like a wolf\n  expect: [forum:1]\n")
    git(kb.folder, "init")
    git(kb.folder, "add", "-A")
    git(kb.folder, "commit", "-m", "before")
    git(kb.folder, "checkout", "-b", "change")
    kb.answer(
        "the-kettle-is-loud",
        asked_as=["it is noisy"],
        sources=[source],
        body="Nothing of it.\n<!-- staff -->\n",
    )
    kb.answer("wolves", state="draft", asked_as=["it howls like a wolf"])
    kb.answer("more-wolves", asked_as=["it howls like a wolf"])
    kb.answer("many-wolves", asked_as=["it howls like a wolf"])
    git(kb.folder, "commit", "-am", "change")
    git(kb.folder, "add", "-A")
    git(kb.folder, "commit", "-m", "more")
    git(kb.folder, "checkout", "main")
    git(kb.folder, "merge", "--no-ff", "-m", "merged", "change")
    runner.work = runner.folder / "checkout"
    git(runner.folder, "clone", "--depth", "2", kb.folder.as_uri(), str(runner.work))


@pytest.mark.usefixtures("request_merged")
def test_a_request_is_checked_against_the_branch_that_it_would_be_merged_into(runner: Runner) -> None:
    before = runner.run("check.yml", "The pages before")
    assert before.returncode == 0, before.stderr
    assert not (runner.temp / "before/docs/answers/wolves.md").exists()
    found = runner.run("check.yml", "Findability", NUMBER="7")
    assert found.returncode == 0, found.stderr
    assert (runner.temp / "report/number").read_text() == "7\n"
    assert "it howls like a wolf" in (runner.temp / "report/check.txt").read_text()
    env = starter_step("check.yml", "Build").step["env"]
    built = runner.run("check.yml", "Build", **env)
    assert built.returncode == 0, built.stderr
    assert (runner.work / "site/answers/wolves/index.html").is_file()  # a draft


@pytest.mark.usefixtures("request_merged")
def test_what_it_found_is_shown_at_its_line(runner: Runner) -> None:
    if "--format" not in {each for option in cli.main.commands["check"].params for each in option.opts}:
        pytest.skip("harvest check --format is being written")
    runner.run("check.yml", "The pages before")
    done = runner.run("check.yml", "Check")
    assert done.returncode == 1, done.stderr
    assert "::error file=docs/answers/" in done.stdout


@pytest.mark.usefixtures("request_merged")
def test_a_check_that_cannot_be_made_stops_the_job(runner: Runner) -> None:
    (runner.work / "docs/queries.yml").write_text("no list")
    runner.run("check.yml", "The pages before")
    assert runner.run("check.yml", "Findability", NUMBER="7").returncode == 2


def test_the_site_is_built_without_drafts(runner: Runner, kb: KnowledgeBase) -> None:
    kb.answer("a-kettle")
    kb.answer("wolves", state="draft")
    built = runner.run("site.yml", "Build")
    assert built.returncode == 0, built.stderr
    assert [path.name for path in (runner.work / "site/answers").iterdir()] == ["a-kettle"]


def test_a_branch_that_takes_down_has_the_main_branch_published_again(runner: Runner) -> None:
    done = runner.run("site.yml", "Publish again", REPOSITORY="kettle/answers", BRANCH="main")
    assert done.returncode == 0
    assert runner.asked() == [["workflow", "run", "site.yml", "--repo", "kettle/answers", "--ref", "main"]]


@pytest.mark.parametrize(("code", "fails", "warns"), [(0, False, False), (1, False, True), (2, True, False)])
def test_a_branch_that_is_refused_does_not_keep_the_others_up(
    runner: Runner, code: int, fails: bool, warns: bool
) -> None:
    runner.tool("harvest", HARVEST.format(python=sys.executable, code=code))
    done = runner.run("site.yml", "Take down")
    assert (done.returncode != 0, "::warning::" in done.stdout) == (fails, warns)


def test_conversations_are_imported_again_and_the_summary_says_so(runner: Runner, kb: KnowledgeBase) -> None:
    kb.options(sources=[{"name": "forum", "format": "discourse", "paths": ["archive"]}])
    (kb.folder / "archive").symlink_to(ROOT / "harvest/samples/discourse")
    done = runner.run("conversations", "Import")
    assert done.returncode == 0, done.stderr
    assert "keeps no lake" in runner.summary
    assert "    " in runner.summary
    assert list((kb.folder / ".harvest/lake/posts/forum").glob("*.parquet"))


def test_no_conversations_are_a_failure_that_is_told(runner: Runner) -> None:
    done = runner.run("conversations", "Import")
    assert done.returncode != 0
    assert "mkdocs.yml" in runner.summary


@pytest.mark.parametrize(
    ("workflow", "step", "heading"),
    [
        ("harvest.yml", "Promote", "### Promoted"),
        ("harvest.yml", "Review", "### Stale"),
        ("conversations", "Import", "### Imported"),
    ],
)
@pytest.mark.parametrize(("code", "fails"), [(0, False), (1, False), (2, True)])
def test_what_was_left_out_is_told_and_fails_nothing(
    runner: Runner, workflow: str, step: str, heading: str, code: int, fails: bool
) -> None:
    runner.tool("harvest", HARVEST.format(python=sys.executable, code=code))
    done = runner.run(workflow, step, TOP="5")
    assert (done.returncode != 0) == fails
    assert heading in runner.summary
    assert {"    a line *of* output", "    a mistake"} <= set(runner.summary.splitlines())
    assert "a line *of* output" in done.stdout  # in the log, too


@pytest.mark.parametrize(
    ("code", "answer"), [(0, "- opened"), (1, "- opened"), (2, "This did not work. https://run says why.\n")]
)
def test_who_asked_is_answered(runner: Runner, code: int, answer: str) -> None:
    runner.tool("harvest", HARVEST.format(python=sys.executable, code=code))
    done = runner.run("promote.yml", "Promote", GITHUB_EVENT_PATH="event.json")
    assert (done.returncode != 0) == (code == 2)
    if done.returncode:
        runner.run("promote.yml", "Say that it failed", RUN="https://run")
    runner.run("promote.yml", "Answer", REPOSITORY="kettle/answers", ISSUE="12")
    file = str(runner.temp / "answer.md")
    assert runner.asked() == [["issue", "comment", "12", "--repo", "kettle/answers", "--body-file", file]]
    assert Path(file).read_text() == answer


def test_nothing_is_said_where_nothing_was_asked(runner: Runner) -> None:
    assert runner.run("promote.yml", "Answer", REPOSITORY="kettle/answers", ISSUE="12").returncode == 0
    assert runner.asked() == []


@pytest.mark.parametrize("workflow", ["harvest.yml", "promote.yml"])
def test_git_knows_who_commits(runner: Runner, workflow: str) -> None:
    """A runner has no configuration of git's, and Harvest passes on what its environment says."""
    git(runner.work, "init")
    said = load(STARTER / ".github/workflows" / workflow)["env"]
    env = {"PATH": os.environ["PATH"], "HOME": str(runner.folder), "GIT_CONFIG_NOSYSTEM": "1"}
    promotion = load_config(runner.work / "mkdocs.yml", {}).promote
    with pytest.raises(GitError, match="does not know who commits"):
        repository(runner.work / "docs", promotion, env).author()
    assert "github-actions[bot]" in repository(runner.work / "docs", promotion, env | said).author()


COMMENTS = "repos/kettle/answers/issues/7/comments"


@pytest.fixture
def comment(runner: Runner) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the step that comments, after a run that left a report."""

    def go(
        text: str = "fine", *, number: str = "7\n", head: str = "a1", old: str = ""
    ) -> subprocess.CompletedProcess[str]:
        report = runner.tools / "report"
        report.mkdir(exist_ok=True)
        if not (report / "check.txt").is_symlink():
            (report / "check.txt").write_bytes(text.encode("utf-8", "surrogateescape"))
        (report / "number").write_text(number)
        answers = {"repos/kettle/answers/pulls/7": head, COMMENTS: old}
        (runner.tools / "answers.json").write_text(json.dumps(answers))
        env = {"REPOSITORY": "kettle/answers", "CHECKED": "a1", "RUN": "99", "ADDRESS": "https://run"}
        return runner.run("comment.yml", "Comment", **env)

    return go


def test_the_report_stands_under_the_request(runner: Runner, comment: Callable[..., object]) -> None:
    comment("lost  a query\n")
    *_, said = runner.asked()
    assert said[:5] == ["api", "--silent", "--method", "POST", COMMENTS]
    assert said[6].startswith("body=<!-- harvest: check -->\n")
    assert said[6].endswith("([run and preview](https://run))\n\n    lost  a query\n")


def test_the_second_report_takes_the_place_of_the_first(
    runner: Runner, comment: Callable[..., object]
) -> None:
    comment("moved", old="4711\n")
    *_, said = runner.asked()
    assert said[:5] == ["api", "--silent", "--method", "PATCH", "repos/kettle/answers/issues/comments/4711"]


@pytest.mark.parametrize("number", ["", "8 ", "7; rm -rf x", "../7", "0", "-1", "7\n8", "9" * 30, "$(id)"])
def test_a_number_that_is_none_gets_nowhere(
    runner: Runner, comment: Callable[..., subprocess.CompletedProcess[str]], number: str
) -> None:
    done = comment(number=number)
    assert "::error::" in done.stdout or "moved on" in done.stdout
    assert all("--method" not in words for words in runner.asked())


def test_a_report_cannot_speak_under_another_request(
    runner: Runner, comment: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    done = comment(head="b2")
    assert (done.returncode, "moved on" in done.stdout) == (0, True)
    assert all("--method" not in words for words in runner.asked())


def test_a_report_that_is_a_link_to_something_else_is_not_read(
    runner: Runner, comment: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    (runner.tools / "report").mkdir()
    (runner.tools / "report/check.txt").symlink_to("/proc/self/environ")
    assert comment().returncode == 1
    assert all("--method" not in words for words in runner.asked())


@pytest.mark.parametrize(
    "text",
    [
        "```\n@kettle/all [click](https://evil.example) <img src=x>",
        "a\rb\r\n# heading\r@mara",
        "\n\n\n- list\n\n> quote\n",
        "-->\n<script>alert(1)</script>",
        "\x1b[31mred\x00\x07 \udcff\udcfe \u202e x",
        "x" * 60_000,
        "é" * 30_000,
        "",
    ],
)
def test_whatever_a_report_says_is_shown_as_text(
    runner: Runner, comment: Callable[..., subprocess.CompletedProcess[str]], text: str
) -> None:
    done = comment(text)
    assert done.returncode == 0, done.stderr
    *_, said = runner.asked()
    body = said[6].removeprefix("body=")
    kinds = [token.type for token in MarkdownIt("commonmark").parse(body) if token.type != "inline"]
    assert kinds[:3] == ["html_block", "paragraph_open", "paragraph_close"]
    assert set(kinds[3:]) <= {"code_block"}
    assert len(body) < 65_536


@pytest.mark.parametrize(("shows_after", "code"), [(1, 0), (4, 0), (99, 1)])
def test_a_host_that_shows_the_status_site_minutes_later_is_waited_for(
    runner: Runner, shows_after: int, code: int
) -> None:
    count = f'echo x >> {runner.temp}/tries; [ "$(wc -l < {runner.temp}/tries)" -ge {shows_after} ]'
    runner.tool("harvest", f"#!/bin/sh\n{count}\n")
    runner.tool("sleep", f'#!/bin/sh\necho "$1" >> {runner.temp}/slept\n')
    assert runner.run("workflows/status.yml", "Look").returncode == code
    slept = runner.temp / "slept"
    waited = [int(each) for each in slept.read_text().split()] if slept.exists() else []
    assert len(waited) == min(shows_after - 1, 5)
    assert sum(waited) < 10 * 60
