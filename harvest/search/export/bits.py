"""Lists of pages as bits: gaps Rice-coded (Rice & Plaunt 1971), each followed by six bits of level.

Gaps between pages that a word is on are spread as if by chance, which is what Golomb codes are best for
(Gallager & van Voorhis 1975); Rice's are those whose divisor is a power of two. The divisor follows from how
many pages there are and how many have the word, so that it need not be stored. A word on one page gets the
page's number as it is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LEVEL_BITS: Final = 6
_LEVELS: Final = tuple(format(level, f"0{LEVEL_BITS}b") for level in range(1 << LEVEL_BITS))


def shift(pages_with: int, pages: int) -> int:
    """log2 of the divisor: of ln 2 (about 11/16) times the mean gap, rounded down."""
    return max(1, pages * 11 // (pages_with * 16)).bit_length() - 1


def width(pages: int) -> int:
    """Bits of a page's number."""
    return max(1, (pages - 1).bit_length())


def bits_of(postings: Sequence[tuple[int, int]], pages: int) -> str:
    """(page, level) of a list, in order of pages, as a text of 0 and 1."""
    if len(postings) == 1:
        ((page, level),) = postings
        return format(page, f"0{width(pages)}b") + _LEVELS[level]
    by = shift(len(postings), pages)
    before = -1
    parts = []
    for page, level in postings:
        parts.append(_rice(page - before - 1, by))
        parts.append(_LEVELS[level])
        before = page
    return "".join(parts)


@lru_cache(maxsize=1 << 16)
def _rice(gap: int, by: int) -> str:
    """The quotient in ones, a zero, the rest in binary."""
    rest = format(gap & ((1 << by) - 1), f"0{by}b") if by else ""
    return "1" * (gap >> by) + "0" + rest


def packed(bits: str) -> bytes:
    """Eight to a byte, the first one highest; the last byte is filled up with zeros."""
    many = -(-len(bits) // 8)
    return int(bits.ljust(many * 8, "0"), 2).to_bytes(many, "big") if bits else b""


def varint(number: int) -> bytes:
    """Seven bits a byte, lowest first; the eighth says that more follow (LEB128)."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def varints(numbers: Sequence[int]) -> bytes:
    """One after the other."""
    return b"".join(map(varint, numbers))
