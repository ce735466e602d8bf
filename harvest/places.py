"""Which folder may lie in which: a site is emptied by every build, and a lake holds what nobody may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def of_site(site: Path, *, root: Path, docs: Path, lake: Path) -> str:
    """Why a site cannot be built into `site`; "" where it can. `root` is the folder of mkdocs.yml."""
    return _among(site, root, {"pages": docs, "lake": lake})


def of_lake(lake: Path, *, root: Path, docs: Path) -> str:
    """Why the lake cannot be in `lake`; "" where it can."""
    return _among(lake, root, {"pages": docs})


def _among(place: Path, root: Path, others: dict[str, Path]) -> str:
    here = place.resolve()
    if root.resolve().is_relative_to(here):
        return "holds the folder of mkdocs.yml"
    for what, folder in others.items():
        there = folder.resolve()
        if there.is_relative_to(here):
            return f"holds the {what}"
        if here.is_relative_to(there):
            return f"is in the folder of the {what}"
    return ""
