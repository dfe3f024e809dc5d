"""Time as a thing that is passed in, so that tests decide what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time in UTC."""

    def now(self) -> datetime:
        """Give the current time, aware, in UTC."""
        ...

    def steady(self) -> float:
        """Give seconds that pass evenly, from any beginning, however the time of day is set."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give the current time, aware, in UTC."""
        return datetime.now(UTC)

    def steady(self) -> float:
        """Give seconds since some moment; setting the machine's clock does not change them."""
        return time.monotonic()


class FixedClock:
    """A clock for tests: it stands still until told to move."""

    def __init__(self, at: datetime | None = None) -> None:
        self._at = at or datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
        self._steady = 0.0

    def now(self) -> datetime:
        """Give the time it was set to."""
        return self._at

    def steady(self) -> float:
        """Give the seconds that were passed."""
        return self._steady

    def advance(self, by: timedelta) -> None:
        """Move the time on by ``by``."""
        self._at += by
        self._steady += by.total_seconds()

    def step(self, by: timedelta) -> None:
        """Set the clock by that much, forwards or back, while no time passes."""
        self._at += by


def epoch_ms(at: datetime) -> int:
    """Milliseconds since 1970-01-01 UTC of an aware time."""
    return round(at.timestamp() * 1000)
