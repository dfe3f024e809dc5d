"""How much one visitor may do, and the numbers of a room's policy.

A person's limits are these; what a device and an address may do besides is `crowd`'s.
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

    def has(self, wanted: int, now: float) -> bool:
        """Tell whether there are as many tokens, and take none."""
        self._refill(now)
        return self._tokens >= wanted

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
    likes_per_frame: int = 30
    """Likes at once; a client tells them a few times a second."""
    likes_rate: float = 15.0
    """A quick thumb taps some ten times a second."""
    frames_burst: int = 60
    frames_rate: float = 20.0
    """Frames of any kind from one connection; beyond, it is closed as flooding."""
    resync_burst: int = 3
    resync_rate: float = 0.2

    device_say_burst: int = 10
    device_say_rate: float = 2.0
    device_likes_rate: float = 30.0
    device_sockets: int = 30
    """Sockets of one device at once; a further one is not let in."""
    device_people: int = 3
    """Viewers on one device in one room; more are let in, and a signal is kept."""
    address_say_burst: int = 1000
    address_say_rate: float = 250.0
    """The busiest second of 268 recorded sessions, of whole rooms, had 182 lines."""
    address_likes_rate: float = 5000.0

    shown_burst: int = 100
    shown_rate: float = 30.0
    """Danmaku of viewers shown to the room; what exceeds it is sampled out for everyone."""
    recent: int = 50
    kept: int = 3000
    """Lines that the crew can still hide or hold up: the last minutes of the busiest room."""

    tick: float = 0.05
    tick_when_large: float = 0.1
    large: int = 1000
    """Connections from which a room counts as large."""
    likes_tick: float = 0.25
    watching_tick: float = 1.0

    unload_after: float = 300.0
    """Seconds after which an empty room of a closed show is forgotten."""
