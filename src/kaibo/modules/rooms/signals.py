"""Signals: what looks as if no person did it, kept on the show's timeline for staff to review.

Nothing is done to anybody for a signal; what is stopped is stopped by limits. Of an address only
its network is kept.
"""

from enum import StrEnum
from ipaddress import ip_address, ip_network

from msgspec import Struct


class SignalKind(StrEnum):
    """What was noticed.

    - ``likes_too_fast``: likes beyond a human's rate for ten seconds on end.
    - ``many_on_device``: more viewers in one room on one device than a household has.
    - ``many_sockets``: a device opened more sockets than are let in.
    - ``flooding``: frames, pings, pieces or garbage without end; the socket was closed.
    - ``address_busy``: one address said more than a crowd would.
    - ``same_text``: one longer line, said by several viewers within a minute.
    """

    LIKES_TOO_FAST = "likes_too_fast"
    MANY_ON_DEVICE = "many_on_device"
    MANY_SOCKETS = "many_sockets"
    FLOODING = "flooding"
    ADDRESS_BUSY = "address_busy"
    SAME_TEXT = "same_text"


class Signal(Struct, frozen=True, array_like=True):
    """What was noticed of a viewer; ``data`` says more."""

    kind: SignalKind
    viewer_id: str
    data: dict[str, str | int]


def network_of(address: str) -> str:
    """Give the network of an address, /24 or /48; empty for what is none."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{ip}/{24 if ip.version == 4 else 48}", strict=False))
