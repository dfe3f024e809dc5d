"""Ending streams that no media server carries any more, though nobody said so.

A killed server tells nothing, and when all are gone there is no report that could bring the
question up. So core looks by itself.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict

import structlog
from sqlalchemy.orm import Session

from kaibo.modules.media import repository, service
from kaibo.modules.media.events import PlaybackChanged
from kaibo.modules.media.health import HealthBoard
from kaibo.modules.media.pictures import live_streams
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Access
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context

PAUSE_S = 1.0
_HOUR = 3600

log = structlog.get_logger(__name__)


class Watchdog:
    """Looks once a second; `look` is one look, for tests."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._task: asyncio.Task[None] | None = None
        self._hour: int | None = None

    def start(self) -> None:
        """Begin; call from the event loop."""
        self._task = asyncio.get_running_loop().create_task(self._serve(), name="media-watchdog")

    async def stop(self) -> None:
        """End at once."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def look(self) -> None:
        """End what has been silent for too long."""
        clock, board = self._context.clock, self._context.port(HealthBoard)
        now = clock.steady()
        board.forget_silent_servers(now)
        running = await self._context.db.read(repository.all_running)
        lost: defaultdict[str, list[str]] = defaultdict(list)
        silent = set(board.unheard({row.id for row in running}, now))
        for row in running:
            if row.id in silent:
                lost[row.show_id].append(row.id)
        for show_id, stream_ids in lost.items():
            log.warning("streams_lost", show_id=show_id, stream_ids=stream_ids)
            await self._context.db.run(service.lose, show_id, stream_ids)
        await self._renew_signatures(int(clock.now().timestamp()) // _HOUR)

    async def _renew_signatures(self, hour: int) -> None:
        """Have rooms of protected shows tell each hour's new address: the old ones expire."""
        if self._hour is not None and self._hour != hour:
            for show_id in await self._context.db.read(_protected_and_live):
                await self._context.db.run(_tell_anew, show_id)
        self._hour = hour

    async def _serve(self) -> None:
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("media_watchdog_failed")
            await asyncio.sleep(PAUSE_S)


def _protected_and_live(session: Session) -> list[str]:
    found = shows.of_ids(session, {stream.show_id for stream in live_streams(session)})
    return sorted(show.id for show in found.values() if show.access is Access.INVITED)


def _tell_anew(uow: UnitOfWork, show_id: str) -> None:
    uow.emit(PlaybackChanged(show_id=show_id))
