"""Slowing down password guessing: by account, never by address (many share one)."""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kaibo.modules.identity.errors import TooManyAttemptsError

FAILURES = RateLimitItemPerMinute(8, 5)


class SignInThrottle:
    """Counts failed sign-ins of each account in this process: eight in five minutes."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, email: str) -> None:
        """Refuse when the account has had too many failures."""
        if not self._limiter.test(FAILURES, email.lower()):
            raise TooManyAttemptsError(retry_after=300)

    def failed(self, email: str) -> None:
        """Count a failure."""
        self._limiter.hit(FAILURES, email.lower())
