"""Hostile texts cost work in proportion to their length.

Counted, not timed: a profile hook counts the calls a detector makes, and no pattern may hold a repetition
that can run over the same characters in more ways than one without a bound.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from harvest import privacy
from harvest.privacy import DETECTORS, Policy, find
from harvest.privacy.reading import read

if TYPE_CHECKING:
    from types import FrameType

POLICY = Policy(
    names=frozenset({"aa", "Ab Cd", "wombat_77"}), keep=("help@kettle.example", "+44 20 7946 0958")
)

HOSTILE = (
    "a",
    "1",
    " ",
    "\n",
    "@",
    "-",
    ".",
    "(",
    "a.",
    "a@",
    "@a",
    "1 ",
    "1-",
    "1.",
    "+1 ",
    "://",
    "a://",
    "a.aa/",
    "a1:",
    "::",
    "aa ",
    "Aa ",
    "Aa.",
    "A.",
    "Hi ",
    "hi, ",
    "thanks, ",
    "Thanks,\n",
    "order ",
    "order: ",
    "order #",
    "order 1",
    "order 12345, ",
    "password ",
    "password: ",
    "eyJa.",
    "-----BEGIN PRIVATE KEY-----",
    "C:\\Users\\a",
    "/home/a",
    "/home/a b/",
    "1 Aa ",
    "1 Aa St ",
    "rue ",
    "1 rue de ",
    "4111 1111 1111 1111 ",
    "‹name›",
    "‹",
    "\u200b",
    "e\u0301",
    "^JS ",
    "- Aa\n",
    "wombat_77 ",
    "a@a.aa ",
    "(at) ",
    "a at a dot ",
    "my name is ",
    "Aa wrote:",
    "From: Aa ",
    "🙂",
    "help@kettle.example",
    "44 20 7946 095",
    "DE89 ",
    "00:1b:44:",
    "Mr Aa ",
    "Regards",
    "https://a.aa/?a=",
    "u/aaa ",
)


def calls(text: str) -> int:
    """Python and C calls that `find` makes."""
    made = 0

    def hook(frame: FrameType, event: str, argument: object) -> None:
        nonlocal made
        made += event in {"call", "c_call"}

    previous = sys.getprofile()
    sys.setprofile(hook)
    try:
        find(text, POLICY)
    finally:
        sys.setprofile(previous)
    return made


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_about_twice_the_calls(piece: str) -> None:
    small, large = (calls(piece * (n // len(piece))) for n in (2_000, 8_000))
    assert large <= 4.5 * small + 500


def patterns() -> list[re.Pattern[str]]:
    """Every pattern of every module of the package."""
    modules = [value for name, value in sys.modules.items() if name.startswith(privacy.__name__ + ".")]
    values = [value for module in modules for value in vars(module).values()]
    values += [inner for value in values if isinstance(value, tuple) for inner in value]
    return [value for value in values if isinstance(value, re.Pattern)]


@pytest.mark.parametrize("pattern", patterns(), ids=lambda pattern: pattern.pattern[:40])
def test_every_open_repetition_is_possessive_or_stands_alone(pattern: re.Pattern[str]) -> None:
    # `.*` is allowed in patterns that are only tried on one candidate, with fullmatch; they are short.
    source = re.sub(r"\\.", "x", pattern.pattern)
    bare = re.sub(r"\[\^?\]?[^\]]*\]", "c", source)
    open_ended = re.findall(r"[)\w.](?:\*|\+|\{\d+,\})(?!\+)", bare)
    assert all(
        repetition == ".*" or pattern.flags & re.DOTALL or len(open_ended) == 1 for repetition in open_ended
    )


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_megabyte_is_read_to_its_end(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    assert all(finding.end <= len(text) for finding in find(text, POLICY))


def test_detectors_yield_stretches_of_the_reading() -> None:
    text = "Hi Jane, order #FL-20391 to jane@example.com or +44 20 7946 0111, 12 Elm Street. ^JS"
    reading = read(text)
    for detector in DETECTORS:
        assert all(0 <= start < end <= len(text) for start, end in detector.spans(reading, POLICY))
