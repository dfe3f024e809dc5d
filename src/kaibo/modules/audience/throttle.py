"""Slowing down those who ask for codes, or guess them."""

from __future__ import annotations

import math
import time

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kaibo.modules.audience.errors import AddressAskedOftenError, TooManyCodesError
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
        """Count a wish for a code.

        Raises ``TooManyCodesError`` when device or network had too many, and
        ``AddressAskedOftenError`` when the network had too many of this address.
        """
        network, address = household(host), same_address(email)
        self._count(OF_NETWORK, "ask", network)
        if device is not None:
            self._count(OF_DEVICE, "ask", device)
        if not self._limiter.hit(OF_NETWORK_FOR_ADDRESS, "ask", network, address):
            wait = self._wait(OF_NETWORK_FOR_ADDRESS, "ask", network, address)
            raise AddressAskedOftenError(retry_after=wait, hours=math.ceil(wait / 3600))

    def guess(self, host: str | None) -> None:
        """Count a try; raise ``TooManyCodesError`` when there were too many."""
        self._count(TRIES_OF_NETWORK, "try", household(host))

    def _count(self, limit: RateLimitItem, *of: str) -> None:
        if not self._limiter.hit(limit, *of):
            raise TooManyCodesError(retry_after=self._wait(limit, *of))

    def _wait(self, limit: RateLimitItem, *of: str) -> int:
        """Give the seconds until one more is free."""
        return max(
            1, math.ceil(self._limiter.get_window_stats(limit, *of).reset_time - time.time())
        )
