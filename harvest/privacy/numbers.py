"""Numbers that prove what they are: network addresses, hardware addresses, IBANs, cards."""

from __future__ import annotations

import ipaddress
import re
from itertools import combinations
from typing import TYPE_CHECKING, Final

from harvest.privacy.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.privacy.kinds import Policy
    from harvest.privacy.reading import Reading

_V4: Final = re.compile(r"\d(?<![\w.].)(?<!\d-.)\d{0,2}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w\-]|\.\d)")
_V6: Final = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![\w:])", re.IGNORECASE)
_VERSION_CUE: Final = re.compile(
    r"(?:\bv|\bver|version|release|build|firmware|driver|bios|update|upgraded? to|patch|revision"
    r"|rev)\w{0,3}"
    r"[\s:=.(#\-]{0,3}(?:is |was |to |number |no\. )?\Z"
)
_ADDRESS_CUE: Final = re.compile(
    r"\b(?:ip(?:v4|v6)?|address|ping|host|server|client|from|remote|gateway|dns|ip4)\b"
)
_CUE_LENGTH: Final = 24
_VERSION_LIKE: Final = 32
_RESOLVERS: Final = words(
    "1.1.1.1 1.0.0.1 8.8.8.8 8.8.4.4 9.9.9.9 149.112.112.112 208.67.222.222 208.67.220.220 "
    "94.140.14.14 2606:4700:4700::1111 2606:4700:4700::1001 2001:4860:4860::8888 "
    "2001:4860:4860::8844 2620:fe::fe"
)
_MAC: Final = re.compile(
    r"(?<![\w:\-])[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){5})(?![\w:\-])", re.IGNORECASE
)
_IBAN: Final = re.compile(r"[A-Z](?<!\w.)[A-Z]\d{2}(?: ?[A-Z0-9]){11,30}+(?!\w)")
_SSN: Final = re.compile(r"\d(?<![\w\-.].)\d\d-\d{2}-\d{4}(?![\w\-])")
_CARD: Final = re.compile(r"\d(?<![\w.\-].)(?:(?:[ \-]|\.(?! )){0,2}\d){12,18}+(?![\w\-]|\.\d)")
_GROUP: Final = re.compile(r"\d+")
_ISSUERS: Final = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})"
    r"|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}"
    r"|(?:6011|65\d\d|64[4-9]\d|62\d\d)\d{12,15}"
    r"|(?:50|5[6-8]|6[379])\d{11,17}"
)


_EXAMPLES: Final = tuple(
    ipaddress.ip_network(net)
    for net in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)
"""Reserved for examples, where they stand for an address out on the internet: a reader cannot tell."""


def is_personal_ip(host: str) -> bool:
    """Whether `host` is an address out on the internet that may be somebody's own."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    if any(address.version == net.version and address in net for net in _EXAMPLES):
        return True
    return address.is_global and not address.is_multicast and str(address) not in _RESOLVERS


def ip_addresses(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """Addresses on the internet. Private and local ranges stay, as do public resolvers.

    `192.168.1.1` is part of many answers and identifies nobody. False alarm: a version number with four
    parts is lost from an answer, so a word like "version" before it, or four small parts, let it through.
    Miss: somebody's line at home.
    """
    if not reading.has_digit:
        return
    low = reading.low
    for found in _V4.finditer(low) if low.count(".") >= 3 else ():
        address = ".".join(str(int(part)) for part in found.group().split("."))
        before = low[max(0, found.start() - _CUE_LENGTH) : found.start()]
        small = all(int(part) < _VERSION_LIKE for part in found.group().split("."))
        version = _VERSION_CUE.search(before) or (small and not _ADDRESS_CUE.search(before))
        if is_personal_ip(address) and not version:
            yield found.span()
    if "::" in low or low.count(":") >= 7:
        for found in _V6.finditer(low):
            groups = [group for group in found.group().split(":") if group]
            if len(groups) > 2 and is_personal_ip(found.group()):
                yield found.span()


def hardware(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """Hardware addresses of network cards (`00:1b:44:11:3a:b7`). Nothing else has the shape."""
    if reading.has_digit and (reading.text.count(":") >= 5 or reading.text.count("-") >= 5):
        yield from (found.span() for found in _MAC.finditer(reading.text))


def bank_accounts(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """IBANs by their own checksum (ISO 13616), and numbers in the shape of US social security numbers."""
    if not reading.has_digit:
        return
    for found in _IBAN.finditer(reading.text):
        packed = found.group().replace(" ", "")
        # The words after it may have been read along: the longest piece whose checksum is right counts.
        for length in range(min(34, len(packed)), 14, -1):
            if _mod97(packed[:length]) == 1:
                yield found.start(), _nth(reading.text, found.start(), length)
                break
    yield from (found.span() for found in _SSN.finditer(reading.text))


def _mod97(iban: str) -> int:
    """The check of ISO 7064 MOD 97-10."""
    return int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97


def _nth(text: str, start: int, length: int) -> int:
    """Where `length` characters other than spaces, counted from `start`, end."""
    while length:
        length -= text[start] != " "
        start += 1
    return start


def cards(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """Payment cards: 13 to 19 digits of a known issuer whose check digit (ISO/IEC 7812-1, Luhn) is right.

    False alarm: about one long number in sixty that is something else; nobody needs those in an answer.
    Miss: a mistyped card number, which still falls to a cue word ("card number …").
    """
    if not reading.has_digit:
        return
    for found in _CARD.finditer(reading.text):
        groups = list(_GROUP.finditer(found.group()))
        # A number before it ("2 4111 …") may have been read along: any whole groups may be the card.
        for first, last in combinations(range(len(groups) + 1), 2):
            digits = "".join(group.group() for group in groups[first:last])
            if _ISSUERS.fullmatch(digits) and _luhn(digits):
                yield found.start() + groups[first].start(), found.start() + groups[last - 1].end()
                break


def _luhn(digits: str) -> bool:
    """Whether the check digit is right."""
    total = 0
    for i, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + i % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0
