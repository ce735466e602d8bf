r"""Many cues become few patterns, which pass over most of a text at once.

Python tries a pattern at every character, and its alternatives one after the other; unless the pattern begins
with a set of characters: then it runs from one of those to the next. Nearly all cues begin at a word. So they
are looked for behind what parts words (`\W`), with the letters that they begin with shared as in a tree; only
what is left is tried everywhere. `CONTRIBUTING` says what this gains and what else was tried.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_Atoms = tuple[str, ...]
"""A pattern cut into characters, sets and brackets, each with how often: `a`, `\\w+`, `(?:b|c)?`."""

_ONE: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^(]", re.DOTALL)
_OFTEN: Final = re.compile(r"(?:[?*+]|\{\d*,?\d*\})[?+]?")
_ASSERTION: Final = re.compile(r"\\[bB]|[\^$]|\(\?<?[=!].*", re.DOTALL)
_LOOKS_BACK: Final = re.compile(r"\\b|\(\?<[=!].*", re.DOTALL)
_ONE_WORD_CHARACTER: Final = re.compile(r"(?:\w|\\[wd]|\[[a-z0-9-]+\])(?:\+|\{[1-9],?\d*\})?")
_ONE_OTHER: Final = re.compile(r"[^\w.^$]|\\(?:\W|W)|\[(?!\^)(?:\\[n\W]|[^\w\\-]|-(?=\]))+\]")


class Cues:
    """Any of some cues."""

    def __init__(self, *cues: str) -> None:
        self.cues: Final = tuple(alternative for cue in cues for alternative in _alternatives(cue))
        """Each by itself."""

    def found_in(self, text: str) -> bool:
        """Whether `text` has one of them."""
        for search in self._searches:  # noqa: SIM110 (any() takes half as long again)
            if search(text):
                return True
        return False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The cues as one pattern, for where they are: those that begin at a word first."""
        cues = [_atoms(cue) for cue in self.cues]
        at_word = [cue for cue in cues if cue[0] == r"\b"]
        elsewhere = [cue for cue in cues if cue[0] != r"\b"]
        return re.compile(_tree([*at_word, *elsewhere]))

    @cached_property
    def _searches(self) -> tuple[Callable[[str], re.Match[str] | None], ...]:
        """What finds them. Compiled when first asked: most commands never ask."""
        begun = [_begin(one) for cue in self.cues for one in _opened(_atoms(cue), optional=True)]
        at_start = [cue for begin, cue in begun if begin in {"word", "start"}]
        behind = [cue for begin, cue in begun if begin in {"word", "other"}]
        anywhere = [cue for begin, cue in begun if begin == "anywhere"]
        return (
            *([re.compile(rf"\W(?:{_tree(behind)})").search] if behind else []),
            *([re.compile(_tree(at_start)).match] if at_start else []),
            *([re.compile(_tree(anywhere)).search] if anywhere else []),
        )


class _Begun(NamedTuple):
    begin: str
    """ "word": at a word; "other": with what is no part of a word; "start": at the start; or "anywhere"."""
    cue: _Atoms
    """The cue; at a word without its "\\b", and behind another character with that looked back at."""


def _begin(cue: _Atoms) -> _Begun:
    at = _assertions(cue)
    before, first = cue[:at], cue[at] if at < len(cue) else ""
    if "^" in before:
        return _Begun("start", cue)
    if before == (r"\b",) and _ONE_WORD_CHARACTER.fullmatch(first):
        return _Begun("word", cue[at:])
    if all(map(_LOOKS_BACK.fullmatch, before)) and _ONE_OTHER.fullmatch(first):
        return _Begun("other", (f"(?<={''.join(before)}{first})", *cue[at + 1 :]))
    return _Begun("anywhere", cue)


def _assertions(cue: _Atoms) -> int:
    """How many atoms that match no character the cue begins with."""
    return next((at for at, atom in enumerate(cue) if not _ASSERTION.fullmatch(atom)), len(cue))


def _tree(cues: Iterable[_Atoms]) -> str:
    """The cues as one pattern in which those that begin alike share it.

    What it matches is what the cues in a row would: only those that begin with another letter pass a cue.
    """
    return "|".join(first + _joined(rests) for first, rests in _led(cues))


def _joined(rests: list[_Atoms]) -> str:
    return "".join(rests[0]) if len(rests) == 1 else f"(?:{_tree(_dissolved(rests))})"


def _dissolved(cues: Iterable[_Atoms]) -> Iterator[_Atoms]:
    return (one for cue in cues for one in _opened(cue, optional=False))


def _led(cues: Iterable[_Atoms]) -> Iterator[tuple[str, list[_Atoms]]]:
    """Letters and assertions, and how cues that begin with them go on; "" and a cue that begins otherwise."""
    led: dict[str, list[_Atoms]] = {}
    for cue in cues:
        first = cue[0] if cue and (_is_letter(cue[0]) or _ASSERTION.fullmatch(cue[0])) else ""
        joins = [*led] == [first] or (_is_letter(first) and all(map(_is_letter, led)))
        if not joins:
            yield from led.items()
            led = {}
        if first:
            led.setdefault(first, []).append(cue[1:])
        else:
            yield "", [cue]
    yield from led.items()


def _is_letter(atom: str) -> bool:
    """Whether it matches one character, and no other letter does."""
    return len(atom) == 1 and atom not in ".^$"


def _opened(cue: _Atoms, *, optional: bool) -> Iterator[_Atoms]:
    """The cue for each way to begin: `(?:a|b)c` as `ac` and `bc`; where `optional`, `a?c` as `ac` and `c`."""
    at = _assertions(cue)
    before, first, rest = cue[:at], "".join(cue[at : at + 1]), cue[at + 1 :]
    sure = first.removesuffix("?") if optional and len(first) > 1 and first != r"\?" else first
    if sure.endswith(("+", "*", "}")) and sure != first:
        sure = first  # "+?" is not "perhaps", but "few"
    if sure.startswith("(?:") and sure.endswith(")"):
        for inner in _alternatives(sure[3:-1]):
            yield from _opened((*before, *_atoms(inner), *rest), optional=optional)
    else:
        yield (*before, *([sure] if sure else []), *rest)
    if sure != first:
        yield from _opened((*before, *rest), optional=optional)


def _atoms(pattern: str) -> _Atoms:
    atoms = []
    at = 0
    while at < len(pattern):
        end = _end(pattern, at)
        if often := _OFTEN.match(pattern, end):
            end = often.end()
        atoms.append(pattern[at:end])
        at = end
    return tuple(atoms)


def _alternatives(pattern: str) -> Iterator[str]:
    """The parts of a pattern between the bars that stand in no bracket."""
    start = at = 0
    while at < len(pattern):
        end = _end(pattern, at)
        if pattern[at] == "|":
            yield pattern[start:at]
            start = end
        at = end
    yield pattern[start:]


def _end(pattern: str, start: int) -> int:
    """Where the character, set or bracket that begins at `start` ends."""
    if one := _ONE.match(pattern, start):
        return one.end()
    at = start + 1
    while pattern[at] != ")":
        at = _end(pattern, at)
    return at + 1
