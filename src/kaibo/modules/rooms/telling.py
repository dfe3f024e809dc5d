"""Telling the shows' timelines what comes often: in sets, a second after the first of each."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from kaibo.modules.rooms import metrics
from kaibo.modules.rooms.listeners import RoomListener
from kaibo.modules.rooms.scheduling import Ticker
from kaibo.modules.shows.contracts import TimelineEntry

GATHER_SECONDS = 1.0
REST_SECONDS = 5.0
"""After a failure, before it is tried again."""
CHUNK = 1000

Store = Callable[[list[TimelineEntry]], Awaitable[None]]

log = structlog.get_logger(__name__)


class TimelineTeller(RoomListener):
    """A listener that writes to timelines. Used from the event loop's thread only.

    ``most_waiting`` entries wait for a database that does not answer; what comes beyond is not
    told.
    """

    def __init__(self, store: Store, *, most_waiting: int) -> None:
        self._store = store
        self._most_waiting = most_waiting
        self._waiting: list[TimelineEntry] = []
        self._ticker: Ticker | None = None
        self._rests_until = 0.0
        self._writing: asyncio.Task[None] | None = None

    async def settle(self) -> None:
        """Wait until all that has happened is written."""
        self._flush()
        while self._writing is not None:
            await self._writing

    async def stop(self) -> None:
        """Write what waits, and let go."""
        await self.settle()
        if self._ticker is not None:
            self._ticker.close()
            self._ticker = None

    def _tell(self, entry: TimelineEntry) -> None:
        if len(self._waiting) >= self._most_waiting:
            metrics.UNTOLD.inc()
            return
        self._waiting.append(entry)
        self._arm()

    def _arm(self, delay: float = GATHER_SECONDS) -> None:
        loop = asyncio.get_running_loop()
        if self._ticker is None:
            self._ticker = Ticker(loop, self._flush)
        self._ticker.by(max(loop.time() + delay, self._rests_until))

    def _flush(self) -> None:
        """Write what waits, and go on until nothing does."""
        if self._waiting and self._writing is None:
            self._writing = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        try:
            while self._waiting:
                chunk = self._waiting[:CHUNK]
                await self._store(chunk)
                del self._waiting[: len(chunk)]
        except Exception:
            # Nothing of the chunk is written; all of it waits for the next time.
            log.exception("timeline_not_told", by=type(self).__name__, waiting=len(self._waiting))
            self._rests_until = asyncio.get_running_loop().time() + REST_SECONDS
        finally:
            self._writing = None
            if self._waiting:
                self._arm()
