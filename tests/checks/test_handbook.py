"""The handbook's page about checks says what there is."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from harvest.checks import Knowledge, Report
from harvest.cli.checking import FORMATS
from harvest.cli.report import Place, as_json, rules
from harvest.pipeline.checking import Checked, Findability

TEXT = (Path(__file__).parents[2] / "docs/handbook/checks.md").read_text(encoding="utf-8")


def test_every_check_is_documented_and_the_reverse() -> None:
    checks = TEXT.split("| check | what it asks |\n|---|---|\n")[1].split("\n\n")[0]
    formats = TEXT.split("| `--format` | for |\n|---|---|\n")[1].split("\n\n")[0]
    assert re.findall(r"^\| `([\w-]+)` \| (.+) \|$", checks, re.MULTILINE) == list(rules())
    assert tuple(re.findall(r"^\| `(\w+)` \|", formats, re.MULTILINE)) == FORMATS
    said = re.findall(r"^\*\*`([\w-]+)`\*\*:", TEXT, re.MULTILINE)
    assert [*said, "waiver"] == [id_ for id_, _ in rules()]


def test_every_field_of_the_json_is_documented_and_the_reverse() -> None:
    table = TEXT.split("--format json prints by tests/checks/test_handbook.py -->\n\n")[1].split("\n\n")[0]
    nothing = Checked(Knowledge(pages=(), today=date(2026, 1, 1)), Report(()), Findability())
    told = json.loads(as_json(nothing, Place(Path("/kb/docs"), Path("/kb"))))
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(told)
