"""Lists of pages as bits: gaps Rice-coded (Rice & Plaunt 1971), each followed by a level.

Gaps between pages that a word is on are spread as if by chance, which is what Golomb codes are best for
(Gallager & van Voorhis 1975); Rice's are those whose divisor is a power of two. The divisor follows from how
many pages there are and how many have the word, so that it need not be stored. A word on one page gets the
page's number as it is.

Seven words of ten stand once in the text of a page, and all such words of a page have one level, because
its fields' lengths decide it: the page's usual level (see `reading.usual`). So the level of a word is written
as its distance from that: a bit says none, two say an octave more (it stands there twice), six say one of the
eight distances that follow (three times and more), nine say any. What a word was found to tell (see
`telling`) moves all of its levels, so a word may have a distance of its own, which counts from there (`own`).
Pages are numbered by their usual levels, so that a client has them all for a hundred bytes. That takes 2.5
bits in place of six (10,000 pages without phrases), where what a list says of its own levels would still need
4.1 (50,000 pages). Pairs stand in titles, whose levels have nothing to do with that: theirs have six bits.
"""

from __future__ import annotations

import zlib
from operator import sub
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEVEL_BITS: Final = 6
OCTAVE: Final = 5
"""Levels: twice as often."""
SEVERAL: Final = range(7, 15)
"""Levels: three to six times as often, and a little to both sides."""
_LEVEL: Final = (1 << LEVEL_BITS) - 1
_BYTE: Final = 8
_MOST: Final = 1 << 16
"""Of codes that are remembered for each divisor."""


def shift(pages_with: int, pages: int) -> int:
    """log2 of the divisor: of ln 2 (about 11/16) times the mean gap, rounded down."""
    return max(1, pages * 11 // (pages_with * 16)).bit_length() - 1


def own(postings: Sequence[int], usual: bytes) -> int:
    """How far, modulo 64, most levels of a word are from the usual ones; 0 where to say so saves no byte."""
    distances = bytes([each - usual[each >> LEVEL_BITS] & _LEVEL for each in postings])
    most = max(sorted(set(distances)), key=distances.count)
    saved = sum(distances.translate(_COSTS[0])) - sum(distances.translate(_COSTS[most]))
    return most if saved > _BYTE else 0


def bits_of(postings: Sequence[int], pages: int, usual: bytes = b"", own: int = 0) -> str:
    """A list (`page << 6 | level`, in order of pages) as a text of 0 and 1.

    `usual`: of each page, the level that levels are told apart from, with `own` added; none: six bits each.
    """
    codes_of = _CODES if usual else _PLAIN
    if usual:
        postings = [each & ~_LEVEL | each - usual[each >> LEVEL_BITS] - own & _LEVEL for each in postings]
    code_of = codes_of[shift(len(postings), pages)]
    if len(postings) == 1:
        return code_of[postings[0] + 1]
    after = [each | _LEVEL for each in postings]  # one less than the next page without a level
    codes = map(code_of.__getitem__, map(sub, postings[1:], after))
    return code_of[postings[0] + 1] + "".join(codes)


def _plain(level: int) -> str:
    return format(level, f"0{LEVEL_BITS}b")


def _told_apart(distance: int) -> str:
    if distance in SEVERAL:
        return f"110{distance - SEVERAL.start:03b}"
    return {0: "0", OCTAVE: "10"}.get(distance, f"111{_plain(distance)}")


def _costs(own: int) -> bytes:
    """Bits of each distance; a table for `bytes.translate`."""
    return bytes(len(_told_apart(distance - own & _LEVEL)) for distance in range(256))


_COSTS: Final = tuple(map(_costs, range(_LEVEL + 1)))


class _Codes(dict[int, str]):
    """For one divisor, the bits of a gap and a level by `(gap << 6 | level) + 1`.

    Rice's code: the quotient in ones, a zero, the rest in binary.
    """

    def __init__(self, by: int, level: Callable[[int], str]) -> None:
        self._by = by
        self._level = level

    def __missing__(self, key: int) -> str:
        by = self._by
        gap, level = divmod(key - 1, 1 << LEVEL_BITS)
        rest = format(gap & ((1 << by) - 1), f"0{by}b") if by else ""
        code = "1" * (gap >> by) + "0" + rest + self._level(level)
        if len(self) < _MOST:
            self[key] = code
        return code


_CODES: Final = tuple(_Codes(by, _told_apart) for by in range(32))
_PLAIN: Final = tuple(_Codes(by, _plain) for by in range(32))


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
    return bytes(numbers) if max(numbers, default=0) <= 0x7F else b"".join(map(varint, numbers))


def deflate(*blocks: bytes, after: bytes = b"") -> bytes:
    """RFC 1951, without a wrapping: what browsers read as "deflate-raw".

    `after`: a text that whoever unfolds it has before it already, so that it need not be said again.
    """
    packer = (
        zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zdict=after)
        if after
        else zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    )
    parts = []
    for number, block in enumerate(blocks, 1):
        parts.append(packer.compress(block))
        parts.append(packer.flush(zlib.Z_BLOCK if number < len(blocks) else zlib.Z_FINISH))
    return b"".join(parts)
