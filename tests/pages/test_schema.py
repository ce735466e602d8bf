"""The JSON Schema for editors: as committed, and of one mind with what reads pages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import pytest
import yaml
from hypothesis import given

from harvest.errors import PageError
from harvest.model import Answer, Kind
from harvest.pages.fields import FIELDS
from harvest.pages.parse import mistakes, parse
from harvest.pages.render import render
from harvest.pages.schema import as_text, schema
from tests.pages.strategies import answers

COMMITTED = Path(__file__).parents[2] / "docs" / "schema" / "answer.json"
SCHEMA = jsonschema.Draft202012Validator(schema())
GOOD = """\
title: My kettle
kind: fix
sources:
  - url: https://forum.example/t/1
    thread: forum:1
    posts: [1, "3", c5]
    digest: sha256:0123456789abcdef
    asked: 2026-01-02
updated: 2026-01-03
review_by: 2027-01-03
"""


class Yaml12(yaml.SafeLoader):
    """As editors read YAML: the core schema of 1.2, in which a day is a text and `no` is one, too."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc] # PyYAML has it so


for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    (
        "float",
        r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.nan",
        "-+0123456789.",
    ),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first))


def _whole(loader: yaml.SafeLoader, node: yaml.Node) -> int:
    """`007` is 7 in YAML 1.2."""
    typed = str(node.value)
    return int(typed, 0) if typed[:2] in {"0o", "0x"} else int(typed)


Yaml12.add_constructor("tag:yaml.org,2002:int", _whole)


def front(text: str) -> Any:
    """The front matter of a page as an editor's YAML has it."""
    return yaml.load(
        re.split(r"^---\n", text, maxsplit=2, flags=re.MULTILINE)[1], Loader=Yaml12
    )  # safe: it derives from SafeLoader


def test_what_is_committed_is_what_is_generated() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == as_text(), (
        "run: harvest check --schema > docs/schema/answer.json"
    )


def test_it_is_a_schema_and_has_every_field() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert list(schema()["properties"]) == [*(row.name for row in FIELDS), "generated"]


@given(answers)
def test_every_page_that_harvest_writes_is_valid(answer: Answer) -> None:
    text = render(answer)
    assert parse(text).answer == answer
    SCHEMA.validate(front(text))


@pytest.mark.parametrize(
    "line",
    [
        "title: No",
        "title: 404",
        "tags: [404, true, 1e3]",
        "asked_as:",
        "askers: 007",
        'askers: "3"',
        "askers: +3",
        "state:",
        "product: 1.5",
        "credits: [{name: Mara, staff: yes}, {name: Bo, staff: FALSE}]",
        "waive: [{check: links, reason: because}]",
        "generated: sha256:0123456789abcdef",
        "redirect_from: []",
    ],
)
def test_what_people_may_write_is_valid(line: str) -> None:
    text = page(line)
    parse(text)
    SCHEMA.validate(front(text))


@pytest.mark.parametrize(
    "line",
    [
        "titel: My kettle",
        'title: ""',
        "title: [a]",
        "title:",
        "kind: fixed",
        "kind: Fix",
        "state: done",
        "asked_as: kettle",
        "asked_as: [[a]]",
        "asked_as: [~]",
        "askers: 0",
        "askers: -1",
        "askers: many",
        "askers: 1.5",
        "askers: 1000000000",
        "updated: yesterday",
        "updated: 2026-13-01",
        "updated: 2026-1-1",
        "updated: 2026-01-01T00:00:00",
        "sources: {url: x}",
        "sources: [{url: x}]",
        "credits: [{url: x}]",
        "credits: [{name: x, staff: perhaps}]",
        "waive: [links]",
        "waive: [{check: links}]",
    ],
)
def test_what_cannot_be_read_is_not_valid(line: str) -> None:
    text = page(line)
    with pytest.raises(PageError):
        parse(text)
    assert not SCHEMA.is_valid(front(text))


@pytest.mark.parametrize("field", [row.name for row in FIELDS if row.required])
def test_what_is_missing_is_missed_by_both(field: str) -> None:
    text = (
        "---\n"
        + "".join(line for line in GOOD.splitlines(keepends=True) if not line.startswith(f"{field}:"))
        + "---\n"
    )
    assert any(f'"{field}" is missing' in each.what for each in mistakes(text))
    assert not SCHEMA.is_valid(front(text))


def page(line: str) -> str:
    """A good page with this line in the place of the field's own."""
    name = line.partition(":")[0]
    kept: list[str] = []
    dropping = False
    for each in GOOD.splitlines():
        dropping = each.startswith(f"{name}:") or (dropping and each.startswith(" "))
        kept += [] if dropping else [each]
    return "---\n" + "\n".join([*kept, line]) + "\n---\n"


def test_the_kinds_are_those_of_the_model() -> None:
    answer = Answer(title="x", kind=Kind.FIX, updated=date(2026, 1, 1), review_by=date(2026, 1, 2))
    written = front(render(answer))
    assert all(SCHEMA.is_valid({**written, "kind": str(kind)}) for kind in Kind)
