"""Shields: what must come out as it went in, whatever it looks like."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from harvest.privacy.kinds import Personal
from harvest.privacy.reading import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.privacy.kinds import Policy
    from harvest.privacy.reading import Reading

_MASK: Final = re.compile("‹(?:" + "|".join(re.escape(kind.value) for kind in Personal) + ")›")
_PHONE: Final = re.compile(r"\+?[\d\s().\-/]{6,30}")
_BETWEEN: Final = r"[ .()\-/]{0,3}"
SMALLEST_PHONE: Final = 6
"""Digits. Below that a `keep` entry is matched letter for letter."""


def masks(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """Masks that are there already: an earlier run's, or typed."""
    if "‹" in reading.text:
        yield from (found.span() for found in _MASK.finditer(reading.text))


def company(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:
    """The company's own contacts and names, from `policy.keep`. Only whole ones.

    `help@acme.example` in `keep` says nothing about `my.help@acme.example`, so what stands beside a
    match must not continue it. False alarm (something kept that only looks like the company's): none
    known. Miss: a company address written in an unusual way is masked.
    """
    low = reading.low
    for start, pattern in _patterns(policy.keep):
        if not start:
            if reading.has_digit:
                yield from (found.span() for found in pattern.finditer(low))
            continue
        at = low.find(start)
        while at >= 0:
            found = pattern.match(low, at)
            if found:
                yield found.span()
            at = low.find(start, at + len(start))


@lru_cache(maxsize=64)
def _patterns(keep: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each entry's first word ("" for a telephone number) and its pattern, longest entry first."""
    entries = sorted({fold(entry).strip().lower() for entry in keep} - {""}, key=lambda e: (-len(e), e))
    return tuple(_entry(entry) for entry in entries)


def _entry(entry: str) -> tuple[str, re.Pattern[str]]:
    """One entry, in lower case."""
    digits = re.sub(r"\D", "", entry)
    if _PHONE.fullmatch(entry) and len(digits) >= SMALLEST_PHONE:
        return "", re.compile(rf"(?<![\w+.\-])[+(]{{0,2}}(?:{_phone(entry, digits)})(?![\w\-])(?!\.\d)")
    words = entry.split()
    body = r"\s{1,3}".join(re.escape(word) for word in words)
    return words[0], re.compile(rf"(?<![\w@])(?<!\w[.+\-%]){body}(?!\w)(?![\-@.]\w)(?!\s?@)")


def _phone(entry: str, digits: str) -> str:
    """The same number in any grouping, with or without the country, where the entry names one."""

    def spaced(number: str) -> str:
        return _BETWEEN.join(number)

    if entry.lstrip("( ").startswith("+") or digits.startswith("00"):
        country = digits.removeprefix("00")
        # How long the country code is cannot be read off the number: 1 to 3 digits.
        home = "|".join(
            f"0?{_BETWEEN}{spaced(country[n:])}" for n in (1, 2, 3) if len(country) - n >= SMALLEST_PHONE
        )
        return rf"(?:(?:00{_BETWEEN})?{_trunk(country)}|{home})" if home else spaced(country)
    local = digits.lstrip("0") or digits
    return rf"(?:\d{{1,3}}{_BETWEEN})?0?{_BETWEEN}{spaced(local)}"


def _trunk(country: str) -> str:
    """An international number, an optional (0) after a country code of 1 to 3 digits."""
    zero = r"(?:\(0\)[ ]?)?"
    out = []
    for i, digit in enumerate(country):
        out.append(digit + _BETWEEN + (zero if i in {0, 1, 2} else ""))
    return "".join(out).removesuffix(_BETWEEN)
