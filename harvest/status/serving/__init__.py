"""How the status site's own web server is to serve it: settings for nginx and Caddy. Pure."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from harvest.status.outage import checked
from harvest.status.site.look import policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harvest.status.model import Settings

SERVERS: Final = ("nginx.conf", "Caddyfile")
CACHE: Final = "public, max-age=2, stale-while-revalidate=3, stale-if-error=86400"
"""Fresh for two seconds, three more while it is asked again: a new post is seen within five (RFC 5861)."""
CACHE_SCRIPT: Final = "public, max-age=3600, stale-if-error=86400"
_HERE: Final = Path(__file__).parent


def files(settings: Settings, at: str) -> Mapping[str, bytes]:
    """A file for each server. `at`: where the site lies. Raises HarvestError where it cannot be named."""
    told = {
        "at": checked(at),
        "cache": CACHE,
        "cache_script": CACHE_SCRIPT,
        "policy": f"{policy(settings.valid_minutes)}; frame-ancestors 'none'",
    }
    return {
        name: Template((_HERE / name).read_text(encoding="utf-8")).substitute(told).encode()
        for name in SERVERS
    }
