"""What is asked of the network: names, certificates, pages. Each once, within bounds of time and size.

Everything that does not come back as asked for is an UnseenError with the reason in one line.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Self, cast
from urllib.parse import urljoin

import dns.exception
import dns.message
import dns.name
import dns.rdatatype
import dns.resolver
import httpx

from harvest.status.independence.domains import is_address, is_public
from harvest.status.independence.model import UnseenError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_ALIASES: Final = 8
"""CNAMEs in a row; resolvers give up at about as many."""
MOST_REDIRECTS: Final = 5
MOST_BYTES: Final = 2_000_000
"""Of one page or stylesheet."""
SECONDS: Final = 5.0
"""For one answer."""
NO_CHECK_TIME: Final = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL: an expired certificate can still be read."""
EXPIRED: Final = 10
WRONG_NAME: Final = 62
"""X509_V_ERR_CERT_HAS_EXPIRED and X509_V_ERR_HOSTNAME_MISMATCH."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Names:
    """Where a name leads: the names on the way, itself first, and the addresses at the end."""

    chain: tuple[str, ...]
    addresses: tuple[str, ...]

    @property
    def networks(self) -> frozenset[Network]:
        """The /24 or /48 around each address: what is usually announced, routed and lost together."""
        return frozenset(
            ipaddress.ip_network(f"{each}/{24 if ':' not in each else 48}", strict=False)
            for each in self.addresses
        )


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a host shows of itself."""

    names: tuple[str, ...]
    """DNS names that it is for; with a `*` some."""
    ends: float
    """Seconds since 1970."""
    digest: str
    """SHA-256 of the whole certificate."""


@dataclass(frozen=True, slots=True)
class Page:
    """What came for an address, after redirects."""

    asked: str
    hops: tuple[str, ...]
    """The addresses that it was redirected to, in order."""
    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    text: str

    @property
    def url(self) -> str:
        """Where it came from in the end."""
        return self.hops[-1] if self.hops else self.asked


@dataclass
class Look:
    """Asks, and remembers what came; also that nothing came."""

    resolver: dns.resolver.Resolver
    client: httpx.Client
    """Does not follow redirects itself."""
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context
    """A new context for each handshake: whom to trust."""
    _known: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def names(self, host: str) -> Names:
        """Follow aliases to addresses. The UnseenError of one that has none knows the aliases."""
        if is_address(host):
            return Names((host,), (host,))
        return self._once(("names", host), lambda: self._names(host))  # type: ignore[no-any-return]

    def _names(self, host: str) -> Names:
        chain = [host]
        try:
            while len(chain) <= MOST_ALIASES and (alias := self._alias(chain[-1])):
                chain.append(alias)
            replies = [self._ask(chain[-1], kind) for kind in ("A", "AAAA")]
        except UnseenError as error:
            raise UnseenError(error.what, way=tuple(chain)) from None
        if len(chain) > MOST_ALIASES:
            raise UnseenError(f"{host} has more than {MOST_ALIASES} aliases in a row", way=tuple(chain))
        addresses = {rdata.to_text() for reply in replies for rdata in _records(reply, ("A", "AAAA"))}
        if not addresses:
            raise UnseenError(f"{chain[-1]} has no address", way=tuple(chain))
        return Names(tuple(chain), tuple(sorted(addresses)))

    def _alias(self, host: str) -> str:
        """Where a CNAME leads; "" where there is none. Asked by itself, its own zone answers for it alone."""
        found = _records(self._ask(host, "CNAME"), ("CNAME",))
        return str(found[0].target).rstrip(".").lower() if found else ""

    def zone(self, host: str) -> str:
        """The zone that a name is in: where its SOA is."""
        return self._once(("zone", host), lambda: self._zone(host))  # type: ignore[no-any-return]

    def _zone(self, host: str) -> str:
        labels = host.split(".")
        for start in range(len(labels)):
            name = ".".join(labels[start:])
            reply = self._ask(name, "SOA", missing_is_fine=True)
            for section in (reply.answer, reply.authority):
                for each in section:
                    owner = each.name.to_text(omit_final_dot=True).lower()
                    if each.rdtype == dns.rdatatype.SOA and f".{host}".endswith(f".{owner}"):
                        if is_public(owner):
                            raise UnseenError(f"nobody answers for {host} below {owner}")
                        return owner
        raise UnseenError(f"no zone is found for {host}")

    def name_servers(self, zone: str) -> tuple[str, ...]:
        """The names of those who answer for a zone."""
        reply = self._ask(zone, "NS")
        found = {str(each.target).rstrip(".").lower() for each in _records(reply, ("NS",))}
        if not found:
            raise UnseenError(f"{zone} names no name servers")
        return tuple(sorted(found))

    def _ask(self, name: str, kind: str, *, missing_is_fine: bool = False) -> dns.message.Message:
        key = ("dns", name, kind)
        return self._once(key, lambda: self._answer(name, kind, missing_is_fine))  # type: ignore[no-any-return]

    def _answer(self, name: str, kind: str, missing_is_fine: bool) -> dns.message.Message:
        try:
            return self.resolver.resolve(
                f"{name}.", kind, raise_on_no_answer=False, lifetime=SECONDS, search=False
            ).response
        except dns.resolver.NXDOMAIN as error:
            if missing_is_fine:
                return cast(dns.message.Message, cast(Any, error).response(dns.name.from_text(name)))
            raise UnseenError(f"there is no name {name}") from None
        except dns.resolver.NoNameservers:
            raise UnseenError(f"name servers refuse or fail to answer for {name}") from None
        except dns.exception.Timeout:
            raise UnseenError(f"no answer for {name} within {SECONDS:g} s") from None
        except dns.exception.DNSException as error:
            raise UnseenError(f"{name} cannot be asked for: {_line(error)}") from None

    def certificate(self, host: str, port: int) -> Certificate:
        """What a host shows; also one that has expired or is for another name."""
        return self._once(("certificate", host, port), lambda: self._certificate(host, port))  # type: ignore[no-any-return]

    def _certificate(self, host: str, port: int) -> Certificate:
        reading = self.tls()
        reading.check_hostname = False
        reading.verify_flags |= NO_CHECK_TIME
        try:
            with self._handshake(host, port, reading) as secure:
                seen = secure.getpeercert() or {}
                whole = secure.getpeercert(binary_form=True) or b""
        except ssl.SSLCertVerificationError as error:
            raise UnseenError(f"the certificate of {host} is not trusted: {error.verify_message}") from None
        pairs = cast(tuple[tuple[str, str], ...], seen.get("subjectAltName", ()))
        names = tuple(str(value).lower() for kind, value in pairs if kind == "DNS")
        ends = ssl.cert_time_to_seconds(str(seen["notAfter"]))
        return Certificate(names, ends, sha256(whole).hexdigest())

    def refused(self, host: str, port: int) -> str:
        """Why a browser would refuse the certificate; "" where it does not."""
        try:
            with self._handshake(host, port, self.tls()):
                return ""
        except ssl.SSLCertVerificationError as error:
            return {EXPIRED: "has expired", WRONG_NAME: f"is not for {host}"}.get(
                error.verify_code, f"is not trusted: {error.verify_message}"
            )

    def _handshake(self, host: str, port: int, tls: ssl.SSLContext) -> ssl.SSLSocket:
        try:
            address = self.names(host).addresses[0]
            plain = socket.create_connection((address, port), timeout=SECONDS)
            try:
                return tls.wrap_socket(plain, server_hostname=host)
            except BaseException:
                plain.close()
                raise
        except ssl.SSLCertVerificationError:
            raise
        except OSError as error:
            raise UnseenError(f"no TLS with {host}:{port}: {_line(error)}") from None

    def page(self, url: str) -> Page:
        """What comes for an address. Redirects are followed and noted, in an UnseenError as well."""
        return self._once(("page", url), lambda: self._page(url))  # type: ignore[no-any-return]

    def _page(self, url: str) -> Page:
        hops: list[str] = []
        while len(hops) <= MOST_REDIRECTS:
            at = hops[-1] if hops else url
            try:
                status, headers, body = self._get(at)
            except UnseenError as error:
                raise UnseenError(error.what, way=tuple(hops)) from None
            if status in {301, 302, 303, 307, 308} and "location" in headers:
                hops.append(_joined(at, headers["location"]))
                continue
            return Page(url, tuple(hops), status, headers, body.decode("utf-8", "replace"))
        raise UnseenError(f"{url} is redirected more than {MOST_REDIRECTS} times", way=tuple(hops))

    def _get(self, url: str) -> tuple[int, Mapping[str, str], bytes]:
        try:
            with self.client.stream("GET", url, headers={"accept": "*/*"}) as response:
                body = b""
                for piece in response.iter_bytes():
                    body += piece
                    if len(body) > MOST_BYTES:
                        raise UnseenError(f"{url} is longer than {MOST_BYTES} bytes")
                headers = {name.lower(): value for name, value in response.headers.items()}
                return response.status_code, headers, body
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise UnseenError(f"{url} cannot be fetched: {_line(error)}") from None

    def _once(self, key: tuple[Any, ...], ask: Any) -> Any:
        if key not in self._known:
            try:
                self._known[key] = ask()
            except UnseenError as error:
                self._known[key] = error
        known = self._known[key]
        if isinstance(known, UnseenError):
            raise known
        return known


def _joined(at: str, location: str) -> str:
    try:
        return urljoin(at, location)
    except ValueError:
        raise UnseenError(f"{at} leads to what is no address: {location[:100]!r}") from None


def _records(reply: dns.message.Message, kinds: tuple[str, ...]) -> list[Any]:
    wanted = {dns.rdatatype.from_text(kind) for kind in kinds}
    return [rdata for each in reply.answer if each.rdtype in wanted for rdata in each]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
