"""Every command that a workflow runs exists, with these options."""

from __future__ import annotations

import shlex
from typing import Final

import click
import pytest

from harvest import cli
from tests.workflows.reading import STEPS, Step


def commands(script: str) -> list[list[str]]:
    """Each call of `harvest`, as words, without where its output goes."""
    found = []
    for line in script.splitlines():
        if line.lstrip().startswith("harvest "):
            words = shlex.split(line, comments=True)[1:]
            ends = [at for at, word in enumerate(words) if word in {"|", "||", ">", "2>&1", ">>"}]
            found.append(words[: ends[0]] if ends else words)
    return found


CALLS: Final = [(step, words) for step in STEPS for words in commands(step.run)]


def options(command: click.Command) -> set[str]:
    return {each for parameter in command.params for each in parameter.opts}


@pytest.mark.parametrize(("step", "words"), CALLS, ids=[f"{s}: {' '.join(w)}" for s, w in CALLS])
def test_what_a_workflow_runs_can_be_typed(step: Step, words: list[str]) -> None:
    del step
    used = {word for word in words if word.startswith("-")}
    command: click.Command = cli.main
    for word in words:
        if isinstance(command, click.Group):
            assert word in command.commands
            command = command.commands[word]
    assert used <= options(command)


def test_the_calls_are_found() -> None:
    script = (
        'code=0\nharvest promote --top "$TOP" 2>&1 | tee a || code=$?\necho harvest x\nharvest check > b # c'
    )
    assert commands(script) == [["promote", "--top", "$TOP"], ["check"]]
    assert {words[0] for _, words in CALLS} == {
        "import",
        "promote",
        "review",
        "check",
        "takedown",
        "trust",
        "status",
    }
