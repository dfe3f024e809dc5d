"""Viewers' acts in memory, until they are written in sets a few seconds later.

Used from the event loop's thread only. A `kill -9` loses the last seconds.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

import structlog

from kaibo.modules.analytics import metrics
from kaibo.modules.analytics.contracts import Act

Store = Callable[[list[Act]], Awaitable[None]]

FLUSH_SECONDS = 2.0
MOST_WAITING = 50_000
"""Acts that wait for a database that does not answer; what comes beyond is not counted."""
CHUNK = 2000
BURST = 60
RATE = 2.0
"""Acts of one viewer: so many at once, then so many a second."""
MOST_VIEWERS = 50_000

log = structlog.get_logger(__name__)


class ActKeeper:
    """Takes acts and writes them by ``store``; ``steady`` is in even seconds."""

    def __init__(self, store: Store, *, steady: Callable[[], float]) -> None:
        self._store = store
        self._steady = steady
        self._waiting: list[Act] = []
        self._allowance: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._task: asyncio.Task[None] | None = None
        self._writing = asyncio.Lock()

    def start(self) -> None:
        """Begin; call from the event loop."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="act-keeper")

    async def stop(self) -> None:
        """Write what waits, and let go."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._try_flush()

    def take(self, acts: list[Act]) -> int:
        """Take as many acts of one viewer as they may do now; give how many."""
        granted = self._granted(acts[0].viewer_id, len(acts)) if acts else 0
        room = max(0, MOST_WAITING - len(self._waiting))
        taken = acts[: min(granted, room)]
        self._waiting += taken
        metrics.TAKEN.inc(len(taken))
        metrics.DROPPED.labels("too_many").inc(len(acts) - granted)
        metrics.DROPPED.labels("full").inc(granted - len(taken))
        return len(taken)

    async def flush(self) -> None:
        """Write what waits; what cannot be written waits on."""
        async with self._writing:
            while self._waiting:
                chunk = self._waiting[:CHUNK]
                await self._store(chunk)
                del self._waiting[: len(chunk)]

    def _granted(self, viewer_id: str, wanted: int) -> int:
        now = self._steady()
        left, at = self._allowance.pop(viewer_id, (float(BURST), now))
        left = min(float(BURST), left + (now - at) * RATE)
        granted = min(wanted, int(left))
        self._allowance[viewer_id] = (left - granted, now)
        if len(self._allowance) > MOST_VIEWERS:
            self._allowance.popitem(last=False)
        return granted

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self._try_flush()

    async def _try_flush(self) -> None:
        try:
            await self.flush()
        except Exception:  # whatever it was, the next flush tries again
            log.exception("acts_not_kept", waiting=len(self._waiting))
