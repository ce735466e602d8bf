"""Telephone numbers as people write them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harvest.privacy.kinds import Policy
    from harvest.privacy.reading import Reading

_CANDIDATE: Final = re.compile(
    r"(?<![\w.,/\\#$€£=])(?<!\d:)(?<!\w-)(?:\+ ?)?\(?\d(?:(?:[ ()\-~*_•]|\.(?! )){0,3}\d|/\d){6,39}+"
    r"(?![\w%€$£°]|[.,:/\\]\d|-\w|\.\w)"
)
_VANITY: Final = re.compile(
    r"(?<![\w.\-])(?:\+?1[\-. ])?\(?8(?:00|33|44|55|66|77"
    r"|88)\)?[\-. ][A-Z]{2,8}(?:-?[A-Z\d]{2,8})?(?![\w\-])"
)
_CUE: Final = re.compile(
    r"(?:\b(?:call|calls|called|calling|phone|phones|telephone|tel|telefon|telefono|telefone|tele|mobile"
    r"|cell|whatsapp|"
    r"sms|text|texted|dial|ring|rang|fax|hotline|helpline|helpdesk|toll.?free|contact|reach|handy"
    r"|handynummer|rufnummer|"
    r"telefonnummer|anrufen|appeler|appelez|portable|movil|celular|llamar|cellulare|chiamare|bellen"
    r"|ligar|mob|ph|"
    r"customer (?:care|service|support)|support number|phone number|my number)\b|[☎📞📱])[^\n]{0,24}\Z"
)
_CUE_LENGTH: Final = 48
_NORTH_AMERICA: Final = re.compile(
    r"(?:\+? ?1[ .\-~*_•]{0,3})?\(?[2-9]\d\d\)?[ .\-~*_•/]{1,3}\d{3}[ .\-~*_•]{1,3}\d{4}"
)
_AREA_IN_BRACKETS: Final = re.compile(r"(?:\+? ?\d{1,3}[ .\-]{0,2})?\(\d{1,5}\)[ .\-/]{0,3}\d.*", re.DOTALL)
_NATIONAL: Final = re.compile(r"0(?:[1-9]|[ ]8)\d*[ .\-/()].*|0[1-9]\d{8,9}", re.DOTALL)
_ABROAD: Final = re.compile(r"00[ .\-]?[1-9].*", re.DOTALL)
_DATE: Final = re.compile(
    r"(?:\d{1,2}([./\-])\d{1,2}\1(?:19|20)?\d\d|(?:19|20)\d\d([./\-])\d{1,2}\2\d{1,2})(?:[ \-].*)?", re.DOTALL
)
_UNIT: Final = re.compile(
    r"\s?(?:bytes?|[kmgt]i?b|ms|px|seconds?|hours?|mails|emails|messages|files|items|percent)\b"
)


def phones(reading: Reading, policy: Policy) -> Iterator[tuple[int, int]]:  # noqa: ARG001 (a detector)
    """Numbers written internationally, with an area code, with a leading zero, or after a word like "call".

    False alarm: a build number or an amount is lost from an answer, so a bare row of digits needs a cue
    word. Miss: somebody's telephone; a bare number without a cue word and without any shape is missed.
    ISBNs, versions, dates, sizes and prices have other shapes.
    """
    if not reading.has_digit:
        return
    text = reading.text
    for found in _CANDIDATE.finditer(text):
        start, end = found.span()
        if text[start] == "(" and ")" not in found.group():
            start += 1  # the bracket is the sentence's, not the number's
        before = reading.low[max(0, start - _CUE_LENGTH) : start]
        if not _UNIT.match(reading.low, end) and _is_phone(text[start:end], before):
            yield start, end
    if "8" in text:
        yield from (found.span() for found in _VANITY.finditer(text))


def _is_phone(number: str, before: str) -> bool:
    """Whether the shape, or a cue word `before` it, makes a telephone number of these digits."""
    digits = sum(c.isdigit() for c in number)
    bare = number.isdigit()
    if _DATE.fullmatch(number):
        return False
    if number.startswith("+"):
        return digits >= 8
    if digits > 15:
        return not bare and bool(_NORTH_AMERICA.match(number) or _CUE.search(before))
    if _ABROAD.fullmatch(number) and digits >= 10:
        return not bare or digits >= 12
    shaped = (
        _NORTH_AMERICA.fullmatch(number)
        or (_AREA_IN_BRACKETS.fullmatch(number) and digits >= 7)
        or (_NATIONAL.fullmatch(number) and 9 <= digits <= 12)
    )
    return bool(shaped) or (bool(_CUE.search(before)) and not _is_amount(number))


def _is_amount(number: str) -> bool:
    """`1.299.000`, `2 000 000`, `10.0.19045`: thousands or a version, even after a cue word."""
    return re.fullmatch(r"\d{1,3}(?:[ .]000)+|\d{1,3}(?:\.\d{1,6}){1,3}", number) is not None
