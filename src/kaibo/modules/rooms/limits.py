"""How much one visitor may do, and the numbers of a room's policy.

Limits belong to the visitor, never to the network address: thousands may share one address.
"""

from dataclasses import dataclass


class TokenBucket:
    """Allows `burst` at once and `rate` a second in the long run; times are loop seconds."""

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, *, burst: float, rate: float, now: float) -> None:
        self._burst = burst
        self._rate = rate
        self._tokens = burst
        self._at = now

    def take(self, now: float) -> bool:
        """Take one token, if there is one."""
        return self.take_up_to(1, now) == 1

    def take_up_to(self, wanted: int, now: float) -> int:
        """Take as many of `wanted` whole tokens as there are; return how many."""
        self._refill(now)
        granted = min(wanted, int(self._tokens))
        self._tokens -= granted
        return granted

    def wait(self, now: float) -> float:
        """Return the seconds until the next token."""
        self._refill(now)
        return max(0.0, (1 - self._tokens) / self._rate)

    def _refill(self, now: float) -> None:
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now


@dataclass(frozen=True, slots=True)
class RoomPolicy:
    """The numbers of a room; times in seconds, rates per second."""

    say_burst: int = 5
    say_rate: float = 1.0
    likes_per_frame: int = 50
    likes_rate: float = 50.0
    frames_burst: int = 60
    frames_rate: float = 20.0
    """Frames of any kind from one connection; beyond, it is closed as flooding."""
    resync_burst: int = 3
    resync_rate: float = 0.2

    shown_burst: int = 100
    shown_rate: float = 30.0
    """Danmaku of viewers shown to the room; what exceeds it is sampled out for everyone."""
    recent: int = 50

    tick: float = 0.05
    tick_when_large: float = 0.1
    large: int = 1000
    """Connections from which a room counts as large."""
    likes_tick: float = 0.25
    watching_tick: float = 1.0

    unload_after: float = 300.0
    """Seconds after which an empty room of a closed show is forgotten."""
