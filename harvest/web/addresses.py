"""Which IP addresses are public, and which a host has."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

_EMBEDDED: Final = tuple(
    map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
)
"""IPv6 networks whose addresses stand for IPv4 ones, which may be private."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in _EMBEDDED):
            return False
    return ip.is_global and not ip.is_multicast


def look_up(host: str) -> tuple[str, ...]:
    """The IP addresses of a host; none where it does not exist. Raises OSError where nobody can say."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except UnicodeError:
        return ()
    except socket.gaierror as error:
        if error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}:
            return ()
        raise
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))
