"""Every check of independence, in networks that are wired so that it fails; and one where all pass.

Real name servers, real TLS, real namespaces; the real command on a laptop among them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harvest.status.drill.servers import Zone, authority
from harvest.status.independence import CHECKS
from tests.status.wiring import (
    A_DNS,
    B_DNS,
    MAIN,
    MAIN_DNS,
    NEAR,
    ONE,
    OTHER,
    SERVICE,
    A,
    B,
    Shown,
    Wiring,
    asked,
)

if TYPE_CHECKING:
    from pathlib import Path

    from harvest.status.drill.servers import Authority

pytestmark = pytest.mark.slow

WELL = Wiring()
HSTS = 'add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;'
PASSED = 'add_header CF-Ray "8f1d2c3b4a5e6f70-XYZ";'
NORTH = ("ns1.north.example",)


def git_hub(main: str) -> Wiring:
    """Both services are subdomains of one public suffix, in one zone."""
    zone = Zone("github.io", NORTH, {"kettle.github.io": A, main: A})
    return replace(
        WELL,
        service=main,
        zones={**WELL.zones, A_DNS: (zone,)},
        shown={**WELL.shown, "kettle.github.io": Shown(A, ("kettle.github.io",))},
        urls=("https://kettle.github.io/", f"https://{OTHER}/"),
    )


INSIDE = WELL.zone(MAIN_DNS, hosts={SERVICE: MAIN, f"status.{SERVICE}": A}).renamed(ONE, f"status.{SERVICE}")
CASES = {
    "domain: in the main domain": INSIDE,
    "zone: many customers of one host": git_hub("kettle-shop.github.io"),
    "name-servers: the same one": WELL.zone(A_DNS, servers=("ns1.kettle-dns.example",)),
    "name-servers: the same company by another of its domains": WELL.zone(
        A_DNS, servers=("ns7.kettle-dns-22.example",)
    ).named({"ns7.kettle-dns-22.example": A_DNS}),
    "name-servers: named in the main domain": WELL.zone(A_DNS, servers=(f"ns9.{SERVICE}",)).zone(
        MAIN_DNS, hosts={SERVICE: MAIN, f"ns9.{SERVICE}": A_DNS}
    ),
    "name-servers: in the same network": replace(
        WELL,
        zones={NEAR if at == A_DNS else at: zones for at, zones in WELL.zones.items()},
        beside={**WELL.beside, "ns1.north.example": NEAR},
    ),
    "alias: into the main zone": WELL.zone(A_DNS, hosts={}, aliases={ONE: f"www.{SERVICE}"}),
    "addresses: the same one": WELL.zone(A_DNS, hosts={ONE: MAIN}).showing(ONE, address=MAIN),
    "addresses: the network of the main name server": WELL.zone(A_DNS, hosts={ONE: MAIN_DNS}).showing(
        ONE, address=MAIN_DNS
    ),
    "provider: one content network by alias": replace(
        WELL.zone(MAIN_DNS, aliases={f"www.{SERVICE}": "m.cdn.example"}, hosts={}).zone(
            A_DNS, hosts={}, aliases={ONE: "s.cdn.example"}
        ),
        service=f"www.{SERVICE}",
        beside={**WELL.beside, "m.cdn.example": MAIN, "s.cdn.example": A},
    ),
    "provider: one content network by what it adds": WELL.showing(SERVICE, more=PASSED).showing(
        ONE, more=PASSED
    ),
    "certificate: for both": WELL.showing(ONE, certificate=(ONE, SERVICE)),
    "certificate: the main one is for both": WELL.showing(SERVICE, certificate=(SERVICE, ONE)),
    "certificate-days: expired": WELL.showing(ONE, days=-1),
    "certificate-days: soon": WELL.showing(OTHER, days=5),
    "certificate-days: for another name": WELL.showing(OTHER, certificate=("elsewhere.example",)),
    "certificate-days: of an authority nobody knows": replace(WELL, trusted=False),
    "hsts: covers it": INSIDE.showing(SERVICE, more=HSTS),
    "redirects: to the main service": WELL.showing(ONE, more=f"return 302 https://{SERVICE}/status;"),
    "redirects: without TLS to the main service": WELL.showing(
        ONE, http=f"return 301 https://{SERVICE}$request_uri;"
    ),
    "redirects: to who is not checked": WELL.showing(ONE, http="return 301 https://cdn.example$request_uri;"),
    "resources: a picture of the main service": WELL.showing(
        ONE, page=f'<!doctype html><img src="https://{SERVICE}/logo.svg">'
    ),
    "resources: in a stylesheet": WELL.showing(ONE, style='a { background: url("//fonts.example/x") }'),
    "resources: in a page that is linked": WELL.showing(
        ONE, linked="<script src=//cdn.example/x.js></script>"
    ),
    "resources: in a header": WELL.showing(
        ONE, more=f'add_header Link "<https://{SERVICE}/f.woff2>; rel=preload; as=font";'
    ),
    "two-hosts: one only": replace(WELL, urls=WELL.urls[:1]),
    "domains-apart: one domain": WELL.zone(
        B_DNS, name="b.kettle-status.example", hosts={"b.kettle-status.example": B}
    ).renamed(OTHER, "b.kettle-status.example"),
    "name-servers-apart: the same one": WELL.zone(B_DNS, servers=NORTH),
    "addresses-apart: the same machine": WELL.zone(B_DNS, hosts={OTHER: A, f"git.{OTHER}": B}).showing(
        OTHER, address=A
    ),
    "providers-apart: one content network": WELL.showing(ONE, more=PASSED).showing(OTHER, more=PASSED),
    "posting: through the main domain": WELL.zone(
        MAIN_DNS, hosts={SERVICE: MAIN, f"git.{SERVICE}": B}
    ).pushing(("git", f"git@git.{SERVICE}:status.git")),
    "posting: through a machine of the main service": WELL.pushing(("rsync", f"www@{MAIN}:site")),
    "posting: to storage at the main service": WELL.zone(
        B_DNS, hosts={OTHER: B, f"git.{OTHER}": B, f"s3.{OTHER}": MAIN}
    ).pushing(("s3", "s3://kettle/status"), endpoint=f"https://s3.{OTHER}"),
}


SAYS = {
    "domain: in the main domain": "kettle.example is the domain of the main service",
    "zone: many customers of one host": "github.io is the zone of the main service",
    "name-servers: the same one": "ns1.kettle-dns.example answers for both",
    "name-servers: the same company by another of its domains": "look like the same operator's",
    "name-servers: named in the main domain": "is in kettle.example",
    "name-servers: in the same network": "are in 192.0.2.0/24",
    "alias: into the main zone": "→ www.kettle.example",
    "addresses: the same one": "192.0.2.10: the main service is in 192.0.2.0/24",
    "addresses: the network of the main name server": "192.0.2.53: the main service is in",
    "provider: one content network by alias": "s.cdn.example and m.cdn.example are both of cdn.example",
    "provider: one content network by what it adds": "both come through Cloudflare",
    "providers-apart: one content network": "both come through Cloudflare",
    "certificate: for both": "it is for kettle.example",
    "certificate: the main one is for both": "kettle.example shows one that is for status.",
    "certificate-days: expired": "has expired",
    "certificate-days: soon": "4 days are left",
    "certificate-days: for another name": "is not for kettle-mirror.example",
    "certificate-days: of an authority nobody knows": "is not trusted",
    "hsts: covers it": "kettle.example says max-age",
    "redirects: to the main service": "leads to https://kettle.example/status, of the main service",
    "redirects: without TLS to the main service": "http://status.kettle-status.example/ leads to https://kettle.example/",
    "redirects: to who is not checked": "https://cdn.example/, which is not in status.yml",
    "resources: a picture of the main service": "loads https://kettle.example/logo.svg",
    "resources: in a stylesheet": "loads https://fonts.example/x",
    "resources: in a page that is linked": "more.html loads https://cdn.example/x.js",
    "resources: in a header": "loads https://kettle.example/f.woff2",
    "two-hosts: one only": "only status.kettle-status.example",
    "domains-apart: one domain": "both are in kettle-status.example",
    "name-servers-apart: the same one": "ns1.north.example answers for both",
    "addresses-apart: the same machine": "both are in 198.51.100.0/24",
    "posting: through the main domain": "git.kettle.example: kettle.example is the domain",
    "posting: through a machine of the main service": "192.0.2.10: 192.0.2.10: the main service",
    "posting: to storage at the main service": "s3.kettle-mirror.example: 192.0.2.10",
}
"""What is said then."""


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return authority(tmp_path_factory.mktemp("certificates"))


def test_independent_hosts_pass_every_check(tmp_path: Path, certificates: Authority) -> None:
    code, printed, said = asked(WELL, tmp_path, certificates)
    assert code == 0, printed + said
    assert {line.split(": ")[1] for line in printed.splitlines()} == {check.name for check in CHECKS}
    assert {line.split(": ")[0] for line in printed.splitlines()} == {"pass"}


@pytest.mark.parametrize("name", CASES)
def test_what_is_shared_is_found(name: str, tmp_path: Path, certificates: Authority) -> None:
    code, printed, said = asked(CASES[name], tmp_path, certificates, "--json")
    assert code == 1, printed + said
    answer = json.loads(printed)
    assert answer["outcome"] == "fail"
    failed = {each["check"]: each["why"] for each in answer["findings"] if each["outcome"] == "fail"}
    assert SAYS[name] in failed.get(name.partition(":")[0], ""), printed


def test_every_check_has_a_case_in_which_it_fails() -> None:
    assert {name.partition(":")[0] for name in CASES} == {check.name for check in CHECKS}


def test_what_cannot_be_seen_is_no_verdict(tmp_path: Path, certificates: Authority) -> None:
    code, printed, said = asked(WELL.showing(ONE, more="return 503;"), tmp_path, certificates)
    assert code == 2, printed + said
    (unseen,) = (line for line in printed.splitlines() if not line.startswith("pass: "))
    assert unseen == f"could not be checked: resources: {ONE}: https://{ONE}/ answers 503"


def test_an_alias_is_seen_while_the_main_service_is_dead(tmp_path: Path, certificates: Authority) -> None:
    aliased = WELL.zone(A_DNS, hosts={}, aliases={ONE: f"www.{SERVICE}"})
    code, printed, said = asked(replace(aliased, dead=("main",)), tmp_path, certificates, "--json")
    assert code == 1, printed + said
    found = json.loads(printed)["findings"]
    assert [each["check"] for each in found if each["outcome"] == "fail"] == ["alias", "posting"]
    passed = {each["check"] for each in found if each["outcome"] == "pass" and each["of"] == ONE}
    assert passed == {"domain", "hsts"}
