"""Medians and shares in which no address counts for more than a household and a half.

Many players behind one address are either an office or somebody who makes them up; neither may
speak for the whole audience.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

PER_ADDRESS = 8
"""Players of one address count fully up to this many, and share this weight beyond it."""

Weighted = tuple[float, float]
"""A value and its weight."""


def weights(addresses: Sequence[str]) -> list[float]:
    """Give each player's weight, from the address each comes from."""
    crowd = Counter(addresses)
    return [min(1.0, PER_ADDRESS / crowd[address]) for address in addresses]


def percentile(values: Iterable[Weighted], share: float) -> float | None:
    """Give the value below which that share of the weight lies; ``None`` of nothing."""
    ordered = sorted(values)
    total = sum(weight for _, weight in ordered)
    if total <= 0:
        return None
    passed = 0.0
    for value, weight in ordered:
        passed += weight
        if passed >= share * total - 1e-9:
            return value
    return ordered[-1][0]


def ratio(parts: Iterable[tuple[float, float, float]]) -> float | None:
    """Give the weighted part of the whole, from (part, whole, weight); ``None`` of nothing."""
    part = whole = 0.0
    for some, all_, weight in parts:
        part += some * weight
        whole += all_ * weight
    return part / whole if whole > 0 else None


def share(flags: Iterable[tuple[bool, float]]) -> float:
    """Give the weighted share of what is true; 0 of nothing."""
    true = total = 0.0
    for flag, weight in flags:
        true += weight * flag
        total += weight
    return true / total if total > 0 else 0.0
