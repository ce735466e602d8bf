"""Axe, asked for what is wrong only: half of its time goes into describing the elements of what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from axe_core_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

_AXE: Final = Axe()


def axe(page: Page) -> dict[str, Any]:
    """What all of its rules say: `violations` with every element, `passes` by rule, each with one element."""
    found: dict[str, Any] = _AXE.run(page, options={"resultTypes": ["violations"]})
    return found
