"""Does the status site share anything with the main service that could take both down?

    model         what is compared; what a check finds
    look          asks the network: names, certificates, pages; remembers, within bounds
    names, hosts, certificates, pages, posting
                  the checks: one function each, all in `CHECKS`
    markup        what a page loads by itself

Companies, accounts, cards and people cannot be seen from here: docs/handbook/independence.md asks about them.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from harvest.errors import HarvestError
from harvest.status.independence import certificates, hosts, names, pages, posting
from harvest.status.independence.model import (
    Check,
    Everyone,
    Finding,
    Outcome,
    Pair,
    Push,
    Site,
    UnseenError,
    World,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from harvest.status.independence.look import Look
    from harvest.status.model import Settings


def _sites(world: World) -> tuple[Site, ...]:
    return world.sites


def _pairs(world: World) -> tuple[Pair, ...]:
    return tuple(Pair(*two) for two in combinations(world.sites, 2))


def _pushes(world: World) -> tuple[Push, ...]:
    return posting.pushes(world.settings.targets)


def _everyone(world: World) -> tuple[Everyone, ...]:
    return (Everyone(world.sites),)


CHECKS: Final = (
    Check("domain", _sites, names.domain),
    Check("zone", _sites, names.zone),
    Check("name-servers", _sites, names.name_servers),
    Check("alias", _sites, names.alias),
    Check("addresses", _sites, hosts.addresses),
    Check("provider", _sites, hosts.provider),
    Check("certificate", _sites, certificates.own),
    Check("certificate-days", _sites, certificates.days),
    Check("hsts", _sites, certificates.hsts),
    Check("redirects", _sites, pages.redirects),
    Check("resources", _sites, pages.resources),
    Check("two-hosts", _everyone, hosts.two),
    Check("domains-apart", _pairs, names.domains_apart),
    Check("name-servers-apart", _pairs, names.name_servers_apart),
    Check("addresses-apart", _pairs, hosts.addresses_apart),
    Check("providers-apart", _pairs, hosts.providers_apart),
    Check("posting", _pushes, posting.posting),
)
"""The checklist, in the order in which one sets it up."""


def sites(settings: Settings) -> tuple[Site, ...]:
    """Where customers read the status site: one address for each host, the first that is named."""
    found: dict[str, Site] = {}
    for url in (settings.url, *(target.url for target in settings.targets)):
        if url:
            found.setdefault(Site(url).host, Site(url))
    return tuple(found.values())


def findings(settings: Settings, look: Look, now: datetime) -> Iterator[Finding]:
    """Run the checklist; each finding comes as soon as it is known.

    Raises HarvestError where status.yml does not say what the main service is.
    """
    if not settings.service:
        raise HarvestError(
            "does not say what the main service is", where="status.yml", todo="add its address as `service:`"
        )
    world = World(Site(settings.service), sites(settings), look, now, settings)
    for check in CHECKS:
        for each in check.of(world):
            try:
                verdict = check.judge(each, world)
            except UnseenError as error:
                yield Finding(check.name, each.label, Outcome.UNKNOWN, error.what)
            else:
                yield Finding(check.name, each.label, verdict.outcome, verdict.why)
