"""Sentences and words, and which of them tell one question from another."""

from __future__ import annotations

import re
from typing import Final

READ_CHARACTERS: Final = 6000
"""What stands further down in a post is not read: nobody names the problem there."""
BROKEN_AT: Final = 40
"""A line of fewer characters is not broken because it is too long."""
LANGUAGE_READ: Final = 400
"""Characters that show the language."""
LANGUAGE_WORDS: Final = 8
"""Fewer words than this show none."""
ENGLISH_SHARE: Final = 0.15
"""So many of its words are common ones, at least."""
COMMON_WORDS: Final = frozenset(
    """
    a about after again all also always am an and another any anybody anyone anything are as ask at be
    because been before being but by came can can't cannot come could couldn't did didn't do does
    doesn't doing don't done else even ever every everything fix for from get gets getting go goes going
    good got had happen happened happening happens has have having he hello help her here hi him his how
    i i'd i'll i'm i've idea ideas if in into is isn't issue it it's its just keep know last let like
    look make many may maybe me might mine more most much must my need never new no nobody not nothing
    now of off ok on one only or other our out over own please problem question really right same say
    says see seem seems she should so some somebody someone something still such suggest suggestions
    sure take tell than thank thanks that that's the their them then there there's these they thing
    things think this those though time to too tried try trying up us use used using very want was
    wasn't way we well went were what what's when where which while who whole why will with without
    won't work worked working works would wouldn't yes yet you your
    """.split()  # noqa: SIM905 — easier to read and to mend than a wall of quotes
)
"""English words that no two questions can be told apart by."""
_TELL_NOTHING: Final = COMMON_WORDS | {word.replace("'", "’") for word in COMMON_WORDS}
"""The same, with either apostrophe."""


_LEADING_HANDLES = re.compile(r"^(?:\s*(?:[@#]\w+|‹handle›|‹name›)[,:]?)+\s*")
_TRAILING_TAGS = re.compile(r"(?:\s*#\w+)+\s*$")
_LINK = re.compile(r"https?://\S+")
_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=\S)|\n+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|mr|mrs|dr|st|nr)|\b(?-i:[A-HJ-Z]))\.$", re.IGNORECASE
)
"""What ends in a full stop and does not end a sentence: "e.g." and the initial in "John H. Smith"."""
WORD = re.compile(r"[^\W_]+(?:['’.:/-][^\W_]+)*")


def sentences(text: str) -> list[str]:
    """The sentences and lines of the first `READ_CHARACTERS`, without handles before, links, tags after."""
    said, found, start = bare(text), [], 0
    for end in _SENTENCE.finditer(said):
        sentence = said[start : end.end()].strip()
        if "\n" not in end.group() and _ABBREVIATED.search(sentence[-8:]):
            continue
        if end.group() == "\n" and _goes_on(sentence, said[end.end() : end.end() + 1]):
            continue
        if sentence:
            found.append(_on_one_line(sentence))
        start = end.end()
    return [*found, _on_one_line(last)] if (last := said[start:].strip()) else found


def _goes_on(line: str, after: str) -> bool:
    """Whether a long line that ends in the middle of a sentence was only broken to fit a window."""
    return len(line) >= BROKEN_AT and after.islower() and (line[-1].isalnum() or line[-1] == ",")


def _on_one_line(sentence: str) -> str:
    return " ".join(sentence.split("\n")) if "\n" in sentence else sentence


def bare(text: str) -> str:
    """The first `READ_CHARACTERS` without handles before, links, tags after."""
    return _LINK.sub(" ", _TRAILING_TAGS.sub("", _LEADING_HANDLES.sub("", text[:READ_CHARACTERS])))


def words(text: str) -> list[str]:
    """The words of `text`, case-folded; error codes and versions stay whole."""
    if text.isascii():  # where no letter becomes two, the whole text at once
        return WORD.findall(text.lower())
    return [word.casefold() for word in WORD.findall(text)]


def meaningful(text: str) -> set[str]:
    """The words of `text` that could tell one question from another."""
    return {word for word in set(words(text)) if tells(word)}


def tells(word: str) -> bool:
    """Whether a case-folded word could tell one question from another."""
    return word not in _TELL_NOTHING and (len(word) > 2 or word.isdigit())


def in_english(text: str) -> bool:
    """Whether the beginning of `text` has as many small words as English has; a few words always do."""
    said = words(text[:LANGUAGE_READ])
    small = sum(word in COMMON_WORDS for word in said)
    return len(said) < LANGUAGE_WORDS or small >= ENGLISH_SHARE * len(said)


def says(text: str, phrase: str) -> bool:
    """Whether `phrase` stands in `text` as whole words, whatever the case; a plural s counts as the same."""
    wanted = words(phrase)
    return bool(wanted) and _in_order(wanted, words(text))


def _in_order(wanted: list[str], said: list[str]) -> bool:
    *first, last = wanted
    return any(
        said[at : at + len(first)] == first and said[at + len(first)] in {last, f"{last}s"}
        for at in range(len(said) - len(first))
    )
