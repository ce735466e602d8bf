"""How the site is to be served, whoever serves it: types of content and how long a copy counts."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final

CACHE: Final = "public, max-age=2, stale-if-error=86400"
"""A copy counts for two seconds, so that a post is seen within five; where the host is down, for a day."""
MOST_SECONDS: Final = 5
"""The longest that a copy may count."""

TYPES: Final = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".xml": "application/xml",
    ".atom": "application/atom+xml",
    ".rss": "application/rss+xml",
    ".ics": "text/calendar",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".png": "image/png",
    ".ico": "image/vnd.microsoft.icon",
    ".webmanifest": "application/manifest+json",
}
ALSO: Final = {
    ".js": {"application/javascript"},
    ".xml": {"text/xml", "application/atom+xml", "application/rss+xml"},
    ".atom": {"application/xml", "text/xml"},
    ".rss": {"application/xml", "text/xml"},
    ".json": {"application/feed+json"},
}
"""What other servers say for the same, which clients take as well."""
_BARE: Final = {"image/png", "image/vnd.microsoft.icon"}


def content_type(path: str) -> str:
    """With its character set, where it is a text."""
    found = TYPES.get(
        PurePosixPath(path).suffix.lower(),
        "text/plain" if path.count(".") == 0 else "application/octet-stream",
    )
    return found if found in _BARE or found == "application/octet-stream" else f"{found}; charset=utf-8"


def fits(path: str, said: str) -> bool:
    """Whether a server may say `said` about this file. Of what we know nothing about, it may say anything."""
    suffix = PurePosixPath(path).suffix.lower()
    wanted = TYPES.get(suffix)
    bare = said.partition(";")[0].strip().lower()
    return wanted is None or bare == wanted or bare in ALSO.get(suffix, set())
