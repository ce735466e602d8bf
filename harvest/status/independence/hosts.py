"""Machines and networks. Which company runs a network cannot be seen from here: prefixes are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harvest.status.independence.model import LEAST_HOSTS, Verdict, fails, passes
from harvest.status.independence.names import networks

if TYPE_CHECKING:
    from harvest.status.independence.look import Look
    from harvest.status.independence.model import Everyone, Pair, Site, World


def two(everyone: Everyone, _: World) -> Verdict:
    """Customers can read it at two hosts at least."""
    hosts = sorted({site.host for site in everyone.sites})
    said = ", ".join(hosts)
    return passes(said) if len(hosts) >= LEAST_HOSTS else fails(f"only {said}: give two targets a `url`")


def addresses(site: Site, world: World) -> Verdict:
    """Neither the web server nor the name servers of the main service are in its networks."""
    servers = world.look.name_servers(world.look.zone(world.main.host))
    theirs = networks((world.main.host, *servers), world.look)
    mine = world.look.names(site.host)
    if common := mine.networks & theirs:
        return fails(f"{', '.join(mine.addresses)}: the main service is in {min(map(str, common))} as well")
    return passes(f"{', '.join(mine.addresses)}: other networks (prefixes are compared, not companies)")


def addresses_apart(pair: Pair, world: World) -> Verdict:
    """The same, between two addresses of the status site."""
    return _apart(pair.one.host, pair.other.host, world.look)


def _apart(one: str, other: str, look: Look) -> Verdict:
    if common := look.names(one).networks & look.names(other).networks:
        return fails(f"both are in {min(map(str, common))}")
    return passes("other networks (prefixes are compared, not companies)")
