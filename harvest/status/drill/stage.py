"""The stage: the main service, the hosts of status.yml, a laptop and a customer, each a node of a lab.

Hosts and the main service have their real names, invented addresses and certificates.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import yaml

from harvest.errors import HarvestError
from harvest.status.drill import servers
from harvest.status.independence import sites
from harvest.status.independence.domains import registrable
from harvest.status.independence.model import LEAST_HOSTS, Site
from harvest.status.settings import FILE

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.status.drill.lab import Lab
    from harvest.status.model import Settings

MAIN: Final = "192.0.2.10"
MAIN_DNS: Final = "192.0.2.53"


@dataclass(frozen=True, slots=True)
class Host:
    """A host of the status site in the lab."""

    site: Site
    node: str
    address: str
    dns: str
    root: Path


def hosts_of(settings: Settings, lab: Lab) -> list[Host]:
    """The hosts of status.yml; raises HarvestError where there are not two, or nothing to cut off."""
    if not settings.service:
        raise HarvestError(
            "does not say what the main service is", where=FILE, todo="add its address as `service:`"
        )
    found = [
        Host(site, f"host{at}", f"198.51.{100 + at}.10", f"198.51.{100 + at}.53", lab.folder / f"host{at}")
        for at, site in enumerate(sites(settings), start=1)
    ]
    if len(found) < LEAST_HOSTS:
        raise HarvestError("names one host only", where=FILE, todo="give two targets a `url`")
    return found


def wired(settings: Settings, hosts: list[Host], lab: Lab) -> Path:
    """Nodes, names, certificates and web servers. Where the certificate is that customers are to trust."""
    main = Site(settings.service)
    domain = registrable(main.host)
    lab.node("main", MAIN, MAIN_DNS)
    routes = {domain: MAIN_DNS}
    inside = {main.host: MAIN}
    for host in hosts:
        lab.node(host.node, host.address, host.dns)
        if registrable(host.site.host) == domain:  # then its name dies with the others
            inside[host.site.host] = host.address
        else:
            routes[host.site.host] = host.dns
            zone = servers.Zone(host.site.host, (f"ns.{host.node}.example",), {host.site.host: host.address})
            servers.name_server(lab, host.node, host.dns, [zone], {})
    servers.name_server(lab, "main", MAIN_DNS, [servers.Zone(domain, ("ns.main.example",), inside)], {})
    for node, address in (("laptop", "10.10.1.2"), ("customer", "10.10.2.2")):
        lab.node(node, address)
        servers.resolver(lab, node, routes)
    authority = servers.authority(lab.folder)
    for name, node, address, root, path in (
        (main.host, "main", MAIN, lab.folder / "main", "/"),
        *((h.site.host, h.node, h.address, h.root, urlsplit(h.site.url).path or "/") for h in hosts),
    ):
        root.mkdir()
        shown = servers.Host(name, root, authority.issue(node, [name]), path)
        servers.web_server(lab, node, address, [shown])
    (lab.folder / "main" / "index.html").write_text("<!doctype html><title>up</title>", encoding="ascii")
    for host in hosts:
        servers.rsync_server(lab, host.node, host.address, host.root)
    return authority.file


def copied(folder: Path, copy: Path, hosts: list[Host]) -> Path:
    """The folder, with hosts in the lab as targets; the rest of status.yml as it is."""
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"))
    targets = [
        {
            "name": host.node,
            "kind": "rsync",
            "to": f"rsync://{host.site.host}:{servers.RSYNC}/site/",
            "url": host.site.url,
        }
        for host in hosts
    ]
    file = copy / FILE
    root = _mapping(file.read_text(encoding="utf-8-sig"))
    kept = [(key, value) for key, value in root.value if key.value != "targets"]
    root.value = [*kept, *_mapping(yaml.safe_dump({"targets": targets})).value]
    file.write_text(yaml.serialize(root, allow_unicode=True), encoding="utf-8")
    return copy


def _mapping(text: str) -> yaml.MappingNode:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        raise TypeError("settings are a mapping, or they would not have been read before")
    return root
