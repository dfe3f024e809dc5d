"""Slowing down those who ask for codes, or guess them."""

from __future__ import annotations

from limits import RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kaibo.modules.audience.errors import TooManyCodesError
from kaibo.platform.http.fields import same_address
from kaibo.platform.http.households import household

MINUTES = 10
OF_ADDRESS = RateLimitItemPerMinute(4, MINUTES)
# With five tries each: an address is guessed at fifty times a day at most, of a million.
OF_ADDRESS_A_DAY = RateLimitItemPerDay(10)
OF_DEVICE = RateLimitItemPerMinute(6, MINUTES)
# Of a network more than of a device: many may share one.
OF_NETWORK = RateLimitItemPerMinute(30, MINUTES)
TRIES_OF_NETWORK = RateLimitItemPerMinute(90, MINUTES)


class CodeThrottle:
    """Counts in this process what is asked for and tried, by address, device and network."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def ask(self, host: str | None, device: str | None, email: str) -> None:
        """Count a wish for a code; raise ``TooManyCodesError`` when there were too many."""
        address = same_address(email)
        limits = [(OF_NETWORK, household(host)), (OF_ADDRESS, address), (OF_ADDRESS_A_DAY, address)]
        if device is not None:
            limits.insert(1, (OF_DEVICE, device))
        for limit, of in limits:
            if not self._limiter.hit(limit, "ask", of):
                raise TooManyCodesError(retry_after=MINUTES * 60)

    def guess(self, host: str | None) -> None:
        """Count a try; raise ``TooManyCodesError`` when there were too many."""
        if not self._limiter.hit(TRIES_OF_NETWORK, "try", household(host)):
            raise TooManyCodesError(retry_after=MINUTES * 60)
