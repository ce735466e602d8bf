"""A wired internet: the main service, two status hosts and a laptop, each with its own name servers.

As it stands, everything is independent. Each case changes one thing.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from harvest.status.drill.lab import Lab
from harvest.status.drill.servers import Host, Zone, name_server, resolver, web_server

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.status.drill.servers import Authority

MAIN: Final = "192.0.2.10"
MAIN_DNS: Final = "192.0.2.53"
A: Final = "198.51.100.10"
A_DNS: Final = "198.51.100.53"
NEAR: Final = "192.0.2.77"
"""Of the host of A too, but in the main service's network."""
B: Final = "203.0.113.10"
B_DNS: Final = "203.0.113.53"
NODES: Final = {"main": (MAIN, MAIN_DNS), "a": (A, A_DNS, NEAR), "b": (B, B_DNS), "laptop": ("10.20.30.40",)}
OF: Final = {address: node for node, addresses in NODES.items() for address in addresses}

ONE: Final = "status.kettle-status.example"
OTHER: Final = "kettle-mirror.example"
SERVICE: Final = "kettle.example"
PAGE: Final = (
    '<!doctype html><title>Up</title><link rel="stylesheet" href="s.css"><a href="more.html">more</a>'
)


@dataclass(frozen=True)
class Shown:
    """A site on a web server."""

    address: str
    certificate: tuple[str, ...]
    """Names that it is for."""
    days: int = 90
    page: str = PAGE
    style: str = "body { color: black }"
    linked: str = "<p>more"
    more: str = ""
    http: str = "return 301 https://$host$request_uri;"


@dataclass(frozen=True)
class Wiring:
    """Who answers for what, and what status.yml says."""

    zones: dict[str, tuple[Zone, ...]] = field(
        default_factory=lambda: {
            MAIN_DNS: (Zone(SERVICE, ("ns1.kettle-dns.example",), {SERVICE: MAIN, f"www.{SERVICE}": MAIN}),),
            A_DNS: (Zone("kettle-status.example", ("ns1.north.example",), {ONE: A}),),
            B_DNS: (Zone(OTHER, ("ns1.south.example",), {OTHER: B, f"git.{OTHER}": B}),),
        }
    )
    beside: dict[str, str] = field(
        default_factory=lambda: {
            "ns1.kettle-dns.example": MAIN_DNS,
            "ns1.north.example": A_DNS,
            "ns1.south.example": B_DNS,
        }
    )
    """Names that no zone here has, with their addresses; a name server of that network knows them."""
    shown: dict[str, Shown] = field(
        default_factory=lambda: {
            SERVICE: Shown(MAIN, (SERVICE, f"www.{SERVICE}")),
            ONE: Shown(A, (ONE,)),
            OTHER: Shown(B, (OTHER,)),
        }
    )
    urls: tuple[str, ...] = (f"https://{ONE}/", f"https://{OTHER}/")
    pushes: tuple[tuple[str, str], ...] = (
        ("rsync", f"www@{ONE}:site"),
        ("git", f"https://git.{OTHER}/s.git"),
    )
    dead: tuple[str, ...] = ()
    """Nodes that are cut off."""
    trusted: bool = True
    service: str = SERVICE
    options: dict[str, str] = field(default_factory=dict)
    """Of the first target."""

    def showing(self, host: str, **changes: Any) -> Wiring:
        return replace(self, shown={**self.shown, host: replace(self.shown[host], **changes)})

    def zone(self, address: str, **changes: Any) -> Wiring:
        first, *others = self.zones[address]
        return replace(self, zones={**self.zones, address: (replace(first, **changes), *others)})

    def named(self, names: dict[str, str]) -> Wiring:
        return replace(self, beside={**self.beside, **names})

    def pushing(self, to: tuple[str, str], **options: str) -> Wiring:
        return replace(self, pushes=(to, *self.pushes[1:]), options=options)

    def renamed(self, host: str, new: str) -> Wiring:
        """An address has another name; its zone is changed apart from that."""
        shown = {name: at for name, at in self.shown.items() if name != host}
        shown[new] = replace(self.shown[host], certificate=(new,))
        return replace(self, shown=shown, urls=tuple(url.replace(host, new) for url in self.urls))


def status_yml(wiring: Wiring) -> str:
    targets: list[dict[str, Any]] = [
        {"name": f"t{at}", "kind": kind, "to": to} for at, (kind, to) in enumerate(wiring.pushes)
    ]
    targets[0]["options"] = wiring.options
    for target, url in zip(targets, wiring.urls, strict=False):
        target["url"] = url
    return json.dumps(
        {
            "name": "Kettle Works",
            "url": wiring.urls[0],
            "service": f"https://{wiring.service}/",
            "components": [{"id": "uploads", "name": "Uploads"}],
            "speakers": [{"key": "ada", "name": "Ada Quill", "role": "Head of support"}],
            "targets": targets,
        }
    )


def asked(wiring: Wiring, folder: Path, authority: Authority, *options: str) -> tuple[int, str, str]:
    """Wire it and ask `harvest status independence`: exit code, what it prints, what it complains of."""
    (folder / "status.yml").write_text(status_yml(wiring))
    with Lab(folder) as lab:
        for node, addresses in NODES.items():
            lab.node(node, *addresses)
        _servers(lab, wiring, authority)
        for node in wiring.dead:
            lab.cut(node)
        env = {"SSL_CERT_FILE": str(authority.file)} if wiring.trusted else {}
        command = [
            sys.executable,
            "-m",
            "harvest",
            "status",
            "--folder",
            str(folder),
            "independence",
            *options,
        ]
        done = lab.run("laptop", command, env=env, seconds=120)
        return done.returncode, done.stdout, done.stderr


def _servers(lab: Lab, wiring: Wiring, authority: Authority) -> None:
    routes: dict[str, str] = {}
    for address, zones in wiring.zones.items():
        node = OF[address]
        known = {name: at for name, at in wiring.beside.items() if OF[at] == node}
        name_server(lab, node, address, zones, known)
        routes |= {zone.name: address for zone in zones} | dict.fromkeys(known, address)
    resolver(lab, "laptop", routes)
    for address in {shown.address for shown in wiring.shown.values()}:
        hosts = [
            _host(lab.folder, name, shown, authority)
            for name, shown in wiring.shown.items()
            if shown.address == address
        ]
        web_server(lab, OF[address], address, hosts)


def _host(folder: Path, name: str, shown: Shown, authority: Authority) -> Host:
    root = folder / name
    root.mkdir()
    files = {"index.html": shown.page, "s.css": shown.style, "more.html": shown.linked}
    for file, text in files.items():
        (root / file).write_text(text)
    called = f"{'+'.join(shown.certificate)}{shown.days}"
    made = authority.folder / f"{called}.pem"
    certificate = made if made.exists() else authority.issue(called, shown.certificate, shown.days)
    return Host(name, root, certificate, more=shown.more, http=shown.http)
