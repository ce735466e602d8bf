"""Slips of the pen in what customers wrote: a rare word that is one mistake away from a frequent one.

Where many people write, their mistakes become words of the index ("thuderbird", on 31 of 10,000 pages), so
that who makes the same mistake would find those pages and no others. The build notes for such a word which
frequent one it may stand for, as an entry of its own beside it; a query then looks for both.

Policy. A rare word that is right ("tread") and taken for a slip ("thread") costs some order behind the
pages that have it: they still come first. Rejected: joining the two in the index, which is smaller and
loses the rare word.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from harvest.search.analysis import is_code
from harvest.search.postings import LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping

_OTHER: Final = re.compile(b"[<>~=]")
"""What is no word; see `analysis.is_word`."""
SHORTEST: Final = 5
"""Characters; shorter words are a mistake away from too many others."""
TIMES: Final = 20
"""So many times as many pages have the word that is meant."""


def slips(pages_with: Mapping[str, int]) -> dict[str, str]:
    """For each word that looks like a slip, the word it may stand for.

    Two words are a mistake apart where both lose one letter and become the same, or one becomes the other
    (Garbe's symmetric deletes): that misses two letters changed over only where they are the first.
    """
    fit = {word: n for word, n in pages_with.items() if len(word) >= SHORTEST and not is_code(word)}
    without: dict[str, list[str]] = defaultdict(list)
    for word, many in fit.items():
        if many >= TIMES:
            for short in (word, *_shortened(word)):
                without[short].append(word)
    found = {}
    for word, many in fit.items():
        near = {
            other
            for short in (word, *_shortened(word))
            for other in without.get(short, ())
            if fit[other] >= TIMES * many and other[0] == word[0] and _one_mistake(word, other)
        }
        if near:
            found[word] = max(near, key=lambda other: (fit[other], other))
    return found


def note_slips(lists: MutableMapping[bytes, array[int]]) -> None:
    """Add the entries for slips: with the pages of the word, at level 1."""
    words = {entry.decode(): len(pages) for entry, pages in lists.items() if not _OTHER.search(entry)}
    for word, meant in slips(words).items():
        lists[slip(word, meant).encode()] = array("I", (each & ~LEVEL | 1 for each in lists[word.encode()]))


def slip(word: str, meant: str) -> str:
    """The entry that says so; it stands beside the word in a sorted dictionary."""
    return f"{word}={meant}"


def _shortened(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))


def _one_mistake(one: str, other: str) -> bool:
    """A letter too many, too few, wrong, or two changed over. An ending more or less is none."""
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if at is None:
        return False
    rest, others = one[at:], other[at:]
    return (
        rest[1:] == others[1:]
        or rest[1:] == others
        or rest == others[1:]
        or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
    )
