"""Time for the board: judging every second, and the minutes kept as they end."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from kaibo.kernel.clock import Clock
from kaibo.modules.quality import repository
from kaibo.modules.quality.board import QualityBoard
from kaibo.modules.quality.contracts import Minute
from kaibo.modules.shows import facade as shows
from kaibo.platform.db import Database

log = structlog.get_logger(__name__)

TICK_SECONDS = 1.0
ON_AIR_TICKS = 3
HOUR = timedelta(hours=1)
_MOST_WAITING = 2000


class QualityKeeper:
    """Runs beside the core from `start` to `stop`; `tick` is one second's work, for tests."""

    def __init__(self, board: QualityBoard, db: Database, clock: Clock) -> None:
        self._board = board
        self._db = db
        self._clock = clock
        self._ticks = 0
        self._waiting: list[tuple[str, Minute]] = []
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; call from the event loop."""
        self._task = asyncio.get_running_loop().create_task(self._run(), name="quality-keeper")

    async def stop(self) -> None:
        """End; the minute that is running is not kept."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def tick(self) -> None:
        """Judge once; write the minutes that have ended, all shows' in one transaction."""
        if self._ticks % ON_AIR_TICKS == 0:
            self._board.set_on_air(await self._db.read(shows.on_air), self._clock.now())
        self._ticks += 1
        self._waiting += self._board.tick(self._clock.now())
        # While the database is away they wait, and no more of them than fit.
        self._waiting = self._waiting[-_MOST_WAITING:]
        if self._waiting:
            due, self._waiting = self._waiting, []
            try:
                await self._db.run(repository.keep, due)
            except SQLAlchemyError:
                self._waiting = due + self._waiting
                raise

    async def recall(self, show_id: str) -> None:
        """Give the board what was kept of a show's last hour, if it has not been given yet."""
        if not self._board.remembers(show_id):
            now = self._clock.now()
            minutes = await self._db.read(repository.minutes, show_id, now - HOUR)
            self._board.remember(show_id, minutes, now)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            try:
                await self.tick()
            except Exception:
                log.exception("quality_tick_failed")
