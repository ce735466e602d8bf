"""What customers get from every target now: the checks, one function each, and what each has found.

Outcomes: pass; warn (works, and somebody should look); fail; unknown (could not be checked). Only what all
targets pass, or are warned about, is good.
"""

from __future__ import annotations

import re
import socket
import ssl
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from harvest.status.publishing import keys, manifest
from harvest.status.publishing.fetching import Answer, Compared, Unserved, address, compare, get
from harvest.status.publishing.fetching import manifest as fetched
from harvest.status.publishing.serving import MOST_SECONDS
from harvest.status.times import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import httpx
    import minisign

    from harvest.status.model import Target
    from harvest.status.publishing.manifest import Manifest

DAYS: Final = 14
"""A certificate that is valid for fewer days is warned about."""
AHEAD: Final = timedelta(minutes=2)
"""Clocks may differ by this much."""
TRIES: Final = 3
"""Somebody may publish while we look."""
MOST_PAGE: Final = 5_000_000
_POLICY: Final = re.compile(rb"<meta[^>]+http-equiv=[\"']?content-security-policy[^>]*", re.IGNORECASE)
_DIGEST: Final = re.compile(r"\bsha256-[A-Za-z0-9+/]+=*")
_RULES: Final = re.compile(r"\b(?:default|style|script)-src\b")
_OURS: Final = frozenset({"folder", "rsync"})
"""Kinds whose server is set up by those who publish: they can send any header."""
CHECKS: Final = (
    "reached",
    "signature",
    "fresh",
    "same build",
    "files",
    "types",
    "policy",
    "nosniff",
    "caching",
    "certificate",
)


class Outcome(StrEnum):
    """Of one check."""

    PASS = "pass"  # noqa: S105 — no password
    WARN = "warn"
    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check has found at one target."""

    target: str
    check: str
    """One of CHECKS."""
    outcome: Outcome
    why: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What one target serves."""

    target: Target
    failed: str = ""
    """Why nothing could be seen; "" where it could."""
    manifest: Manifest | None = None
    text: bytes = b""
    """Of the manifest."""
    signature: bytes | None = None
    page: Answer | None = None
    """The first page."""
    compared: Compared | None = None


def look(target: Target, asking: httpx.Client) -> Seen:
    """Everything that has to be asked for, but the certificate."""
    if not target.url:
        return Seen(target, failed="status.yml names no address (`url:`) to ask")
    seen = Seen(target, failed="is published all the time: nothing could be compared")
    for _ in range(TRIES):
        try:
            found, text = fetched(asking, target.url)
            page = get(asking, address(target.url, "index.html"), MOST_PAGE)
        except Unserved as error:
            return Seen(target, failed=str(error))
        try:
            signature = get(asking, address(target.url, manifest.SIGNATURE), keys.MOST).body
        except Unserved:
            signature = None
        compared = compare(asking, target.url, found.files)
        try:
            again, _ = fetched(asking, target.url)
        except Unserved as error:
            return Seen(target, failed=str(error))
        if again.build == found.build:
            return Seen(target, "", found, text, signature, page, compared)
    return seen


def findings(
    seen: Iterable[Seen], now: datetime, key: minisign.PublicKey | None, days: Callable[[str], float]
) -> Iterator[Finding]:
    """All checks of all targets; of one without an address, that there is nothing to ask.

    `days`: how long the certificate of an address is valid; raises OSError.
    """
    every = tuple(seen)
    newest = max((each.manifest.build for each in every if each.manifest and _trusted(each, key)), default="")
    for each in every:
        if not each.target.url:
            yield Finding(each.target.name, "reached", Outcome.UNKNOWN, each.failed)
            continue
        for check in _checks(each, now, key, newest):
            yield replace(check, target=each.target.name)
        yield replace(_certificate(each, days), target=each.target.name)


def _trusted(seen: Seen, key: minisign.PublicKey | None) -> bool:
    """A mirror that invents a build must not make the others look old."""
    return key is None or _signature(seen, key).outcome is Outcome.PASS


def _checks(seen: Seen, now: datetime, key: minisign.PublicKey | None, newest: str) -> Iterator[Finding]:
    found, page, compared = seen.manifest, seen.page, seen.compared
    if found is None or page is None or compared is None:
        yield Finding("", "reached", Outcome.FAIL, seen.failed)
        for check in CHECKS[1:-1]:
            yield Finding("", check, Outcome.UNKNOWN, "nothing was reached")
        return
    yield Finding("", "reached", Outcome.PASS, f"build {found.build}")
    yield _signature(seen, key)
    yield _fresh(found, now)
    same = found.build == newest
    why = "the newest that is served" if same else f"{newest or 'nothing'} is the newest that can be trusted"
    yield Finding("", "same build", Outcome.PASS if same else Outcome.FAIL, why)
    yield _files(found, compared)
    yield _mendable(seen, "types", next(iter(compared.mistyped), ""))
    yield _policy(page)
    sniffs = (
        "" if page.headers.get("x-content-type-options", "").strip().lower() == "nosniff" else "is not sent"
    )
    yield _mendable(seen, "nosniff", sniffs)
    yield _mendable(seen, "caching", _kept_too_long(page))


def _mendable(seen: Seen, check: str, problem: str) -> Finding:
    """A header that some hosts do not let anybody set: there, it is warned about."""
    worst = Outcome.FAIL if seen.target.kind in _OURS else Outcome.WARN
    return Finding("", check, worst if problem else Outcome.PASS, problem)


def _signature(seen: Seen, key: minisign.PublicKey | None) -> Finding:
    if key is None:
        return Finding(
            "", "signature", Outcome.WARN, "status.yml names no `key:`: anybody could have made this"
        )
    if seen.signature is None:
        return Finding("", "signature", Outcome.FAIL, f"there is no {manifest.SIGNATURE}")
    why = keys.wrong(seen.text, seen.signature, key)
    return Finding("", "signature", Outcome.FAIL if why else Outcome.PASS, why)


def _fresh(found: Manifest, now: datetime) -> Finding:
    if found.generated_at > now + AHEAD:
        why = f"made at {said(found.generated_at)}, which is yet to come: a clock is wrong"
        return Finding("", "fresh", Outcome.FAIL, why)
    stale = found.valid_until < now
    why = f"valid until {said(found.valid_until)}"
    return Finding("", "fresh", Outcome.FAIL if stale else Outcome.PASS, why)


def _files(found: Manifest, compared: Compared) -> Finding:
    if compared.wrong:
        more = f" (and {len(compared.wrong) - 1} more)" if len(compared.wrong) > 1 else ""
        return Finding("", "files", Outcome.FAIL, compared.wrong[0] + more)
    if compared.left:
        why = f"{compared.left:,} of {len(found.files):,} were too many to compare"
        return Finding("", "files", Outcome.UNKNOWN, why)
    return Finding("", "files", Outcome.PASS, f"{len(found.files):,} as published")


def _policy(page: Answer) -> Finding:
    """In a header, or in the page itself, which every host can serve; in both, the page must stand both."""
    sent = page.headers.get("content-security-policy", "")
    own = _POLICY.search(page.body)
    if not sent and not own:
        return Finding("", "policy", Outcome.FAIL, "the first page has no Content-Security-Policy")
    needed = set(_DIGEST.findall(own[0].decode("utf-8", "replace"))) if own else set()
    if _RULES.search(sent) and "'unsafe-inline'" not in sent and needed - set(_DIGEST.findall(sent)):
        why = "the server's policy blocks the page's own style or script: it is of another version"
        todo = "write its settings again with `harvest status server-config`"
        return Finding("", "policy", Outcome.FAIL, f"{why} ({todo})")
    return Finding("", "policy", Outcome.PASS, "")


def _kept_too_long(page: Answer) -> str:
    """Why a copy may hide a new post; "" where it may not."""
    header = page.headers.get("cache-control", "").lower()
    if re.search(r"\bno-(?:cache|store)\b", header):
        return ""
    ages = [int(age) for age in re.findall(r"\b(?:s-)?max-?age\s*=\s*\"?([0-9]{1,9})", header)]
    if not ages:
        return "no Cache-Control: copies may count for as long as anybody likes"
    return "" if max(ages) <= MOST_SECONDS else f"copies count for {max(ages)} s, more than {MOST_SECONDS}"


def _certificate(seen: Seen, days: Callable[[str], float]) -> Finding:
    if not seen.target.url.startswith("https://"):
        return Finding("", "certificate", Outcome.UNKNOWN, "there is no https address")
    try:
        left = days(seen.target.url)
    except ssl.SSLError as error:
        why = getattr(error, "verify_message", "") or error.reason or "the handshake failed"
        return Finding("", "certificate", Outcome.FAIL, str(why))
    except OSError as error:
        return Finding("", "certificate", Outcome.UNKNOWN, f"could not be reached: {error}")
    outcome = Outcome.WARN if left < DAYS else Outcome.PASS
    return Finding("", "certificate", outcome, f"{int(left)} days left")


def days_left(url: str, now: datetime, seconds: float, context: ssl.SSLContext) -> float:
    """How long its certificate is valid. Raises ssl.SSLError where it is not, OSError where none is shown."""
    at = urlsplit(url)
    host = at.hostname or ""
    with (
        socket.create_connection((host, at.port or 443), timeout=seconds) as raw,
        context.wrap_socket(raw, server_hostname=host) as wrapped,
    ):
        shown = wrapped.getpeercert() or {}
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
    return (until - now) / timedelta(days=1)
