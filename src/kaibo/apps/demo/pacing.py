"""When the pusher sends the next packet, and when it tries again."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 10.0
# When the network held us up for longer than this, the lost time is given up rather than caught
# up in a burst that no real encoder would send.
_MOST_LAG_S = 1.0
# Sound may leave this early, with the picture beside it: half the wake-ups, half the work.
_EARLY_S = 0.015


def pauses(chance: Callable[[], float] = random.random) -> Iterator[float]:
    """Yield how many seconds to wait before each new try: doubling, capped, with jitter."""
    longest = _FIRST_PAUSE_S
    while True:
        yield longest * (0.75 + 0.25 * chance())
        longest = min(longest * 2, _LONGEST_PAUSE_S)


@dataclass
class Pacer:
    """Keeps a broadcast on the wall clock: a packet leaves when its time has come."""

    stop: threading.Event
    now: Callable[[], float] = time.monotonic
    _origin: float | None = field(default=None, init=False)

    def wait_for(self, at_ms: int) -> float:
        """Wait until `at_ms` of the broadcast, or `stop`; return the seconds given up."""
        if self._origin is None:
            self._origin = self.now()
        ahead = self._origin + at_ms / 1000 - self.now()
        if ahead > _EARLY_S:
            self.stop.wait(ahead)
        elif ahead < -_MOST_LAG_S:
            self._origin -= ahead
            return -ahead
        return 0.0
