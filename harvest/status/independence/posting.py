"""The way of a post to the hosts: what must be up so that somebody can say that something is down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from harvest.status.independence.domains import is_address
from harvest.status.independence.hosts import addresses
from harvest.status.independence.model import Outcome, Push, Site, Verdict, fails, passes
from harvest.status.independence.names import alias, domain, name_servers

if TYPE_CHECKING:
    from harvest.status.independence.model import World
    from harvest.status.model import Target

_SCP: Final = re.compile(r"(?:[^@/:]+@)?(\[[^\]]+\]|[^/:\[\]]{2,}):(?!//)")
"""`user@host:folder`, as rsync and git take it. One letter would be a drive."""
S3: Final = "s3.amazonaws.com"
ASKED: Final = (domain, alias, name_servers, addresses)
"""In this order; the first that does not pass is what is said."""


def pushes(targets: tuple[Target, ...]) -> tuple[Push, ...]:
    """Each target with the host that is asked to take the site."""
    return tuple(Push(target, _host(target)) for target in targets)


def _host(target: Target) -> str:
    if target.kind == "folder":
        return ""
    if target.kind == "s3":
        said = next((target.options[key] for key in target.options if key.startswith("endpoint")), S3)
        return (urlsplit(said if "//" in said else f"//{said}").hostname or "").rstrip(".")
    if "://" in target.to:
        return (urlsplit(target.to).hostname or "").rstrip(".")
    found = _SCP.match(target.to)
    return found[1].strip("[]").rstrip(".").lower() if found else ""


def posting(push: Push, world: World) -> Verdict:
    """The host that takes the site is as independent of the main service as those that show it."""
    if not push.host:
        return passes(f"{push.target.to} is a folder here: nobody is asked (what copies it on is not seen)")
    said = ""
    for check in (addresses,) if is_address(push.host) else ASKED:
        verdict = check(Site(f"https://{push.host}/"), world)
        if verdict.outcome is not Outcome.PASS:
            return fails(f"{push.host}: {verdict.why}")
        said = verdict.why
    return passes(f"{push.host}: {said}")
