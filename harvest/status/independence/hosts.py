"""Machines and networks. Which company runs a network cannot be seen from here: prefixes are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.status.independence.domains import company
from harvest.status.independence.model import LEAST_HOSTS, Verdict, fails, passes
from harvest.status.independence.names import networks

PROVIDERS: Final = {
    "cf-ray": "Cloudflare",
    "x-amz-cf-id": "Amazon CloudFront",
    "x-fastly-request-id": "Fastly",
    "x-akamai-request-id": "Akamai",
    "x-azure-ref": "Azure Front Door",
    "x-vercel-id": "Vercel",
    "x-nf-request-id": "Netlify",
    "x-github-request-id": "GitHub Pages",
    "fly-request-id": "Fly.io",
    "cdn-pullzone": "bunny.net",
}
"""Headers that only one company's network sends. Who hides them is not seen."""

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


def provider(site: Site, world: World) -> Verdict:
    """No company's network stands in front of it that stands in front of the main service as well."""
    return _one_provider(site, world.main, world.look)


def providers_apart(pair: Pair, world: World) -> Verdict:
    """The same, between two addresses of the status site."""
    return _one_provider(pair.one, pair.other, world.look)


def _one_provider(one: Site, other: Site, look: Look) -> Verdict:
    """By where their aliases lead, then by the headers that networks put on what passes through them."""
    mine, theirs = (
        {company(name): name for name in look.names(each.host).chain[1:]} for each in (one, other)
    )
    if shared := min(set(mine) & set(theirs), default=""):
        return fails(f"{mine[shared]} and {theirs[shared]} are both of {shared}")
    headers = [set(look.page(each.url).headers) & set(PROVIDERS) for each in (one, other)]
    if header := min(headers[0] & headers[1], default=""):
        return fails(f"both come through {PROVIDERS[header]} (they say {header})")
    return passes("no sign of a company that stands in front of both")


def _apart(one: str, other: str, look: Look) -> Verdict:
    if common := look.names(one).networks & look.names(other).networks:
        return fails(f"both are in {min(map(str, common))}")
    return passes("other networks (prefixes are compared, not companies)")
