"""Which part of a name somebody registered, by the public suffix list as `publicsuffixlist` ships it."""

from __future__ import annotations

import ipaddress
from functools import cache

from publicsuffixlist import PublicSuffixList


@cache
def _suffixes(*, registries_only: bool = False) -> PublicSuffixList:
    return PublicSuffixList(only_icann=registries_only)


def registrable(host: str) -> str:
    """`kettle.co.uk` of `www.kettle.co.uk`. A public suffix (`github.io`) and an IP address are their own."""
    return host if is_address(host) else _suffixes().privatesuffix(host) or host


def company(host: str) -> str:
    """The same, but `github.io` of `kettle.github.io`: whose domain it is, whoever may have names in it."""
    return host if is_address(host) else _suffixes(registries_only=True).privatesuffix(host) or host


def is_public(name: str) -> bool:
    """Whether it is what registries sell names under: `com`, `co.uk`."""
    return not is_address(name) and _suffixes(registries_only=True).privatesuffix(name) is None


def is_address(host: str) -> bool:
    """Whether it is an IP address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
