"""Whose word about the client's address is believed.

ASGI middleware never sees sockets, so the transport reads `X-Forwarded-For` by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network


@dataclass(frozen=True, slots=True)
class ProxyTrust:
    """The networks whose hosts may tell us a client's address; none by default."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def of(cls, networks: Iterable[str]) -> "ProxyTrust":
        """Return the trust in `networks`: addresses or CIDR blocks; raise ValueError for others."""
        return cls(tuple(ip_network(network, strict=False) for network in networks))

    def is_trusted(self, address: str) -> bool:
        """Tell whether `address` is one of the configured proxies."""
        try:
            ip = ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in self.networks)

    def client_address(self, peer: str, forwarded_for: Iterable[str]) -> str:
        """Return the client's address for a connection from `peer`.

        Walks the `X-Forwarded-For` values from the right, the side that our proxies wrote, and
        stops at the first address that is not a trusted proxy: everything left of it is hearsay.
        """
        address = peer
        hops = [hop.strip() for value in forwarded_for for hop in value.split(",")]
        while hops and self.is_trusted(address):
            candidate = hops.pop()
            try:
                address = str(ip_address(candidate))
            except ValueError:
                break
        return address
