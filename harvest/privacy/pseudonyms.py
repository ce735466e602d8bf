"""Names for people who are not to be named."""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

_ALPHABET: Final = "abcdefghijkmnpqrstuvwxyz23456789"
"""32 signs, without l, o, 0 and 1, which readers take for one another."""
_LENGTH: Final = 8
"""40 bits: among 30,000 authors two share a name with a probability of about 1 in 2,400."""
_DOMAIN: Final = b"harvest pseudonym 1"


def pseudonym(secret: bytes, source: str, author_key: str) -> str:
    """A stable name such as `customer-k7f3q2hm` for an author of a source.

    Keyed (HMAC-SHA-256, RFC 2104): without `secret` nobody can try out handles until one fits, which a
    plain hash would allow. The parts are told apart by their lengths, so no two authors share an input.

    Raises ValueError where `secret` is empty.
    """
    if not secret:
        raise ValueError("a pseudonym needs a secret")
    parts = (_DOMAIN, source.encode(), author_key.encode("utf-8", "surrogatepass"))
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    number = int.from_bytes(hmac.digest(secret, message, hashlib.sha256)[:5], "big")
    return "customer-" + "".join(_ALPHABET[number >> 5 * i & 31] for i in range(_LENGTH))


def address_key(address: str) -> str:
    """The account key that stands for an e-mail address where a source has no other.

    Nobody can read the address in it. It is not keyed: who guesses an address can see that it is the one. So
    it is no pseudonym.
    """
    return hashlib.blake2b(
        address.strip().casefold().encode("utf-8", "surrogatepass"), digest_size=10
    ).hexdigest()
