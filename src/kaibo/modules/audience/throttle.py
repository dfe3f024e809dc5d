"""Slowing down those who ask for codes, or guess them."""

from __future__ import annotations

from limits import RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kaibo.modules.audience.errors import TooManyCodesError
from kaibo.platform.http.fields import same_address
from kaibo.platform.http.households import household

MINUTES = 10
# An address is not counted by itself: others, who ask for it on purpose, would keep its owner out.
OF_NETWORK_FOR_ADDRESS = RateLimitItemPerDay(12)
OF_DEVICE = RateLimitItemPerMinute(6, MINUTES)
# Of a network more than of a device: many may share one.
OF_NETWORK = RateLimitItemPerMinute(30, MINUTES)
TRIES_OF_NETWORK = RateLimitItemPerMinute(90, MINUTES)


class CodeThrottle:
    """Counts in this process what is asked for and tried, by device and network."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def ask(self, host: str | None, device: str | None, email: str) -> None:
        """Count a wish for a code; raise ``TooManyCodesError`` when there were too many."""
        network = household(host)
        is_free = self._limiter.hit(OF_NETWORK, "ask", network)
        if device is not None:
            is_free = is_free and self._limiter.hit(OF_DEVICE, "ask", device)
        address = same_address(email)
        if not is_free or not self._limiter.hit(OF_NETWORK_FOR_ADDRESS, "ask", network, address):
            raise TooManyCodesError(retry_after=MINUTES * 60)

    def guess(self, host: str | None) -> None:
        """Count a try; raise ``TooManyCodesError`` when there were too many."""
        if not self._limiter.hit(TRIES_OF_NETWORK, "try", household(host)):
            raise TooManyCodesError(retry_after=MINUTES * 60)
