"""Formats in which a request is a line of text: Apache's and nginx's common and combined log, Amazon S3's."""

from __future__ import annotations

import re
from typing import Final

from harvest.accesslog.request import ELSEWHERE, PATH, Request
from harvest.accesslog.times import common

_QUOTED: Final = r'"((?:[^"\\]|\\.)*+)"'
_USER: Final = r'[^"]*'
_TIME: Final = r"\[(\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\]"
_COMBINED: Final = re.compile(
    rf"(?:\S+:\d+ (?!- ))?(\S+) \S+ {_USER}? ?{_TIME} {_QUOTED} (?:\d{{3}}|-) \S+(?: {_QUOTED} {_QUOTED})?"
)
"""Where Apache serves several hosts, one and its port stand before it (`vhost_combined`); an IPv6 address
looks like that, too."""
_S3: Final = re.compile(
    rf"\S+ \S+ {_TIME} (\S+) \S+ \S+ [A-Z0-9_.]+ \S+ {_QUOTED} (?:\d{{3}}|-) \S+ \S+ \S+ \S+ \S+"
    rf" (?:{_QUOTED}|-) (?:{_QUOTED}|-)"
)
_HEX: Final = re.compile(r"\\x([0-9A-Fa-f]{2})")
_ESCAPED: Final = re.compile(r"\\(.)")


def combined(line: str) -> Request:
    """Common or combined, as Apache, nginx and most others write it."""
    found = _COMBINED.match(line)
    if found is None:
        raise ValueError("neither common nor combined")
    if PATH not in line:
        return ELSEWHERE
    address, time, request, _, agent = found.groups()
    return Request(_target(request), common(time), _or_nothing(address), _or_nothing(agent))


def s3(line: str) -> Request:
    """Amazon S3's server access log."""
    found = _S3.match(line)
    if found is None:
        raise ValueError("not S3's log")
    if PATH not in line:
        return ELSEWHERE
    time, address, request, _, agent = found.groups()
    return Request(_target(request), common(time), _or_nothing(address), _or_nothing(agent))


def _target(request: str) -> str:
    r"""Of `GET /path?query HTTP/1.1`, with the server's escapes undone.

    A quote is written as `\x22` (nginx) or `\"` (Apache), a byte outside ASCII as `\xHH`.
    """
    _, _, rest = request.partition(" ")
    target, _, protocol = rest.rpartition(" ")
    if not protocol.startswith("HTTP/"):
        target = rest
    return unescaped(target)


def unescaped(text: str) -> str:
    r"""A target without a server's backslashes.

    `\xHH` becomes `%HH`, so that its byte joins those that the browser encoded.
    """
    return _ESCAPED.sub(r"\1", _HEX.sub(r"%\1", text)) if "\\" in text else text


def _or_nothing(text: str | None) -> str:
    return "" if not text or text == "-" else text
