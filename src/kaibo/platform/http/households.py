"""Whom a network address stands for."""

from __future__ import annotations

import ipaddress


def household(host: str | None) -> str:
    """Give what stands for one line: the address, or the /64 that an IPv6 line is given."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        if mapped is None:
            return str(ipaddress.ip_network((address, 64), strict=False))
        address = mapped
    return str(address)
