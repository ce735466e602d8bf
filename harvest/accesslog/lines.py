"""Formats in which a request is a line of text: Apache's and nginx's common and combined log, Amazon S3's."""

from __future__ import annotations

import re
from typing import Final

from harvest.accesslog.request import PATH, Request, elsewhere, was_given
from harvest.accesslog.times import common

_INSIDE: Final = r'(?:[^"\\]|\\.)*+'
_REQUEST: Final = rf'"(?P<request>{_INSIDE})"'
_AGENT: Final = rf'"(?P<agent>{_INSIDE})"'
_USER: Final = r'[^"]*'
_TIME: Final = r"\[(?P<time>\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\]"
_COMBINED: Final = re.compile(
    rf"(?:\S+:\d+ (?!- ))?(?P<address>\S+) \S+ {_USER}? ?{_TIME} {_REQUEST} (?P<status>\d{{3}}|-) \S+"
    rf'(?: "{_INSIDE}" {_AGENT})?'
)
"""Where Apache serves several hosts, one and its port stand before it (`vhost_combined`); an IPv6 address
looks like that, too."""
_S3: Final = re.compile(
    rf"\S+ \S+ {_TIME} (?P<address>\S+) \S+ \S+ [A-Z0-9_.]+ \S+ {_REQUEST}"
    rf' (?P<status>\d{{3}}|-) \S+ \S+ \S+ \S+ \S+ (?:"{_INSIDE}"|-) (?:{_AGENT}|-)'
)
_HEX: Final = re.compile(r"\\x([0-9A-Fa-f]{2})")
_ESCAPED: Final = re.compile(r"\\(.)")


def combined(line: str) -> Request:
    """Common or combined, as Apache, nginx and most others write it."""
    return _read(_COMBINED, line)


def s3(line: str) -> Request:
    """Amazon S3's server access log."""
    return _read(_S3, line)


def _read(pattern: re.Pattern[str], line: str) -> Request:
    """`pattern` has the groups `address`, `time`, `request`, `status` and `agent`."""
    found = pattern.match(line)
    if found is None:
        raise ValueError("not in this format")
    at = common(found["time"])
    if PATH not in line:
        return elsewhere(at)
    method = found["request"].partition(" ")[0]
    return Request(
        _target(found["request"]),
        at,
        _or_nothing(found["address"]),
        _or_nothing(found["agent"]),
        was_given(method, found["status"]),
    )


def _target(request: str) -> str:
    r"""Of `GET /path?query HTTP/1.1`, with the server's escapes undone.

    A quote is written as `\x22` (nginx) or `\"` (Apache), a byte outside ASCII as `\xHH`.
    """
    _, _, rest = request.partition(" ")
    target, _, protocol = rest.rpartition(" ")
    if not protocol.startswith("HTTP/"):
        target = rest
    return _unescaped(target)


def _unescaped(text: str) -> str:
    r"""A target without a server's backslashes.

    `\xHH` becomes `%HH`, so that its byte joins those that the browser encoded.
    """
    return _ESCAPED.sub(r"\1", _HEX.sub(r"%\1", text)) if "\\" in text else text


def _or_nothing(text: str | None) -> str:
    return "" if not text or text == "-" else text
