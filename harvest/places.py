"""Which folder may be what: a site is emptied by every build, and a lake holds what nobody may see."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PROGRAM: Final = Path(__file__).parent
SITES: Final = ("index.html", "404.html", "search/manifest.bin")
"""One of these lies in every built site; the last where the search was built before the pages."""


def of_site(site: Path, *, root: Path, docs: Path, lake: Path) -> str:
    """Why a site cannot be built into `site`; "" where it can. `root` is the folder of mkdocs.yml."""
    if ".git" in site.resolve().parts:
        return "is git's own folder"
    return _among(site, root, {"pages": docs, "lake": lake, "program": PROGRAM})


def holds_others(site: Path) -> bool:
    """Whether something is in `site`, and it is no built site. Hidden files, such as .git, are nothing."""
    if any((site / name).is_file() for name in SITES):
        return False
    return site.is_dir() and any(not path.name.startswith(".") for path in site.iterdir())


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
