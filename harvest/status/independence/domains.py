"""Which part of a name somebody registered, by the public suffix list as `publicsuffixlist` ships it."""

from __future__ import annotations

import ipaddress
from functools import cache

from publicsuffixlist import PublicSuffixList


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def registrable(host: str) -> str:
    """`kettle.co.uk` of `www.kettle.co.uk`. A public suffix (`github.io`) and an IP address are their own."""
    return host if is_address(host) else _suffixes().privatesuffix(host) or host


def is_address(host: str) -> bool:
    """Whether it is an IP address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
