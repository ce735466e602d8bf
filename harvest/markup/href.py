"""Addresses that are harmless to click."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from harvest.markup.characters import clean

_MAX_LENGTH: Final = 2048
"""Characters; what browsers and servers have long agreed to carry."""

_WEB: Final = re.compile(r"(https?)://([^/?#\\]*)([/?#].*)?", re.IGNORECASE | re.DOTALL)
_MAIL: Final = re.compile(r"mailto:([A-Za-z0-9.+_-]{1,64}@[A-Za-z0-9.-]{1,255})(?:\?.*)?", re.IGNORECASE)
_HOST: Final = re.compile(
    r"(?:(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.?"
    r"|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?"
)
_LONE_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HIDDEN_CONTROL: Final = re.compile(r"%(?:[01][0-9a-f]|7f)", re.IGNORECASE)
_KEPT: Final = "/?#:@!$&+,;=~%-._"
"""What stays as it is after the host; the rest is percent-encoded."""


def safe_href(href: str) -> str:
    """`href` as an absolute, percent-encoded http, https or mailto address, or "" where it is not harmless.

    Refused: every other scheme, relative addresses, control and invisible characters (browsers drop
    tabs and line ends inside a scheme), a backslash or credentials before the path, hosts that are
    no host names, encoded control characters, and more than 2,048 characters. Hosts in other scripts
    come out in their ASCII form, so that a look-alike looks like what it is. A mailto address loses its
    subject and body. Idempotent.
    """
    href = href.strip()
    if not href or len(href) > _MAX_LENGTH or href != clean(href) or any(c in href for c in "\t\n"):
        return ""
    if mail := _MAIL.fullmatch(href):
        return f"mailto:{mail[1]}"
    if not (web := _WEB.fullmatch(href)):
        return ""
    host = _ascii_host(web[2])
    rest = _LONE_PERCENT.sub("%25", web[3] or "")
    rest = quote(rest, safe=_KEPT)
    if not host or _HIDDEN_CONTROL.search(rest):
        return ""
    url = f"{web[1].lower()}://{host}{rest}"
    return url if len(url) <= _MAX_LENGTH else ""


def _ascii_host(host: str) -> str:
    """The host (and port) in lower-case ASCII; "" for what is not a host name."""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    host = host.lower()
    return host if _HOST.fullmatch(host) else ""
