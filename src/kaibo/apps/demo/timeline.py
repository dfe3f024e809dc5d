"""Timestamps of a clip that is broadcast round and round, as pure arithmetic.

Both streams of a clip are moved by the same amount on every turn, so sound and picture cannot
drift apart however often it loops; where one stream is shorter than the other it waits at the
seam. All sums are exact fractions and only the result is rounded to the milliseconds that RTMP
carries, so no rounding error builds up either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a clip begins and how long one turn of it is, in seconds."""

    start: Fraction
    length: Fraction


@dataclass(frozen=True, slots=True)
class Stamp:
    """When to decode and when to show a packet, in whole milliseconds since the first turn."""

    dts: int
    pts: int


def extent_of(spans: Iterable[tuple[Fraction, Fraction, Fraction]]) -> Extent:
    """Measure a clip from the (dts, pts, duration) of all its packets, in seconds.

    A turn lasts until the last packet of the longest stream has been shown.
    Raises ValueError when there is nothing to play.
    """
    start: Fraction | None = None
    end = Fraction(0)
    for dts, pts, duration in spans:
        first = min(dts, pts)
        start = first if start is None else min(start, first)
        end = max(end, dts + duration, pts + duration)
    if start is None or end <= start:
        raise ValueError("the clip has no packets with timestamps")
    return Extent(start=start, length=end - start)


def stamp(extent: Extent, turn: int, dts: Fraction, pts: Fraction) -> Stamp:
    """Place a packet of turn number `turn` (from 0) on the endless time line."""
    shift = extent.length * turn - extent.start
    return Stamp(dts=round((dts + shift) * 1000), pts=round((pts + shift) * 1000))
