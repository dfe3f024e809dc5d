"""The part of an event loop that rooms use, and their one timer."""

from collections.abc import Callable
from typing import Any, Protocol


class Timer(Protocol):
    """A pending call."""

    def cancel(self) -> None:
        """Forget the call."""


class Scheduler(Protocol):
    """Time and deferred calls; an asyncio loop is one, and tests bring their own time."""

    def time(self) -> float:
        """Return monotonic seconds."""

    def call_soon(self, callback: Callable[[], Any], /) -> Timer:
        """Call back in the next turn."""

    def call_later(self, delay: float, callback: Callable[[], Any], /) -> Timer:
        """Call back after `delay` seconds."""


class Ticker:
    """At most one pending call of `callback`, at the earliest of the times asked for."""

    def __init__(self, scheduler: Scheduler, callback: Callable[[], None]) -> None:
        self._scheduler = scheduler
        self._callback = callback
        self._due = float("inf")
        self._timer: Timer | None = None

    def by(self, due: float) -> None:
        """Call back at `due` (scheduler time), or in the next turn when that is past."""
        if due >= self._due:
            return
        self.stop()
        self._due = due
        delay = due - self._scheduler.time()
        if delay > 0:
            self._timer = self._scheduler.call_later(delay, self._fire)
        else:
            self._timer = self._scheduler.call_soon(self._fire)

    def stop(self) -> None:
        """Forget the pending call."""
        self._due = float("inf")
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def close(self) -> None:
        """Forget the pending call and all to come."""
        self.stop()
        self._due = float("-inf")

    def _fire(self) -> None:
        self._due, self._timer = float("inf"), None
        self._callback()
