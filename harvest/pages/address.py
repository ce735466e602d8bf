"""Where pages and old addresses are on the site: what mkdocs makes of a file's path.

With mkdocs' `use_directory_urls`, as it is by default.
"""

from __future__ import annotations

import re
from typing import Final

from harvest.errors import PageError

_SEGMENT: Final = re.compile(r"[\w~-][\w.~-]*")


def address_of(path: str) -> str:
    """`answers/a.md` → `answers/a/`; `index.md` → "" (relative to the root of the site)."""
    stem = path.removesuffix(".md")
    folder, _, name = stem.rpartition("/")
    if name in {"index", "README"}:
        return f"{folder}/" if folder else ""
    return f"{stem}/"


def file_name(address: str, where: str) -> str:
    """`answers/old/` → `answers/old/index.html`; `old.html` stays. Raises `PageError` for anything odd."""
    path = address.strip("/")
    segments = path.split("/")
    if not all(_SEGMENT.fullmatch(segment) for segment in segments):
        raise PageError(
            "`redirect_from` holds something that is not an address of this site",
            where=where,
            todo="write it as answers/old-name/",
        )
    return path if path.endswith(".html") else f"{path}/index.html"
