"""Labelled files that are none: one line says which, what is wrong with it, and what to name instead."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from harvest import cli
from harvest.cli import exits
from tests.test_backtest import FIXED, thread

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LABELLED = ("resolution", "titles")
SETS = ("search", "duplicates")


@dataclass(frozen=True)
class Case:
    """A file, and what is said of it."""

    name: str
    content: bytes | None
    """None: a folder."""
    said: str
    commands: tuple[str, ...] = (*LABELLED, *SETS)


def faq(**entry: Any) -> bytes:
    return json.dumps([{"question": "Frame?", "answer": "Yes.", "rephr": ["A frame?"], **entry}]).encode()


def labelled(**label: Any) -> bytes:
    return json.dumps(json.loads(thread("a", FIXED, outcome="resolved", page=True)) | label).encode()


CASES = (
    Case("deep.json", b"[" * 100_000, "nested too deeply"),
    Case("deep.json", b'{"a":' * 100_000, "nested too deeply"),
    Case("binary.json", b"\n\x89PNG\xff" * 99, ":2: is not UTF-8"),
    Case("binary.csv", b"\n\x89PNG\xff" * 99, ":2: is not UTF-8", SETS),
    Case("empty.json", b"", "there is nothing in it"),
    Case("blank.json", b"\n \n", "there is nothing in it"),
    Case("empty.csv", b"", "there is nothing in it", SETS),
    Case("folder.json", None, "is a folder", (*LABELLED, "search")),
    Case("folder", None, "there is no Posts.xml in this folder", ("duplicates",)),
    Case("sheet.json", b"text,category\na,b\n", "not JSON", SETS),
    Case("sheet.jsonl", b"text,category\na,b\n", ":1: not a labelled thread: not JSON", LABELLED),
    Case("other.json", b"7", "not a list", SETS),
    Case("other.json", b"[7]", "entry 1 is no object", SETS),
    Case("other.json", faq(question=7), "entry 1: question is no text", SETS),
    Case("other.json", faq(rephr="A frame?"), "entry 1: rephr is no list of texts", SETS),
    Case("other.json", faq(rephr=[7]), "entry 1: rephr is no list of texts", SETS),
    Case("other.json", faq(answer=7), "entry 1: answer is neither a text nor a list", ("search",)),
    Case("other.json", b"[]", "there are no questions in it", SETS),
    Case("other.csv", b"text,kind\na,b\n", "there is no column category", SETS),
    Case("other.csv", b"text,category\na,b\na,\n", ":3: there is no text or no category", SETS),
    Case("other.csv", b"text,category\na\n", ":2: there is no text or no category", SETS),
    Case("other.csv", b"text,category\n" + b"a" * 200_000 + b",b\n", "not a sheet", SETS),
    Case("row.json", b"[]", ":1: not a labelled thread: the line is no JSON object", LABELLED),
    Case("row.json", labelled(titles=7), ":1: not a labelled thread: titles is no list of texts", LABELLED),
    Case("row.json", labelled(titles="A"), "titles is no list of texts", LABELLED),
    Case("row.json", labelled(notes=[None]), "notes is no list of texts", LABELLED),
    Case("row.json", labelled(posts={}), "posts is no list", LABELLED),
    Case("row.json", labelled(posts=[]), "posts is empty", LABELLED),
    Case("row.json", labelled(posts=[7]), "a post is no JSON object", LABELLED),
    Case("row.json", labelled(source=7), "source is no text", LABELLED),
    Case("row.json", labelled(id=None), "id is no text", LABELLED),
    Case("row.json", labelled(outcome="fine"), "outcome is none of resolved, ", LABELLED),
    Case("row.json", labelled(outcome=7), "outcome is none of resolved, ", LABELLED),
    Case("row.json", labelled(answer=[[]]), "answer names a post that is not there", LABELLED),
)
TRIED = [
    pytest.param(case, command, id=f"{command}-{number}-{case.name}")
    for number, case in enumerate(CASES)
    for command in case.commands
]


@pytest.fixture(autouse=True)
def a_new_process() -> Iterator[None]:
    """Reading an archive raises this limit for the whole process, and other tests did."""
    before = csv.field_size_limit(1 << 17)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize(("case", "command"), TRIED)
def test_one_line_says_what_is_wrong(case: Case, command: str, tmp_path: Path) -> None:
    path = tmp_path / case.name
    if case.content is None:
        path.mkdir()
    else:
        path.write_bytes(case.content)
    (line,) = refused(command, path)
    assert line.startswith(f"harvest: {path}:")
    assert case.said in line
    assert "Error" not in line
    assert re.search(r"\((see|name) .*\)$", line)


@pytest.mark.parametrize("command", [*LABELLED, *SETS])
def test_a_file_that_is_not_there(command: str, tmp_path: Path) -> None:
    (line,) = refused(command, tmp_path / "no.json")
    assert "no.json: there is no such file" in line


@pytest.mark.parametrize("phrases", [(), ("--phrases", "99")])
def test_where_every_phrasing_goes_into_its_page_nothing_is_left_to_look_for(
    phrases: tuple[str, ...], tmp_path: Path
) -> None:
    path = tmp_path / "faq.json"
    path.write_bytes(faq())
    (line,) = refused("search", path, *phrases)
    assert "no phrasing is left to look for" in line


def refused(command: str, path: Path, *words: str) -> list[str]:
    outcome = CliRunner().invoke(cli.main, ["backtest", command, str(path), *words])
    assert isinstance(outcome.exception, SystemExit), outcome.exception
    assert outcome.exit_code == exits.NOT_DONE
    return outcome.output.splitlines()
