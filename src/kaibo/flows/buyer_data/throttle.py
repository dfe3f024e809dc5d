"""Slowing down those who ask for all that is held about them again and again.

Anybody can be a guest, as often as they like, and an export reads much.
"""

from __future__ import annotations

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from kaibo.modules.audience.errors import TooManyExportsError
from kaibo.platform.http.households import household

MINUTES = 10
OF_VIEWER = RateLimitItemPerMinute(6, MINUTES)
# Of a network more than of a viewer: many may share one.
OF_NETWORK = RateLimitItemPerMinute(30, MINUTES)


class ExportThrottle:
    """Counts in this process what viewers ask for, by viewer and network. A port of the context."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def begin(self, host: str | None, viewer_id: str) -> None:
        """Count an export; raise ``TooManyExportsError`` when there were too many."""
        is_free = self._limiter.hit(OF_VIEWER, "viewer", viewer_id)
        if not is_free or not self._limiter.hit(OF_NETWORK, "network", household(host)):
            raise TooManyExportsError(retry_after=MINUTES * 60)
