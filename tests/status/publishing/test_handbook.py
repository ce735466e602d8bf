"""The handbook says of publishing what is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from harvest.status.publishing import verify
from harvest.status.publishing.options import OPTIONS
from harvest.status.publishing.serving import CACHE
from harvest.status.settings import TARGETS

TEXT = (Path(__file__).parents[3] / "docs" / "handbook" / "publishing.md").read_text(encoding="utf-8")


def test_every_kind_of_target_has_its_options() -> None:
    assert sorted(OPTIONS) == sorted(TARGETS)


@pytest.mark.parametrize("kind", TARGETS)
def test_every_option_is_documented_and_the_reverse(kind: str) -> None:
    section = next(part for part in TEXT.split("\n## ") if f"`kind: {kind}`" in part)
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", section, re.MULTILINE)
    assert dict(rows) == dict(OPTIONS[kind])


def test_every_check_is_documented_and_the_reverse() -> None:
    section = TEXT.split("\n## What `verify` checks")[1]
    assert tuple(re.findall(r"^\| `([\w ]+)` \|", section, re.MULTILINE)) == verify.CHECKS


def test_the_header_for_copies_is_the_one_that_buckets_get() -> None:
    assert f'"{CACHE}"' in TEXT
