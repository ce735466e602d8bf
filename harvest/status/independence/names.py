"""Names: domain, zone, name servers and aliases. Who holds the main domain must not hold the status site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harvest.status.independence.domains import registrable
from harvest.status.independence.model import UnseenError, Verdict, fails, passes

if TYPE_CHECKING:
    from harvest.status.independence.look import Look, Network
    from harvest.status.independence.model import Pair, Site, World


def domain(site: Site, world: World) -> Verdict:
    """Registered by itself: what happens to the main domain does not happen to it."""
    mine, theirs = (registrable(each.host) for each in (site, world.main))
    if mine == theirs:
        return fails(f"{mine} is the domain of the main service as well")
    return passes(f"{mine} is not {theirs}")


def zone(site: Site, world: World) -> Verdict:
    """In a zone of its own: an edit, a signature or a transfer that goes wrong stays in the main zone."""
    mine = world.look.zone(site.host)
    theirs = world.look.zone(world.main.host)
    if mine == theirs:
        return fails(f"{mine} is the zone of the main service as well")
    return passes(f"{mine} is not {theirs}")


def name_servers(site: Site, world: World) -> Verdict:
    """Other names, operators and networks answer for it, and none has its own name in the main domain."""
    return _disjoint(site.host, world.main.host, world.look, main=registrable(world.main.host))


def name_servers_apart(pair: Pair, world: World) -> Verdict:
    """The same, between two addresses of the status site."""
    return _disjoint(pair.one.host, pair.other.host, world.look)


def domains_apart(pair: Pair, _: World) -> Verdict:
    """Two domains: one can be lost, frozen or left unpaid."""
    one, other = (registrable(each.host) for each in (pair.one, pair.other))
    if one == other:
        return fails(f"both are in {one}")
    return passes(f"{one} is not {other}")


def alias(site: Site, world: World) -> Verdict:
    """On the way from its name to its address, nothing lies in the main domain."""
    theirs = registrable(world.main.host)
    unseen = None
    try:
        chain = world.look.names(site.host).chain
    except UnseenError as error:
        unseen, chain = error, error.way
    inside = [name for name in chain if registrable(name) == theirs]
    if inside:
        return fails(f"{' → '.join(chain)}: {inside[0]} is in {theirs}")
    if unseen:
        raise unseen
    return passes(" → ".join(chain) if len(chain) > 1 else "no alias")


def _disjoint(host: str, other: str, look: Look, main: str = "") -> Verdict:
    """Whether different servers, operators and networks answer for two hosts. `main`: nor may it be used."""
    zones = look.zone(host), look.zone(other)
    if zones[0] == zones[1]:
        return fails(f"both are in the zone {zones[0]}")
    mine, theirs = (set(look.name_servers(each)) for each in zones)
    if mine & theirs:
        return fails(f"{min(mine & theirs)} answers for both")
    if inside := [name for name in sorted(mine) if main and registrable(name) == main]:
        return fails(f"{inside[0]}, which answers for {host}, is in {main}")
    brands = _brands(mine, host), _brands(theirs, other)
    if shared := min(set(brands[0]) & set(brands[1]), default=""):
        return fails(f"{brands[0][shared]} and {brands[1][shared]} look like the same operator's")
    if common := networks(tuple(mine), look) & networks(tuple(theirs), look):
        return fails(f"name servers of both are in {min(map(str, common))}")
    return passes(f"{', '.join(sorted(mine))} share nothing with {', '.join(sorted(theirs))}")


def _brands(servers: set[str], host: str) -> dict[str, str]:
    """Operators by the name they give their domains, without country and number, and a server of each.

    Large ones have many domains (`awsdns-01.com`, `awsdns-22.net`). Two companies whose domains differ in
    nothing else are taken for one; a domain that serves only itself is no operator's.
    """
    found = {}
    for server in sorted(servers):
        domain = registrable(server)
        if domain != registrable(host):
            found[re.sub(r"[-0-9]+$", "", domain.partition(".")[0])] = server
    return found


def networks(hosts: tuple[str, ...], look: Look) -> frozenset[Network]:
    """Of all hosts. Raises UnseenError where one has no address: what is not seen may be shared."""
    found: frozenset[Network] = frozenset()
    for host in hosts:
        found |= look.names(host).networks
    if not found:
        raise UnseenError(f"no address of {', '.join(hosts)}")
    return found
