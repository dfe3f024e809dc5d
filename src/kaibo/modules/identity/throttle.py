"""Slowing down guessing: by account, and far more generously by network, which many share."""

from __future__ import annotations

import asyncio

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kaibo.modules.identity.errors import TooManyAttemptsError, TooManyFromNetworkError
from kaibo.platform.http.households import household

MINUTES = 5
ATTEMPTS = RateLimitItemPerMinute(8, MINUTES)
# Of all accounts, by password, link and set-up token: one guess at each of many accounts too.
BY_NETWORK = RateLimitItemPerMinute(60, MINUTES)
HASHING_AT_ONCE = 2


class SignInThrottle:
    """Counts attempts in this process: eight at an account, sixty of a network in five minutes.

    An attempt counts before its password is looked at, so that of many sent at once no more
    than eight are; a success forgets them.
    """

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        # Hashing is slow by design; a flood of attempts must not take every thread.
        self.hashing = asyncio.Semaphore(HASHING_AT_ONCE)

    def begin(self, host: str | None, email: str) -> None:
        """Count an attempt; refuse it when the network or the account has had too many."""
        self.begin_unnamed(host)
        if not self._limiter.hit(ATTEMPTS, "account", email.lower()):
            raise TooManyAttemptsError(retry_after=MINUTES * 60)

    def begin_unnamed(self, host: str | None) -> None:
        """Count an attempt that names no account: by link, or by the set-up token."""
        if not self._limiter.hit(BY_NETWORK, "network", household(host)):
            raise TooManyFromNetworkError(retry_after=MINUTES * 60)

    def succeeded(self, email: str) -> None:
        """Forget the attempts."""
        self._limiter.clear(ATTEMPTS, "account", email.lower())
