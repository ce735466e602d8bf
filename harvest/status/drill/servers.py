"""Real servers in the lab: dnsmasq answers for zones and for customers, nginx shows pages, rsync takes them.

Each is waited for until it answers, so that nobody polls what is not there yet.
"""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from harvest.errors import HarvestError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from harvest.status.drill.lab import Lab

NEEDED: Final = ("dnsmasq", "nginx", "rsync", "openssl", "curl")
RSYNC: Final = 8873
"""A port that needs no rights."""
PATIENCE: Final = 20.0
"""Seconds until a server that does not answer is given up."""
PAUSE: Final = 0.02


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of the domain name system, and who answers for it."""

    name: str
    servers: tuple[str, ...]
    """Names of its name servers."""
    hosts: Mapping[str, str] = field(default_factory=dict)
    """Address by name."""
    aliases: Mapping[str, str] = field(default_factory=dict)
    """CNAME by name."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Who issues certificates in the lab: nobody outside trusts it."""

    folder: Path

    @property
    def file(self) -> Path:
        """Its own certificate, to be trusted by customers."""
        return self.folder / "authority.pem"

    def issue(self, name: str, hosts: Sequence[str], days: int = 90) -> Path:
        """A certificate with its key in one file. `days` of -1: it ended yesterday."""
        key, wish, out = (self.folder / f"{name}.{end}" for end in ("key", "csr", "pem"))
        names = self.folder / f"{name}.names"
        names.write_text("subjectAltName=" + ",".join(f"DNS:{host}" for host in hosts), encoding="ascii")
        new: list[str | Path] = [
            "req",
            "-new",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
        ]
        _openssl([*new, "-subj", f"/CN={hosts[0][:60]}", "-keyout", key, "-out", wish])
        signed: list[str | Path] = [
            "x509",
            "-req",
            "-in",
            wish,
            "-CA",
            self.file,
            "-CAkey",
            self.folder / "authority.key",
        ]
        _openssl([*signed, "-CAcreateserial", "-days", str(days), "-extfile", names, "-out", out])
        out.write_bytes(out.read_bytes() + key.read_bytes())
        return out


def authority(folder: Path) -> Authority:
    """A new one, in a folder that is there."""
    new: list[str | Path] = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "365",
    ]
    made = Authority(folder)
    key: list[str | Path] = ["-keyout", folder / "authority.key", "-out", made.file]
    _openssl([*new, "-subj", "/CN=Authority of the drill", *key])
    return made


def _openssl(words: Sequence[str | Path]) -> None:
    done = subprocess.run(["openssl", *map(str, words)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise HarvestError(f"openssl makes no certificate: {' '.join(done.stderr.split())[:300]}")


def name_server(lab: Lab, node: str, address: str, zones: Sequence[Zone], more: Mapping[str, str]) -> None:
    """Answer for `zones` at an address of the node; `more` are names that it knows beside (its own).

    All zones of one have the name servers of the first.
    """
    first, *others = zones[0].servers
    words = [
        *_DNSMASQ,
        f"--listen-address={address}",
        f"--auth-server={first},{address}",
        f"--log-facility={lab.folder / f'{node}.{address}.dns.log'}",
        *(f"--auth-sec-servers={each}" for each in others),
        *(f"--auth-zone={zone.name}" for zone in zones),
        *(f"--host-record={name},{at}" for zone in zones for name, at in zone.hosts.items()),
        *(f"--host-record={name},{at}" for name, at in more.items()),
        *(f"--auth-zone={name}" for name in more),
        *(f"--cname={name},{to}" for zone in zones for name, to in zone.aliases.items()),
    ]
    process = lab.spawn(node, words)
    _wait(lab, node, f"the name server of {node}", process, _udp(address))


def resolver(lab: Lab, node: str, routes: Mapping[str, str]) -> Path:
    """The node's own resolver: `routes` has the name server of each domain. Where it logs what is asked."""
    log = lab.folder / f"{node}.asked.log"
    words = [
        *_DNSMASQ,
        "--listen-address=127.0.0.1",
        "--cache-size=0",  # what a customer remembers would hide that a name server is dead
        "--log-queries",
        f"--log-facility={log}",
        *(f"--server=/{domain}/{address}" for domain, address in routes.items()),
    ]
    process = lab.spawn(node, words)
    _wait(lab, node, f"the resolver of {node}", process, _udp("127.0.0.1"))
    return log


_DNSMASQ: Final = (
    "dnsmasq",
    "--no-daemon",  # nor does it change its user, which it may not where a user made the lab
    "--conf-file=/dev/null",
    "--pid-file=",
    "--no-resolv",
    "--no-hosts",
    "--bind-interfaces",
)


@dataclass(frozen=True, slots=True)
class Host:
    """A site that a web server shows."""

    name: str
    root: Path
    certificate: Path
    path: str = "/"
    """Where it begins."""
    more: str = ""
    """Further lines of configuration for it."""
    http: str = "return 301 https://$host$request_uri;"
    """What it says at port 80."""


def web_server(lab: Lab, node: str, address: str, hosts: Sequence[Host]) -> None:
    """Nginx at ports 80 and 443 of an address of the node."""
    folder = lab.folder / f"{node}.{address}.nginx"
    folder.mkdir()
    parts = "\n".join(_SERVER.format(address=address, host=host) for host in hosts)
    conf = folder / "nginx.conf"
    conf.write_text(_NGINX.format(folder=folder, parts=parts), encoding="utf-8")
    process = lab.spawn(node, ["nginx", "-p", str(folder), "-c", str(conf)])
    _wait(lab, node, f"the web server of {node}", process, _tcp(address, 443))


_SERVER: Final = """
server {{ listen {address}:80; server_name {host.name}; {host.http} }}
server {{
    listen {address}:443 ssl;
    server_name {host.name};
    ssl_certificate {host.certificate};
    ssl_certificate_key {host.certificate};
    add_header Cache-Control "max-age=0, must-revalidate";
    {host.more}
    location {host.path} {{ alias {host.root}/; index index.html; }}
}}
"""
_NGINX: Final = """
daemon off; master_process off; user root; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    types {{ text/html html; text/css css; text/javascript js; application/json json; image/svg+xml svg;
             application/atom+xml atom; application/rss+xml rss; text/calendar ics; text/plain txt; }}
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {parts}
}}
"""


def rsync_server(lab: Lab, node: str, address: str, root: Path) -> None:
    """Take what is pushed to `rsync://address:RSYNC/site/`."""
    conf = lab.folder / f"{node}.rsyncd.conf"
    owner = "" if lab.mapped else "uid = 0\ngid = 0\n"
    log = f"log file = {lab.folder}/{node}.rsync.log\n"
    module = f"[site]\npath = {root}\nread only = no\n"
    conf.write_text(f"use chroot = no\n{owner}{log}{module}", encoding="utf-8")
    at = [f"--config={conf}", f"--address={address}", f"--port={RSYNC}"]
    words = ["rsync", "--daemon", "--no-detach", *at]
    if lab.mapped:  # as root, it would try to change groups
        words = ["unshare", "--user", "--map-user=1000", "--map-group=1000", *words]
    process = lab.spawn(node, words)
    _wait(lab, node, f"rsync on {node}", process, _tcp(address, RSYNC))


def _tcp(address: str, port: int) -> Callable[[str], bool]:
    wanted = f"{address}:{port}"
    return lambda table: any(wanted in line and "tcp" in line for line in table.splitlines())


def _udp(address: str) -> Callable[[str], bool]:
    wanted = f"{address}:53"
    return lambda table: any(wanted in line and "udp" in line for line in table.splitlines())


def _wait(
    lab: Lab, node: str, what: str, process: subprocess.Popen[bytes], there: Callable[[str], bool]
) -> None:
    """Until it listens."""
    until = time.monotonic() + PATIENCE
    while not there(lab.run(node, ["ss", "-Hlntu"]).stdout):
        if process.poll() is not None or time.monotonic() > until:
            raise HarvestError(
                f"{what} does not start", where=lab.folder, todo="see its log there, with --keep"
            )
        time.sleep(PAUSE)
