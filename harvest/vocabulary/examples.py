"""A sentence for a phrase: short, masked, from the side that it is typical of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harvest.vocabulary.counts import CUSTOMERS, READ, runs
from harvest.vocabulary.words import sentences

if TYPE_CHECKING:
    from collections.abc import Callable

    from harvest.model import Thread

LENGTH: Final = 60
"""The best example has about so many characters."""
LONGEST: Final = 90
"""A longer one is cut."""


def example(thread: Thread, phrase: str, mask: Callable[[str], str], *, customers: bool) -> str:
    """The sentence of that side with `phrase` whose length is best; "" where nobody of it says so."""
    found = [
        sentence
        for turn in thread.turns
        if (turn.role in CUSTOMERS) == customers
        for text in (turn.text, *(post.title for post in turn.posts))
        for sentence in sentences(mask(text[:READ]))
        if any(f" {phrase} " in f" {' '.join(run)} " for run in runs(sentence))
    ]
    best = min(found, key=lambda sentence: (abs(len(sentence) - LENGTH), sentence), default="")
    return _around(best, phrase)


def _around(sentence: str, phrase: str) -> str:
    """The part of a long sentence that has the phrase in its middle, in whole words."""
    text = " ".join(sentence.split())
    if len(text) <= LONGEST:
        return text
    at = max(0, text.casefold().replace("’", "'").find(phrase))
    start = max(0, at - (LONGEST - len(phrase)) // 2)
    end = start + LONGEST
    before = "… " if start else ""
    after = " …" if end < len(text) else ""
    piece = text[start:end]
    if before:
        piece = piece.partition(" ")[2]
    if after:
        piece = piece.rpartition(" ")[0]
    return f"{before}{piece}{after}"
