"""The dictionary and its postings as shards: what a query needs of a word lies in one small file.

Entries are sorted by a key of their own, in which what belongs to a word follows it directly: `word`,
`word!meant` (a slip of the pen), `word#` (said by another word), `word$before` and `word%after` (pairs). The
five signs come before all signs that words are made of, so that plain comparison of strings in JavaScript
(by UTF-16 units) is the order. A shard may begin with a word or within its pairs, nowhere else.

A shard, before it is deflated: how many entries; for each how much of the key before it begins with, how much
is new, and on how many pages it is; the new parts as one text; the postings as bits. The most frequent
entries have their postings in a file of their own, so that they are no burden to their neighbours.

A part of the word list has, in place of postings, how people write each word: a line of text for each, as
`difference` has it.

Tried and rejected: shards by hash of the word. No boundaries in the manifest, but no completion of half a
word without a second dictionary and one more round trip at every letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from harvest.search.analysis import ordered
from harvest.search.export.bits import bits_of, packed, varint, varints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

SHARD: Final = 1_500
"""Bytes of a shard before it is deflated, at least."""
OWN: Final = 1_500
"""Bytes of postings from which they have a file of their own."""
LEXICON: Final = 6_000
"""Bytes of a part of the word list, before it is deflated."""

_SIGNS: Final = (("=", "!"), ("~", "#"), ("<", "$"), (">", "%"))
_WITHIN: Final = re.compile("[!#]")
_PLAIN: Final = re.compile("[!#$%]")


class Entry(NamedTuple):
    """One line of the dictionary. (A tuple, because there are hundreds of thousands.)"""

    key: str
    pages_with: int
    bits: str
    """Its postings; empty where they are in a file of their own, and for slips, whose name says all."""
    size: int
    """Bytes in a shard, about."""
    written: str = ""
    """How people write the word; empty for what is no word."""


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
    own: tuple[str, ...] = ()
    """Keys whose postings have a file of their own, in the order of its number."""


def key_of(entry: str) -> str:
    """Under which an entry of the index stands in the dictionary."""
    for sign, other in _SIGNS:
        entry = entry.replace(sign, other)
    return entry


def shards(
    entries: Iterable[tuple[str, Sequence[int]]],
    pages: int,
    most: int,
    written: Mapping[str, str] | None = None,
) -> tuple[Shards, Shards]:
    """The dictionary, in `most` shards about at most, and the list of its words alone.

    `written`: how people write the words that they write otherwise.
    """
    lines = sorted(
        (_entry(key_of(entry), postings, pages) for entry, postings in entries),
        key=lambda line: ordered(line.key),
    )
    own = [line for line in lines if len(line.bits) // 8 > OWN]
    near = [_bare(line) if len(line.bits) // 8 > OWN else line for line in lines]
    dictionary = _shards("w", near, max(SHARD, sum(line.size for line in near) // most), _postings)
    postings = {f"f{number}": (packed(line.bits),) for number, line in enumerate(own)}
    forms = written or {}
    words = [
        _bare(line)._replace(written=forms.get(line.key, line.key))
        for line in lines
        if not _PLAIN.search(line.key)
    ]
    return (
        Shards(dictionary.firsts, {**dictionary.files, **postings}, tuple(line.key for line in own)),
        _shards("l", words, LEXICON, _forms),
    )


def _entry(key: str, postings: Sequence[int], pages: int) -> Entry:
    """A slip has no postings: its name says all."""
    many, bits = (0, "") if "!" in key else (len(postings), bits_of(postings, pages))
    return Entry(key, many, bits, _size(key, bits))


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
            if size >= target and not _WITHIN.search(lines[at].key):
                length = shared(lines[at - 1].key, lines[at].key)
                if length < shortest:
                    best, shortest = at, length
            size += lines[at].size
            if size > target * 3 // 2 and best < len(lines):
                break
        yield list(lines[start:best])
        start = best


def _shards(
    letter: str, lines: Sequence[Entry], target: int, more: Callable[[Sequence[Entry]], Blocks]
) -> Shards:
    """`more`: what stands in a file behind the keys."""
    firsts: list[str] = []
    files: dict[str, Blocks] = {}
    last = ""
    for number, part in enumerate(_parts(lines, target)):
        firsts.append(part[0].key[: shared(last, part[0].key) + 1])
        files[f"{letter}{number}"] = (*_keys(part), *more(part))
        last = part[-1].key
    return Shards(tuple(firsts), files)


def _postings(part: Sequence[Entry]) -> Blocks:
    return (packed("".join([line.bits for line in part])),)


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
