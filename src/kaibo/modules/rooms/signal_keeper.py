"""Writing signals to the shows' timelines, each once in a while."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from kaibo.modules.rooms import frames, metrics
from kaibo.modules.rooms.listeners import RoomListener
from kaibo.modules.rooms.scheduling import Ticker
from kaibo.modules.rooms.signals import Signal, SignalKind
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry

GATHER_SECONDS = 1.0
AGAIN_AFTER = 600.0
"""The same of the same viewer is told once in so many seconds."""
MOST_WAITING = 10_000
MOST_REMEMBERED = 50_000
SAME_TEXT_LENGTH = 8
"""Shorter lines (666, 已拍, +1) are said alike by everybody."""
SAME_TEXT_PEOPLE = 5
SAME_TEXT_WITHIN = 60.0

Store = Callable[[list[TimelineEntry]], Awaitable[None]]

log = structlog.get_logger(__name__)


class SignalKeeper(RoomListener):
    """Writes signals of all rooms to their shows' timelines.

    ``now`` is in ms since the epoch, ``steady`` in even seconds. Used from the event loop's thread
    only.
    """

    def __init__(
        self, store: Store, *, now: Callable[[], int], steady: Callable[[], float]
    ) -> None:
        self._store = store
        self._now = now
        self._steady = steady
        self._told: dict[tuple[str, SignalKind, str], float] = {}
        self._said: dict[tuple[str, str], dict[str, float]] = {}
        self._waiting: list[TimelineEntry] = []
        self._ticker: Ticker | None = None
        self._writing: asyncio.Task[None] | None = None

    def on_signal(self, room_id: str, signal: Signal) -> None:
        """Keep what was noticed, unless it was told lately."""
        key, at = (room_id, signal.kind, signal.viewer_id), self._steady()
        if at - self._told.get(key, float("-inf")) < AGAIN_AFTER:
            return
        if len(self._told) >= MOST_REMEMBERED:
            self._told.clear()
        self._told[key] = at
        metrics.SIGNALS.labels(signal.kind.value).inc()
        if len(self._waiting) >= MOST_WAITING:
            metrics.UNTOLD.inc()
            return
        data = {"signal": signal.kind.value, **signal.data}
        self._waiting.append(
            TimelineEntry(room_id, self._now(), EntryKind.SIGNAL, signal.viewer_id, data)
        )
        self._arm()

    def on_danmaku(self, room_id: str, danmaku: frames.Danmaku) -> None:
        """Notice one line that many say."""
        if danmaku.role != "viewer" or len(danmaku.text) < SAME_TEXT_LENGTH:
            return
        at = self._steady()
        if len(self._said) >= MOST_WAITING:
            self._forget_old_lines(at)
        key = (room_id, danmaku.text)
        before = self._said.get(key, {})
        recent = {who: when for who, when in before.items() if at - when < SAME_TEXT_WITHIN}
        recent[danmaku.viewer_id] = at
        self._said[key] = recent
        if len(recent) >= SAME_TEXT_PEOPLE:
            del self._said[key]
            data: dict[str, str | int] = {"text": danmaku.text, "viewers": len(recent)}
            for viewer_id in recent:
                self.on_signal(room_id, Signal(SignalKind.SAME_TEXT, viewer_id, data))

    async def stop(self) -> None:
        """Write what waits, and let go."""
        self._flush()
        while self._writing is not None:
            await self._writing
        if self._ticker is not None:
            self._ticker.close()

    def _forget_old_lines(self, at: float) -> None:
        self._said = {
            key: people
            for key, people in self._said.items()
            if at - max(people.values()) < SAME_TEXT_WITHIN
        }
        if len(self._said) >= MOST_WAITING:
            self._said.clear()

    def _arm(self) -> None:
        loop = asyncio.get_running_loop()
        if self._ticker is None:
            self._ticker = Ticker(loop, self._flush)
        self._ticker.by(loop.time() + GATHER_SECONDS)

    def _flush(self) -> None:
        if self._waiting and self._writing is None:
            self._writing = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        chunk = list(self._waiting)
        try:
            await self._store(chunk)
            del self._waiting[: len(chunk)]
        except Exception:
            log.exception("signals_not_stored", waiting=len(self._waiting))
        finally:
            self._writing = None
            if self._waiting:
                self._arm()
