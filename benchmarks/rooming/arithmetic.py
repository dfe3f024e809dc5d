"""From one core's figures to a million viewers."""

from __future__ import annotations

import math
from dataclasses import dataclass

VIEWERS = 1_000_000
BUSY = 0.6
"""The share of a core that a gateway may take in a burst."""
CORES = 4
"""Of a machine, one gateway on each; a network card of `CARD_GBIT` has room for them."""
CARD_GBIT = 10.0
SPREAD_SECONDS = 10.0
"""Over which the clients of a room of ten thousand and more come back (docs/protocol.md)."""
KERNEL_KB = 5.0
"""What Linux keeps of an established, idle TCP connection beside the process; an estimate."""


@dataclass(frozen=True)
class Measured:
    """What a run found for one room: the burst of danmaku, and an idle connection."""

    cpu: float
    """The share of a core that the burst took."""
    viewers: float
    bits: float
    """What one viewer was sent, in bits a second."""
    idle: float
    """Bytes of memory of an idle connection."""
    joins: float
    """Handshakes a second."""


@dataclass(frozen=True)
class Needed:
    """What a million viewers of one room need."""

    viewers_a_core: int
    gateways: int
    machines: int
    gigabytes: float
    gigabits: float
    rejoin_seconds: float
    """For a gateway's viewers to come back when it is killed, by the rest."""


def needed(it: Measured) -> Needed:
    """Reckon in straight lines: gateways share nothing, so twice as many do twice as much."""
    a_core = int(it.viewers * BUSY / it.cpu)
    gateways = math.ceil(VIEWERS / a_core)
    gigabits = VIEWERS * it.bits / 1e9
    machines = max(math.ceil(gateways / CORES), math.ceil(gigabits / CARD_GBIT / 0.7))
    gigabytes = VIEWERS * (it.idle + KERNEL_KB * 1024) / 1e9
    others = max(1, gateways - 1)
    return Needed(a_core, gateways, machines, gigabytes, gigabits, a_core / (others * it.joins))


def paragraph(it: Measured) -> str:
    """Say it with the figures that it comes from."""
    need = needed(it)
    return (
        f"A million viewers of one room: {it.viewers:,.0f} viewers in a burst took {it.cpu:.0%} "
        f"of one core and {it.bits / 1e3:,.0f} kbit/s each, so at {BUSY:.0%} of a core a gateway "
        f"carries {it.viewers:,.0f} x {BUSY:g} / {it.cpu:.2f} = {need.viewers_a_core:,} viewers, "
        f"and a million need {need.gateways} gateways of one core each, or {need.machines} "
        f"machines of {CORES} cores. Sent are 1,000,000 x {it.bits / 1e3:,.0f} kbit/s = "
        f"{need.gigabits:,.1f} Gbit/s, without the picture. Memory is 1,000,000 x "
        f"({it.idle / 1024:,.1f} KB + about {KERNEL_KB:g} KB of the kernel's) = "
        f"{need.gigabytes:,.1f} GB, {need.gigabytes / need.gateways:,.2f} GB a gateway. The core "
        f"sends each frame once to each of the {need.gateways} gateways, which is nothing beside "
        f"it. When a gateway dies, its {need.viewers_a_core:,} viewers could be back after "
        f"{need.rejoin_seconds:,.1f} s at the {it.joins:,.0f} joins a second measured here for "
        f"each of the others; clients spread themselves over {SPREAD_SECONDS:g} s. TLS, and "
        f"networks other than loopback, are not in these figures."
    )
