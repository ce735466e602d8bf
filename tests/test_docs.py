"""What the documentation names exists, and the reverse.

Other tests compare the rest of the handbook: configuration (test_config), pages (pages/test_handbook),
formats and our own format (sources/).
"""

from __future__ import annotations

import json
import re
import shlex
from datetime import date, datetime
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from harvest import cli
from harvest.accesslog import FORMATS
from harvest.cli import exits
from harvest.cli.findings import missed_json
from harvest.cli.judged import candidates_json
from harvest.misses import Advice, Kind, Miss
from harvest.model import Candidate, Create, Outcome, Verdict
from harvest.privacy import Personal
from tests.end_to_end.archives import TIMES

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "handbook"
COMMANDS = (FOLDER / "commands.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted(FOLDER.glob("*.md"))]
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]


def documented_commands() -> list[str]:
    return re.findall(r"^## `harvest (\S+)`$", COMMANDS, re.MULTILINE)


def test_every_command_is_documented_and_the_reverse() -> None:
    assert sorted(documented_commands()) == sorted(cli.main.commands)


def real_help(command: str) -> str:
    words = [*command.split(), "--help"]
    return CliRunner().invoke(cli.main, words, prog_name="harvest", terminal_width=80).output.strip()


def shown_help(head: str) -> list[str]:
    """Every help text of a section, the first of the command itself."""
    section = COMMANDS.split(f"{head}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^```text\n(.*?)\n```$", section, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("command", ["", *cli.main.commands])
def test_the_help_is_the_real_one(command: str) -> None:
    head = f"## `harvest {command}`" if command else "# Commands"
    assert shown_help(head)[0] == real_help(command)


@pytest.mark.parametrize(
    "name", [name for name, each in cli.main.commands.items() if isinstance(each, click.Group)]
)
def test_the_help_of_every_command_of_a_group_is_there_and_no_other(name: str) -> None:
    group = cli.main.commands[name]
    assert isinstance(group, click.Group)
    real = {each: real_help(f"{name} {each}") for each in group.commands}
    shown = {
        text.split(f"Usage: harvest {name} ", 1)[-1].split()[0]: text
        for text in shown_help(f"## `harvest {name}`")[1:]
    }
    assert shown == real


def test_every_exit_code_is_documented_and_the_reverse() -> None:
    table = COMMANDS.split("| exit code | meaning |\n|---|---|\n")[1].split("\n\n")[0]
    found = [int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)]
    assert found == [0, exits.LEFT_OUT, exits.NOT_DONE, exits.INTERRUPTED]


def test_every_field_of_the_json_is_documented_and_the_reverse() -> None:
    candidate = Candidate(
        threads=("forum:1",),
        title="",
        url="",
        verdict=Verdict(outcome=Outcome.UNSURE, confidence=0),
        intent=Create(),
        askers=1,
        last_asked=datetime.fromisoformat(TIMES[0]),
        score=0,
        why="",
    )
    table = COMMANDS.split("--json prints by tests/test_docs.py -->\n\n")[1].split("\n\n")[0]
    (row,) = json.loads(candidates_json([candidate]))
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(row)
    assert all(f"`{outcome}`" in table for outcome in Outcome)


def test_misses_are_documented_and_the_reverse() -> None:
    text = (FOLDER / "misses.md").read_text(encoding="utf-8")
    formats, advice, fields = (part.split("\n\n")[0] for part in text.split("|---|---|")[1:])
    found = re.findall(r"^\| `(\w+)` \| (.+) \|$", formats, re.MULTILINE)
    assert found == [(each.name, each.about) for each in FORMATS]
    assert re.findall(r"^\| `(\w+)` \|", advice, re.MULTILINE) == list(Kind)
    miss = Miss(words="", times=0, visitors=0, first=date.max, last=date.max)
    nothing = Advice(miss=miss, kind=Kind.FOUND, phrase="", page=None, thread=None, but="", waiting=None)
    (row,) = json.loads(missed_json([nothing]))
    first = [re.findall(r"`(\w+)`", line.split(" | ")[0]) for line in fields.splitlines()]
    assert [name for names in first for name in names] == list(row)


def said_commands(text: str) -> list[str]:
    """What is shown as something to type: inline code, and lines that begin with `harvest` or `make`."""
    inline = re.findall(r"`((?:harvest|make)(?: [^`]*)?)`", text)
    blocks = re.findall(r"^(?:harvest|make)(?: [^\n#]*)?", text, re.MULTILINE)
    lines = [line for said in (*inline, *blocks) for line in said.split(" && ")]
    return [line for line in lines if re.match(r"harvest|make", line)]


@pytest.mark.parametrize("name", NAMES)
def test_every_command_that_is_shown_can_be_typed(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for said in said_commands(text):
        program, *words = shlex.split(said.replace("…", ""))
        if program == "make":
            assert {word for word in words if "=" not in word} <= set(targets), said
            continue
        command: click.Command = cli.main
        if words and not words[0].startswith("-"):
            assert words[0] in cli.main.commands, said
            command = cli.main.commands[words[0]]
            if isinstance(command, click.Group) and words[1:] and words[1][0] not in "-…":
                assert words[1] in command.commands, said
                command = command.commands[words[1]]
        options = {each for parameter in command.params for each in parameter.opts} | {"-h", "--help"}
        assert {word for word in words if word.startswith("-")} <= options, said


def test_the_commands_that_are_shown_are_found() -> None:
    assert said_commands("`harvest import X` and\nmake test # all\n`harvester`") == [
        "harvest import X",
        "make test ",
    ]


def test_the_handbook_lists_its_pages_and_no_other() -> None:
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    listed = re.findall(r"\]\(([\w-]+\.md)\)", index)
    assert sorted(set(listed)) == sorted(path.name for path in FOLDER.glob("*.md") if path.name != "index.md")


@pytest.mark.parametrize("name", NAMES)
def test_every_link_leads_somewhere(name: str) -> None:
    path = ROOT / name
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"https?:|mailto:|#", target):
            assert (path.parent / target.partition("#")[0]).exists(), target


def test_every_mask_is_documented_and_the_reverse() -> None:
    text = (FOLDER / "privacy.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| (‹[^›]+›) \|", text, re.MULTILINE)
    assert sorted(found) == sorted(kind.mask for kind in Personal)
