"""`verify`: every fault of a mirror is found, on a real nginx."""

from __future__ import annotations

import ssl
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from harvest.status.publishing import fetching, keys, manifest
from harvest.status.publishing.folder import publish
from harvest.status.publishing.verify import CHECKS, Outcome, days_left, findings, look
from tests.site.webserver import nginx
from tests.status.publishing.making import build, job, target
from tests.status.publishing.servers import free_port, silent, tls
from tests.status.site import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import minisign

    from harvest.status.model import Target

GOOD = 'add_header X-Content-Type-Options nosniff always; add_header Cache-Control "max-age=2" always;\n'
SOON = NOON + timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Mirrors:
    """Two mirrors of one site, signed."""

    folder: Path
    key: minisign.PublicKey
    targets: tuple[Target, Target]

    def put(self, name: str, number: int, *, signed: bool = True) -> None:
        secret, public = self.folder / "s.key", self.folder / "s.pub"
        sign = (
            (lambda text, found: keys.signed(text, found, public, {keys.SECRET: str(secret)}))
            if signed
            else None
        )
        made = job(build(number, sign), self.folder, force=True)
        publish(target("folder", str(self.folder / name)), made)

    def found(self, now: datetime = SOON, days: float = 90) -> dict[str, tuple[Outcome, str]]:
        """By `target: check`, without what is as it should be."""
        with fetching.client(2) as asking:
            every = list(
                findings([look(each, asking) for each in self.targets], now, self.key, lambda _: days)
            )
        assert [each.check for each in every] == [*CHECKS, *CHECKS]
        return {
            f"{each.target}: {each.check}": (each.outcome, each.why)
            for each in every
            if each.outcome is not Outcome.PASS and each.check != "certificate"
        }


@contextmanager
def mirrors(folder: Path, headers: str = GOOD, kind: str = "folder") -> Iterator[Mirrors]:
    keys.generate(folder / "s.key", folder / "s.pub", "")
    (folder / "headers").write_text(headers)
    with ExitStack() as stack:
        targets = []
        for name in ("a", "b"):
            server = stack.enter_context(nginx(folder / name, folder / "headers", folder / f"nginx-{name}"))
            made = target(kind, str(folder / name), server.address)
            targets.append(type(made)(name=name, kind=kind, to=made.to, url=server.address))
        both = Mirrors(folder, keys.public_key(folder / "s.pub"), (targets[0], targets[1]))
        both.put("a", 1)
        both.put("b", 1)
        yield both


def test_what_is_as_published_passes_everything(tmp_path: Path) -> None:
    with mirrors(tmp_path) as both:
        assert both.found() == {}


def test_every_fault_of_one_mirror_is_found(tmp_path: Path) -> None:
    """And only there."""
    with mirrors(tmp_path) as both:
        page = (tmp_path / "b" / "incidents" / "1.html").resolve()
        page.write_bytes(page.read_bytes().replace(b"build 0001", b"build 0666"))
        found = both.found()
        assert list(found) == ["b: files"]
        assert found["b: files"] == (Outcome.FAIL, "incidents/1.html: is not what was published")

        both.put("b", 1)
        (tmp_path / "b" / "same.svg").unlink()
        assert both.found() == {"b: files": (Outcome.FAIL, "same.svg: answers 404")}

        both.put("b", 1)
        (tmp_path / "b" / "same.svg").write_bytes(b"x" * 5_000_000)  # not read to its end
        assert both.found() == {"b: files": (Outcome.FAIL, "same.svg: is bigger than it was published")}

        both.put("b", 1)
        forged = (tmp_path / "b" / manifest.NAME).resolve()
        forged.write_bytes(forged.read_bytes().replace(b'"valid_until": "2026', b'"valid_until": "2027'))
        found = both.found()
        assert list(found) == ["b: signature"]
        assert "verification failed" in found["b: signature"][1]

        both.put("b", 1, signed=False)
        assert both.found() == {"b: signature": (Outcome.FAIL, "there is no manifest.json.minisig")}

        keys.generate(tmp_path / "o.key", tmp_path / "o.pub", "")
        sign = {keys.SECRET: str(tmp_path / "o.key")}
        others = build(1, lambda text, made: keys.signed(text, made, tmp_path / "o.pub", sign))
        publish(target("folder", str(tmp_path / "b")), job(others, tmp_path))
        assert list(both.found()) == ["b: signature"]

        both.put("b", 1)
        (tmp_path / "b" / manifest.NAME).write_bytes(b"<html>Welcome")
        assert both.found()["b: reached"] == (Outcome.FAIL, "manifest.json is no JSON")


def test_an_old_version_that_is_shown_again_is_found(tmp_path: Path) -> None:
    """Its signature is good: what tells is that others are newer, and in the end that it has expired."""
    with mirrors(tmp_path) as both:
        both.put("a", 5)
        found = both.found()
        assert list(found) == ["b: same build"]
        assert build(5).manifest.build in found["b: same build"][1]
        late = both.found(NOON + timedelta(minutes=63))
        assert late["b: fresh"] == (Outcome.FAIL, "valid until 2026-03-01 13:01 UTC")
        assert "a: fresh" not in late
        early = both.found(NOON - timedelta(hours=1))
        assert "a clock is wrong" in early["a: fresh"][1]


def test_a_build_that_was_invented_makes_no_other_look_old(tmp_path: Path) -> None:
    with mirrors(tmp_path) as both:
        both.put("b", 9, signed=False)
        assert sorted(both.found()) == ["b: same build", "b: signature"]


@pytest.mark.parametrize("kind", ["folder", "git"])
def test_headers_that_are_missing_are_named(tmp_path: Path, kind: str) -> None:
    """Where nobody can set headers, they are warned about."""
    worst = Outcome.WARN if kind == "git" else Outcome.FAIL
    headers = (
        'add_header Cache-Control "max-age=600";\nlocation ~ json$ { default_type text/html; types {} }\n'
    )
    with mirrors(tmp_path, headers, kind) as both:
        assert both.found() == {
            f"{name}: {check}": (worst, why)
            for name in "ab"
            for check, why in (
                ("types", "api/v2/summary.json: text/html"),
                ("nosniff", "is not sent"),
                ("caching", "copies count for 600 s, more than 5"),
            )
        }


def test_a_page_without_a_policy_fails(tmp_path: Path) -> None:
    with mirrors(tmp_path) as both:
        page = (tmp_path / "a" / "index.html").resolve()
        page.write_bytes(b"<!doctype html>")
        assert both.found()["a: policy"][0] is Outcome.FAIL


@pytest.mark.parametrize(
    ("header", "good"),
    [
        ("default-src 'none'; style-src 'sha256-AAAA='; script-src 'sha256-BBBB='", True),
        ("frame-ancestors 'none'", True),
        ("default-src 'none'; style-src 'sha256-AAAA='; script-src 'sha256-OLD='", False),
        ("default-src 'none'", False),
    ],
)
def test_settings_of_an_older_harvest_that_block_its_own_pages_fail(
    tmp_path: Path, header: str, good: bool
) -> None:
    policy = "default-src 'none'; style-src 'sha256-AAAA='; script-src 'sha256-BBBB='"
    with mirrors(tmp_path, f'{GOOD}add_header Content-Security-Policy "{header}" always;\n') as both:
        page = (tmp_path / "a" / "index.html").resolve()
        page.write_text(f'<!doctype html><meta http-equiv="Content-Security-Policy" content="{policy}">')
        found = both.found().get("a: policy")
    if good:
        assert found is None
    else:
        assert found
        assert (found[0], "harvest status server-config" in found[1]) == (Outcome.FAIL, True)


def test_what_cannot_be_reached_is_not_called_good(tmp_path: Path) -> None:
    with silent() as port, fetching.client(0.5) as asking:
        targets = [
            target("folder", "x"),
            target("folder", "x", f"http://127.0.0.1:{free_port()}/"),
            target("folder", "x", f"http://127.0.0.1:{port}/"),
        ]
        seen = [look(each, asking) for each in targets]
    every = list(findings(seen, SOON, None, lambda _: 90))
    reached = [(each.outcome, each.why) for each in every if each.check == "reached"]
    assert reached[0] == (Outcome.UNKNOWN, "status.yml names no address (`url:`) to ask")
    assert (reached[1][0], "cannot be reached" in reached[1][1]) == (Outcome.FAIL, True)
    assert reached[2] == (Outcome.FAIL, "does not answer in time")
    assert {each.outcome for each in every if each.check != "reached"} == {Outcome.UNKNOWN}
    assert len(every) == 1 + 2 * len(CHECKS)  # where there is nothing to ask, it is said once


def test_certificates_are_looked_at(tmp_path: Path) -> None:
    """By a real handshake: how long it is valid, and that it is somebody's whom we trust."""
    (tmp_path / "site").mkdir()
    with tls(tmp_path / "tls", tmp_path / "site") as (url, authority):
        now = datetime.now(UTC)  # after the certificate was made, however busy the machine is
        trusting = ssl.create_default_context(cafile=str(authority))
        assert 29 < days_left(url, now, 5, trusting) <= 30
        with fetching.client(2) as asking:
            seen = [look(target("folder", "x", url), asking)]

        def outcome(context: ssl.SSLContext, at: datetime) -> tuple[Outcome, str]:
            every = findings(seen, now, None, lambda url: days_left(url, at, 5, context))
            return next((each.outcome, each.why) for each in every if each.check == "certificate")

        assert outcome(trusting, now)[0] is Outcome.PASS
        assert outcome(trusting, now + timedelta(days=20)) == (Outcome.WARN, "9 days left")
        strict = outcome(ssl.create_default_context(), now)
        assert (strict[0], "self-signed" in strict[1]) == (Outcome.FAIL, True)
    assert outcome(trusting, now)[0] is Outcome.UNKNOWN
