"""Telephone numbers, also as those write them who hide them from filters.

Policy. Numbers of false support lines are the commonest spam of support forums, and a page that prints one
sends customers to a thief. So every number but the company's own is found, and no warning makes it good.
Beside what `harvest.privacy` sees, a word such as "call" before 7 digits is enough, with letters for digits
("8OO") and marks between them. A word such as "support" asks for a number's shape too: tickets and builds
have digits as well.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from harvest import privacy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harvest.checks.reading import Run

_MASK: Final = "‹phone number›"
_SEPARATED: Final = r"[\s.,()\[\]{}_*~/|•·:=+\-]{0,3}"
_CALL: Final = re.compile(
    r"\b(?:(?P<sure>call(?:s|ing)?|dial|ring|phone|telephone|tel|whats ?app|toll[- ]?free|help ?(?:line|desk)"
    r"|hot ?line|customer care|(?:support|phone|service|contact) (?:number|line)"
    r"|anrufen|rufen|appelez|llam[ae]|chiam[ai]|bel|ligue)"
    r"|customer (?:service|support)|support|contact|number)\b"
    rf"[^\n\d]{{0,40}}?(?P<number>\(?\+?[\dol](?:{_SEPARATED}[\dol]){{6,19}})(?![\w%])"
)
_CALL_THIS: Final = re.compile(
    r"\b(?:call|dial|ring|phone) (?:us |them |me |now |today )?(?:at |on |using )?"
    r"(?:this|the following|the below|the given) (?:[\w-]{1,20} ){0,3}(?:number|line)\b"
)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S{1,2000}|\S{1,200}@\S{1,200}")
_DIGITS: Final = (7, 15)
"""Of a telephone number, at least and at most (E.164); `112` is nobody's trick."""
_BARE_DIGITS: Final = 12
"""A longer row without anything between its digits is a build or a date."""
_TELLING: Final = 9
"""So many digits at its end make a number the same one, with or without the country before."""


def foreign_numbers(told: Run, shown: Run, keep: Sequence[str]) -> Iterator[int]:
    """The file's lines with numbers that `keep` does not hold; `told` is the run `shown` in plain form."""
    own = [digits for entry in keep if len(digits := re.sub(r"\D", "", entry)) >= _DIGITS[0]]
    for found in privacy.find(shown.text, privacy.Policy(keep=tuple(keep))):
        if found.kind is privacy.Personal.PHONE:
            yield shown.line_at(found.start)
    for called in _CALL.finditer(_ADDRESS.sub(lambda found: "\n" * len(found.group()), told.text)):
        if _is_number(called) and not _is_own(_digits(called["number"]), own):
            yield told.line_at(called.start("number"))
    if _MASK not in shown.text and not any(number in _digits(told.text) for number in own):
        yield from (told.line_at(called.start()) for called in _CALL_THIS.finditer(told.text))
    for link in shown.links:
        if link.href.lower().startswith("tel:") and not _is_own(_digits(link.href), own):
            yield link.line


def _is_number(called: re.Match[str]) -> bool:
    """Whether it has as many digits as a telephone number has, most of them written as digits."""
    written = called["number"]
    if written.isdigit():
        return called["sure"] is not None and len(written) <= _BARE_DIGITS
    low, high = _DIGITS
    return low <= len(_digits(written)) <= high and sum(c.isdigit() for c in written) >= low - 3


def _digits(written: str) -> str:
    """Letters that stand for digits count as such."""
    return re.sub(r"\D", "", written.replace("o", "0").replace("l", "1"))


def _is_own(digits: str, own: Sequence[str]) -> bool:
    """With or without the country's code and the leading zero."""
    short = digits.lstrip("0")
    bare = (number.lstrip("0") for number in own)
    return any(number.endswith(short[-_TELLING:]) or short.endswith(number[-_TELLING:]) for number in bare)
