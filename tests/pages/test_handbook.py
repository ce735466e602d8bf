"""The handbook describes the page that there is, and its example is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harvest.model import Kind, State
from harvest.pages.fields import CREDIT_FIELDS, FIELDS, SOURCE_FIELDS, WAIVER_FIELDS, Field
from harvest.pages.parse import parse

HANDBOOK = (Path(__file__).parents[2] / "docs/handbook/pages.md").read_text()


def rows(fields: tuple[Field, ...]) -> str:
    return "\n".join(f"| `{f.name}` | {'yes' if f.required else ''} | {f.doc} |" for f in fields)


@pytest.mark.parametrize(
    "fields", [FIELDS, SOURCE_FIELDS, CREDIT_FIELDS, WAIVER_FIELDS], ids=["page", "source", "credit", "waive"]
)
def test_every_field_is_in_the_handbook_and_the_reverse(fields: tuple[Field, ...]) -> None:
    tables = re.findall(r"\| field \| needed \| meaning \|\n\|[-|]+\|\n((?:\|.*\n)+)", HANDBOOK)
    assert rows(fields) in [re.sub(r"\n\| `generated`.*", "", table).strip() for table in tables]


@pytest.mark.parametrize("values", [Kind, State])
def test_every_value_is_in_the_handbook_and_the_reverse(values: type[Kind] | type[State]) -> None:
    table = HANDBOOK.split(f"### `{values.__name__.lower()}`\n")[1].split("\n#")[0]
    assert re.findall(r"^\| `([a-z -]+)` \|", table, re.MULTILINE) == [str(value) for value in values]


def test_the_example_is_a_page() -> None:
    example = HANDBOOK.split("```markdown\n")[1].split("\n```\n")[0]
    page = parse(example)
    assert [section.heading for section in page.answer.sections] == ["", "What worked"]
    assert page.answer.sections[1].passages[1].origin == ()
