"""The dictionary and its postings as shards: what a query needs of a word lies in one small file.

Entries are sorted by a key of their own, in which what belongs to a word follows it directly: `word`,
`word!meant` (a slip of the pen), `word#` (said by another word), `word$before` and `word%after` (pairs). The
five signs come before all signs that words are made of, so that plain comparison of strings in JavaScript
(by UTF-16 units) is the order. A shard may begin anywhere but with a slip, which is looked for beside its
word.

A shard, before it is deflated: how many entries; for each how much of the key before it begins with, how much
is new, and on how many pages it is; the new parts as one text; for each its own distance (`bits.own`); the
postings as bits. A shard costs its bytes as often as something in it is wanted, and that much is made alike:
frequent words stand alone, thousands of rare ones together.

A part of the word list has, in place of postings, how people write each word: a line of text for each, as
`difference` has it.

Tried and rejected: what words are said by in shards of its own, in order or by hash. Three keywords need 1 kB
less of 25 then, or no less; whole sentences 10 to 17 kB more, because they ask for many of them. Shards by
hash of the word. No boundaries in the manifest, but no completion of half a
word without a second dictionary and one more round trip at every letter.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from harvest.search.analysis import ordered
from harvest.search.export.bits import bits_of, own, packed, varint, varints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

SHARD: Final = 1_500
"""Bytes of a shard before it is deflated, at least, on average."""
_HEAD: Final = 250
"""Bytes that a file costs beside what it is wanted for: its headers, and its first entries uncompressed."""
_SPAN: Final = 1.5
"""By how much a shard may cost more or less than the others, so that the manifest stays short."""
_SELDOM: Final = 0.3
"""How often what a word is said by is wanted beside the word itself: keywords do not ask for it."""
_TRIES: Final = 4
LEXICON: Final = 6_000
"""Bytes of a part of the word list, before it is deflated."""

_SIGNS: Final = (("=", "!"), ("~", "#"), ("<", "$"), (">", "%"))
_PAIR: Final = re.compile("[$%]")
_PLAIN: Final = re.compile("[!#$%]")


class Entry(NamedTuple):
    """One line of the dictionary. (A tuple, because there are hundreds of thousands.)"""

    key: str
    pages_with: int
    bits: str
    """Its postings; empty for slips, whose name says all."""
    size: int
    """Bytes in a shard, about."""
    own: int = 0
    """See `bits.own`."""
    written: str = ""
    """How people write the word; empty for what is no word."""

    @property
    def is_slip(self) -> bool:
        """Whether it must lie beside its word: nobody asks for it by its key."""
        return "!" in self.key


Blocks = tuple[bytes, ...]
"""A file before it is deflated, in parts of one kind each: a code of its own for each makes it 7 %
smaller."""


@dataclass(frozen=True, slots=True)
class Shards:
    """Files that are found by their first keys."""

    firsts: tuple[str, ...]
    """The shortest text that parts each from the one before; keys from it on are in the file."""
    files: Mapping[str, Blocks]
    """By name, not deflated."""


def key_of(entry: str) -> str:
    """Under which an entry of the index stands in the dictionary."""
    for sign, other in _SIGNS:
        entry = entry.replace(sign, other)
    return entry


def shards(
    entries: Iterable[tuple[str, Sequence[int]]],
    pages: int,
    most: int,
    usual: bytes,
    written: Mapping[str, str] | None = None,
) -> tuple[Shards, Shards]:
    """The dictionary, in `most` shards about at most, and the list of its words alone.

    `usual`: of each page, see `bits`. `written`: how people write the words that they write otherwise.
    """
    lines = sorted(
        (_entry(key_of(entry), postings, pages, usual) for entry, postings in entries),
        key=lambda line: ordered(line.key),
    )
    forms = written or {}
    words = [
        _bare(line)._replace(written=forms.get(line.key, line.key))
        for line in lines
        if not _PLAIN.search(line.key)
    ]
    many = min(most, sum(line.size for line in lines) // SHARD + 1)
    return _shards("w", _alike(lines, many), _postings), _shards("l", _parts(words, LEXICON), _forms)


def _entry(key: str, postings: Sequence[int], pages: int, usual: bytes) -> Entry:
    """A slip has no postings: its name says all."""
    if "!" in key:
        return Entry(key, 0, "", _size(key, ""))
    if _PAIR.search(key):
        bits = bits_of(postings, pages)
        return Entry(key, len(postings), bits, _size(key, bits))
    distance = own(postings, usual)
    bits = bits_of(postings, pages, usual, distance)
    return Entry(key, len(postings), bits, _size(key, bits), distance)


def _bare(line: Entry) -> Entry:
    """Without its postings."""
    return Entry(line.key, line.pages_with, "", _size(line.key, ""))


def _size(key: str, bits: str) -> int:
    return len(bits) // 8 + len(key) // 2 + 3


def _parts(lines: Sequence[Entry], target: int) -> Iterator[list[Entry]]:
    """Cut where the text that parts two neighbours is shortest: the manifest holds it."""
    start = 0
    while start < len(lines):
        size = 0
        best, shortest = len(lines), 1 << 30
        for at in range(start, len(lines)):
            if size >= target and not lines[at].is_slip:
                length = shared(lines[at - 1].key, lines[at].key)
                if length < shortest:
                    best, shortest = at, length
            size += lines[at].size
            if size > target * 3 // 2 and best < len(lines):
                break
        yield list(lines[start:best])
        start = best


def _alike(lines: Sequence[Entry], many: int) -> list[list[Entry]]:
    """About `many` parts at most that cost a query alike.

    What is wanted how often is taken to be the root of the pages that have it: between as often as anything
    else and as often as it stands in texts, which cost 1 to 3 % more.
    """
    wanted = [math.sqrt(line.pages_with) * (_SELDOM if line.key.endswith("#") else 1) for line in lines]
    most = sum(wanted) * (sum(line.size for line in lines) + _HEAD * many) / many**2
    cuts: list[int] = []
    for _ in range(_TRIES):
        cuts = list(_cuts(lines, wanted, most))
        most *= (len(cuts) / many) ** 2
    return [list(lines[start:end]) for start, end in pairwise((*cuts, len(lines)))]


def _cuts(lines: Sequence[Entry], wanted: Sequence[float], most: float) -> Iterator[int]:
    """Where parts begin, so that each costs about `most`; of such places, where the manifest needs least."""
    at = 0
    while at < len(lines):
        yield at
        often, size = wanted[at], _HEAD + lines[at].size
        best, shortest = 0, 1 << 30
        at += 1
        while at < len(lines) and often * size <= most * _SPAN:
            oftener, more = often + wanted[at], size + lines[at].size
            enough = often * size >= most / _SPAN or oftener * more > most * _SPAN
            if enough and not lines[at].is_slip:
                length = shared(lines[at - 1].key, lines[at].key)
                if length <= shortest:
                    best, shortest = at, length
            often, size = oftener, more
            at += 1
        if at < len(lines) and best:
            at = best
        while at < len(lines) and lines[at].is_slip:
            at += 1


def _shards(
    letter: str, parts: Iterable[Sequence[Entry]], more: Callable[[Sequence[Entry]], Blocks]
) -> Shards:
    """`more`: what stands in a file behind the keys."""
    firsts: list[str] = []
    files: dict[str, Blocks] = {}
    last = ""
    for number, part in enumerate(parts):
        firsts.append(part[0].key[: shared(last, part[0].key) + 1])
        files[f"{letter}{number}"] = (*_keys(part), *more(part))
        last = part[-1].key
    return Shards(tuple(firsts), files)


def _postings(part: Sequence[Entry]) -> Blocks:
    return bytes([line.own for line in part]), packed("".join([line.bits for line in part]))


def _forms(part: Sequence[Entry]) -> Blocks:
    text = "\n".join(difference(line.key, line.written) for line in part).encode()
    return varint(len(text)), text


def difference(word: str, form: str) -> str:
    """How a form differs from its stem: a sign for how much of the end goes, and what comes instead.

    "Ae" makes "picture" of "pictur", "By" "battery" of "batteri". Empty where they are the same.
    """
    if word == form:
        return ""
    kept = word[: shared(word, form)]
    return chr(ord("A") + units(word) - units(kept)) + form[len(kept) :]


def _keys(part: Sequence[Entry]) -> Blocks:
    keys = [line.key for line in part]
    same = [0, *map(shared, keys, keys[1:])]
    new = [key[many:] for key, many in zip(keys, same, strict=True)]
    text = "".join(new)
    if not text.isascii():  # all that is in a key is new once
        same = [units(key[:many]) for key, many in zip(keys, same, strict=True)]
    numbers = (
        varint(len(part)),
        varints(same),
        varints([units(each) for each in new]),
        varints([line.pages_with for line in part]),
        varint(len(text.encode())),
    )
    return b"".join(numbers), text.encode()


def shared(one: str, other: str) -> int:
    """With how many characters both begin."""
    at = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        at += 1
    return at


def units(text: str) -> int:
    """Its length in JavaScript."""
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)
