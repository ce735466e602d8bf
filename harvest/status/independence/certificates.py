"""Certificates, and what browsers remember about the main service."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from harvest.status.independence.domains import registrable
from harvest.status.independence.model import UnseenError, Verdict, fails, passes

if TYPE_CHECKING:
    from harvest.status.independence.model import Site, World

LEAST_DAYS: Final = 10
"""Those who renew by themselves do it 30 days before the end, or at two thirds of a short life."""


def own(site: Site, world: World) -> Verdict:
    """A certificate of its own: who must replace the main service's in a hurry does not take it along."""
    domain = registrable(world.main.host)
    mine = world.look.certificate(site.host, site.port)
    if inside := [name for name in mine.names if registrable(name.removeprefix("*.")) == domain]:
        return fails(f"it is for {inside[0]} of the main service too")
    theirs = world.look.certificate(world.main.host, world.main.port)
    if mine.digest == theirs.digest or any(_covers(name, site.host) for name in theirs.names):
        return fails(f"{world.main.host} shows one that is for {site.host} as well")
    return passes(f"for {', '.join(mine.names)}")


def _covers(name: str, host: str) -> bool:
    return name == host or (name.startswith("*.") and name[2:] == host.partition(".")[2])


def days(site: Site, world: World) -> Verdict:
    """Browsers take it, today and for a while."""
    if why := world.look.refused(site.host, site.port):
        return fails(f"it {why}")
    ends = world.look.certificate(site.host, site.port).ends
    left = int((ends - world.now.timestamp()) // 86400)
    last = f"{datetime.fromtimestamp(ends, UTC):%Y-%m-%d}"
    if left < LEAST_DAYS:
        return fails(f"{left} days are left, to {last}: it does not renew itself")
    return passes(f"{left} days are left, to {last}")


def hsts(site: Site, world: World) -> Verdict:
    """No rule that browsers remember of the main domain covers it, so that none can lock it."""
    domain = registrable(world.main.host)
    if registrable(site.host) != domain:
        return passes(f"a rule for {domain} cannot cover it")
    above = [name for name in _above(site.host, domain) if name != site.host]
    unseen: list[str] = []
    for name in above:
        try:
            said = world.look.page(f"https://{name}/").headers.get("strict-transport-security", "")
        except UnseenError as error:
            unseen.append(error.what)
            continue
        age = re.search(r"max-age\s*=\s*\"?([0-9]+)", said, re.IGNORECASE)
        if re.search(r"includesubdomains", said, re.IGNORECASE) and age and int(age[1]):
            return fails(f"{name} says {said}")
    if unseen:
        raise UnseenError(unseen[0])
    return passes(f"{', '.join(above)} do not say includeSubDomains" if above else "nothing is above it")


def _above(host: str, domain: str) -> list[str]:
    labels = host.split(".")
    names = [".".join(labels[start:]) for start in range(len(labels))]
    return [name for name in names if name == domain or name.endswith(f".{domain}")]
