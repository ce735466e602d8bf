"""What people and programs see of `harvest promote`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harvest.cli.promoting import exit_code
from harvest.cli.proposed import outcomes_json, say_outcomes
from harvest.pipeline.outcomes import Did, Outcome
from tests.end_to_end.conftest import Desk as Shell
from tests.promote.githost import TOKEN, git

if TYPE_CHECKING:
    from tests.promote.conftest import Desk

pytestmark = pytest.mark.slow

HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook"


@pytest.fixture
def shell(desk: Desk) -> Shell:
    """A terminal in the clone, whose remote is the folder of the host."""
    git(desk.folder, "remote", "set-url", "origin", desk.host.bare)
    return Shell(desk.folder)


def test_local_makes_a_branch(shell: Shell) -> None:
    done = shell.done("promote", "https://forum.example/t/kettle", "--local")
    assert re.fullmatch(r"branched harvest/forum-kettle-\w+ answers/the-kettle\S+: .*\n", done.stdout)
    assert git(shell.folder, "branch", "--list", "harvest/*")


def test_a_dry_run_shows_difference_and_body_and_says_what_it_does_not_know(shell: Shell) -> None:
    done = shell.done("promote", "--top", "1", "--dry-run")
    assert "would open harvest/forum-kettle" in done.stdout
    assert "    +title: The kettle clicks off before it boils" in done.stdout
    assert "    - [ ] " in done.stdout
    assert "the forge was not asked" in done.stderr


def test_a_dry_run_counts_what_would_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    """Found by hand: below the differences stood "opened 1"."""
    say_outcomes(
        (Outcome(did=Did.OPENED, thread="forum:1"), Outcome(did=Did.LEFT, thread="forum:2")), dry=True
    )
    assert capsys.readouterr().err == "would open 1, left 1\n"


def test_code_keeps_its_indentation(capsys: pytest.CaptureFixture[str]) -> None:
    """Found by hand: in Lua code every tab was shown as a character that cannot be."""
    say_outcomes((Outcome(did=Did.OPENED, thread="forum:1", diff="+\tlocal x = 1\x1b\n"),), dry=True)
    assert "    +       local x = 1�\n" in capsys.readouterr().out


def test_json_is_an_array_and_nothing_else(shell: Shell) -> None:
    rows = json.loads(shell.done("promote", "--top", "2", "--dry-run", "--json").stdout)
    assert [row["did"] for row in rows] == ["opened", "opened"]


def test_without_a_forge_or_a_token_it_says_what_is_missing(shell: Shell) -> None:
    done = shell.run("promote", "--top", "1")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "promote: repository: is not set" in done.stderr
    shell.options(promote={"repository": "kettle/kb"})
    done = shell.run("promote", "--top", "1")
    assert "promote: token: its environment variable is not set" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--force", "x"], "--force needs the THREAD"),
        (["forum:kettle", "--top", "1"], "not both"),
        (["--local", "--dry-run"], "choose one"),
        (["--top", "0"], "a whole number"),
    ],
)
def test_options_that_contradict_each_other(shell: Shell, words: list[str], told: str) -> None:
    done = shell.run("promote", *words)
    assert done.returncode == 2
    assert told in done.stderr


def test_bad_names_are_one_line_each(shell: Shell) -> None:
    done = shell.run("promote", "forum:nowhere", "forum:kettle", "--local")
    assert done.returncode == 1
    assert "failed forum:nowhere: forum:nowhere: is not in the lake" not in done.stderr
    assert "failed forum:nowhere: is not in the lake" in done.stderr
    assert shell.run("promote", "forum:nowhere", "--local").returncode == 2


def test_outside_of_a_repository_it_says_so(shell: Shell, tmp_path: Path) -> None:
    (shell.folder / ".git").rename(tmp_path / "gone")
    done = shell.run("promote", "--local", GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert done.returncode == 2
    assert "is in no git repository" in done.stderr


def test_exit_codes() -> None:
    def code(*dids: Did, named: bool = False) -> int:
        return exit_code([Outcome(did=did, thread="a:1") for did in dids], named=named)

    assert code() == 0
    assert code(Did.OPENED, Did.LEFT, Did.WAITS) == 0
    assert code(Did.OPENED, Did.FAILED) == 1
    assert code(Did.FAILED, Did.FAILED) == 2
    assert code(Did.LEFT, named=True) == 1
    assert exit_code([Outcome(did=Did.LEFT, thread="a:1", open=True)], named=True) == 0


def test_the_json_and_the_outcomes_are_documented_and_the_reverse() -> None:
    table = (
        (HANDBOOK / "commands.md")
        .read_text(encoding="utf-8")
        .split("tests/promote/test_command.py -->\n\n")[1]
    )
    (row,) = json.loads(outcomes_json([Outcome(did=Did.LEFT, thread="a:1")]))
    assert re.findall(r"^\| `(\w+)` \|", table.split("\n\n")[0], re.MULTILINE) == list(row)
    said = (HANDBOOK / "promotion.md").read_text(encoding="utf-8").split("| it says | meaning |")[1]
    assert re.findall(r"^\| `(\w+)` \|", said.split("\n\n")[0], re.MULTILINE) == list(Did)
    assert TOKEN not in said
