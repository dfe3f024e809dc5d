"""How often a gateway is asked about one order because its buyer came back."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

# A page that waits for its payment asks every five seconds.
A_MINUTE = 20


class CheckThrottle:
    """Counts questions in this process, by order. A gateway limits all of a shop's together."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def permits(self, order_id: str) -> bool:
        """Count a question; tell whether the gateway may be asked it."""
        return self._limiter.hit(RateLimitItemPerMinute(A_MINUTE), "order", order_id)
