"""How often players may report: by player, and generously by address (many share one)."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from kaibo.modules.quality.beacons import EVERY_SECONDS

MOST_BUCKETS = 50_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """``burst`` at once, then ``per_second``."""

    burst: float
    per_second: float


PLAYER = Allowance(burst=4, per_second=2 / EVERY_SECONDS)
"""Twice what a player needs, and room for a start and an end close together."""
ADDRESS = Allowance(burst=300, per_second=60)
"""Six hundred viewers behind one address (an office, a campus, a mobile carrier's gateway)."""


class Gate:
    """Counts reports; remembers the players and addresses that were heard last."""

    def __init__(self, most: int = MOST_BUCKETS) -> None:
        self._most = most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def admits(self, player_id: str, address: str, seconds: float) -> bool:
        """Whether this report may be taken; ``seconds`` is a clock that never goes back."""
        # The address first, so that made-up players cannot push out the buckets of real ones.
        return self._take(f"a {address}", ADDRESS, seconds) and self._take(
            f"p {address} {player_id}", PLAYER, seconds
        )

    def _take(self, key: str, allowance: Allowance, seconds: float) -> bool:
        left, at = self._buckets.pop(key, (allowance.burst, seconds))
        left = min(allowance.burst, left + (seconds - at) * allowance.per_second)
        is_free = left >= 1
        self._buckets[key] = (left - is_free, seconds)
        while len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return is_free
