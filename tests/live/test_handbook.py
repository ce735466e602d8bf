"""Every live service has its page, and all pages say the same things in the same order."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from harvest import config
from harvest.sources.live import SERVICES

FOLDER: Final = Path(__file__).parents[2] / "docs" / "handbook"
SECTIONS: Final = (
    "Configuration",
    "The token",
    "What is harvested",
    "What a run asks for",
    "Edits and deletions",
    "What its terms ask for",
)
"""Between the last two a page may have sections of its own."""
OF_ALL: Final = {"internal", "since", "requests", "minutes"}
"""Keys that mean the same everywhere."""
SCREENS: Final = 90
"""Lines: nobody reads more."""


@pytest.mark.parametrize("name", SERVICES)
def test_its_page_has_the_sections_of_all_and_its_keys(name: str) -> None:
    page = (FOLDER / f"source-{name}.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.+)$", page, re.MULTILINE)
    assert (*heads[:5], heads[-1]) == SECTIONS
    assert page.startswith("# ")
    assert "**Never:** " in page
    assert len(page.splitlines()) <= SCREENS
    table = page.partition("## Configuration\n")[2].partition("\n## ")[0]
    live = config.FORMATS[name]
    assert live is not None
    for key in live.takes - OF_ALL:
        assert re.search(rf"^\|[^|]*`{key}`", table, re.MULTILINE), key
    for key in frozenset().union(*live.needs):
        assert f"`{key}`" in table, key


@pytest.mark.parametrize("name", SERVICES)
def test_its_page_is_found(name: str) -> None:
    for page in ("fetching.md", "index.md"):
        assert f"(source-{name}.md)" in (FOLDER / page).read_text(encoding="utf-8")
