"""Which folder may be what: a site is emptied by every build, and a lake holds what nobody may see."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PROGRAM: Final = Path(__file__).parent
SITES: Final = ("index.html", "404.html")
"""One of these lies in every built site."""
OURS: Final = ("search", "assets")
"""What is there where the search was built, or begun, before the pages."""


def of_site(site: Path, *, root: Path, docs: Path, lake: Path) -> str:
    """Why a site cannot be built into `site`; "" where it can. `root` is the folder of mkdocs.yml."""
    if ".git" in site.resolve().parts:
        return "is git's own folder"
    return _among(site, root, {"pages": docs, "lake": lake, "program": PROGRAM})


def holds_others(site: Path) -> bool:
    """Whether `site` holds something else than a site: hidden files, such as .git, and ours do not count."""
    if not site.is_dir() or any((site / name).is_file() for name in SITES):
        return False
    return any(not path.name.startswith(".") and path.name not in OURS for path in site.iterdir())


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
