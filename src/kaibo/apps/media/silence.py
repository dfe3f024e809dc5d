"""Tells core at once when an input falls silent, and when it flows again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping

SILENT_SECONDS = 1.5
_STEP_SECONDS = 0.2


class SilenceWatch:
    """Watches how much each stream has received; the oldest silence is told within 0.2 s."""

    def __init__(
        self, received: Callable[[], Mapping[str, int]], tell: Callable[[str, int], None]
    ) -> None:
        """`received` gives bytes by stream; `tell` hears of a stream and how many ms it is silent.

        0 ms mean that it flows again.
        """
        self._received = received
        self._tell = tell
        self._last: dict[str, tuple[int, float]] = {}
        self._silent: set[str] = set()

    async def watch(self) -> None:
        """Look again and again; runs until cancelled."""
        while True:
            await asyncio.sleep(_STEP_SECONDS)
            self.look(time.monotonic())

    def look(self, now: float) -> None:
        """Compare with what was there last time."""
        received = self._received()
        for gone in self._last.keys() - received.keys():
            del self._last[gone]
            self._silent.discard(gone)
        for stream_id, count in received.items():
            before, since = self._last.get(stream_id, (-1, now))
            if count != before:
                self._last[stream_id] = count, now
                if stream_id in self._silent:
                    self._silent.discard(stream_id)
                    self._tell(stream_id, 0)
            elif now - since >= SILENT_SECONDS and stream_id not in self._silent:
                self._silent.add(stream_id)
                self._tell(stream_id, round((now - since) * 1000))
