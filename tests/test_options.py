"""What an option does not take is said in one sentence, by every command the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from harvest import cli
from harvest.cli import exits
from harvest.cli.options import Count, Day, FilePath, Share

if TYPE_CHECKING:
    from collections.abc import Iterator


def commands(group: click.Group, *before: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield before, group
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, *before, name)
        else:
            yield (*before, name), command


PARAMETERS = [(words, parameter) for words, command in commands(cli.main) for parameter in command.params]
COUNTS = [each for each in PARAMETERS if isinstance(each[1].type, Count)]
AS_THEY_COME = {type(click.INT), type(click.FLOAT), click.IntRange, click.FloatRange, click.Path}
TYPED = (
    "99999999999999999999",
    "9" * 5000,
    "-99999999999999999999",
    "-1",
    "1.5",
    "1e3",
    "",
    "many",
    "٣",
    "1_0",
)


def test_no_number_and_no_path_is_taken_as_it_comes() -> None:
    for words, parameter in PARAMETERS:
        assert type(parameter.type) not in AS_THEY_COME, (words, parameter.name)


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize(("words", "parameter"), COUNTS)
def test_a_count_is_a_whole_number_in_reach(
    words: tuple[str, ...], parameter: click.Parameter, typed: str
) -> None:
    given = [f"{parameter.opts[0]}={typed}"] if isinstance(parameter, click.Option) else ["--", typed]
    outcome = CliRunner().invoke(cli.main, [*words, *given] if words else [*given, "candidates"])
    assert outcome.exit_code == exits.NOT_DONE
    assert isinstance(outcome.exception, SystemExit), outcome.exception
    last = outcome.output.splitlines()[-1]
    name = parameter.opts[0] if isinstance(parameter, click.Option) else parameter.metavar
    assert f"Invalid value for '{name}': a whole number from " in last
    assert len(last) < 200


@pytest.mark.parametrize("typed", ["nan", "inf", "0", "1", "-0.5", "half", ""])
def test_a_share_lies_between_nothing_and_all(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="a number between 0 and 1"):
        Share().convert(typed, None, None)


@pytest.mark.parametrize("typed", ["", "2026-1-31", "2026-02-30", "tomorrow", "20260131", "２026-01-31"])
def test_a_day_is_one_of_the_calendar(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="a day such as 2026-11-25 belongs here"):
        Day().convert(typed, None, None)


@pytest.mark.parametrize("typed", ["", " ", "a\0b"])
def test_a_path_has_a_name(typed: str) -> None:
    with pytest.raises(click.BadParameter, match="the name of a file or folder"):
        FilePath().convert(typed, None, None)
