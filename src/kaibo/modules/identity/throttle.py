"""Slowing down password guessing: by account, never by address (many share one)."""

from __future__ import annotations

import asyncio

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kaibo.modules.identity.errors import TooManyAttemptsError

ATTEMPTS = RateLimitItemPerMinute(8, 5)
HASHING_AT_ONCE = 2


class SignInThrottle:
    """Counts the attempts at each account in this process: eight in five minutes.

    An attempt counts before its password is looked at, so that of many sent at once no more
    than eight are; a success forgets them.
    """

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        # Hashing is slow by design; a flood of attempts must not take every thread.
        self.hashing = asyncio.Semaphore(HASHING_AT_ONCE)

    def begin(self, email: str) -> None:
        """Count an attempt; refuse it when the account has had too many."""
        if not self._limiter.hit(ATTEMPTS, email.lower()):
            raise TooManyAttemptsError(retry_after=300)

    def succeeded(self, email: str) -> None:
        """Forget the attempts."""
        self._limiter.clear(ATTEMPTS, email.lower())
