"""How much attention a show gets, written down every ten seconds while it is on air.

The room lives in memory; this is the part of it that a replay shows: how many watched, and how
much was said and liked. One row for each ten seconds in which something changed, and one
transaction for all rooms. Nothing happens, nothing is written; a restart loses ten seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog

from kaibo.modules.rooms import frames
from kaibo.modules.rooms.contracts import AttentionSample
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.listeners import RoomListener

STEP_MS = 10_000

Store = Callable[[list[AttentionSample]], Awaitable[None]]

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Tally:
    """What happened in a room since its last row; ``watching`` is the most at once."""

    watching: int = 0
    danmaku: int = 0
    likes: int = 0


class AttentionSampler(RoomListener):
    """Counts what happens in the rooms of shows on air. ``now`` is in ms since the epoch."""

    def __init__(self, hub: RoomHub, store: Store, *, now: Callable[[], int]) -> None:
        self._hub = hub
        self._store = store
        self._now = now
        self._tallies: dict[str, _Tally] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._writing: set[asyncio.Task[None]] = set()

    def on_danmaku(self, room_id: str, danmaku: frames.Danmaku) -> None:
        """Count what was said, staff's lines aside."""
        tally = self._tally(room_id)
        if tally is not None:
            tally.danmaku += danmaku.role == "viewer"

    def on_likes(self, room_id: str, visitor: frames.You, count: int) -> None:  # noqa: ARG002 - as in RoomListener
        """Count likes."""
        tally = self._tally(room_id)
        if tally is not None:
            tally.likes += count

    def on_joined(self, room_id: str, visitor: frames.You) -> None:  # noqa: ARG002 - as in RoomListener
        """Look how many watch."""
        self._tally(room_id)

    def on_left(self, room_id: str, visitor: frames.You) -> None:  # noqa: ARG002 - as in RoomListener
        """Look how many watch."""
        self._tally(room_id)

    def on_event(self, room_id: str, seq: int, event: frames.RoomEvent) -> None:  # noqa: ARG002 - as in RoomListener
        """Begin with the show, and end with it."""
        if isinstance(event, frames.ShowChanged):
            if event.state == "on_air":
                self._tally(room_id)
            else:
                self.flush(room_id)

    def on_unload(self, room_id: str, snapshot: frames.RoomSnapshot) -> None:  # noqa: ARG002 - as in RoomListener
        """Write down what is left."""
        self.flush(room_id)

    def flush(self, room_id: str | None = None) -> None:
        """Write down what happened since the last time, of one room or of all."""
        chosen = list(self._tallies) if room_id is None else [room_id]
        at_ms = self._now() // STEP_MS * STEP_MS
        samples = []
        for name in chosen:
            tally = self._tallies.pop(name, None)
            if tally is None:
                continue
            samples.append(AttentionSample(name, at_ms, tally.watching, tally.danmaku, tally.likes))
            self._go_on(name, tally)
        if samples:
            task = asyncio.get_running_loop().create_task(self._write(samples))
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)

    async def _write(self, samples: list[AttentionSample]) -> None:
        try:
            await self._store(samples)
        except Exception:
            # A graph with a hole; the show goes on.
            log.exception("attention_not_stored")

    def _go_on(self, room_id: str, tally: _Tally) -> None:
        # Fewer watch now than the row says: one more row tells so, if nobody else comes.
        room = self._hub.room(room_id)
        if room is not None and room.is_on_air and room.watching < tally.watching:
            self._tallies[room_id] = _Tally(watching=room.watching)
            self._arm()

    def _tally(self, room_id: str) -> _Tally | None:
        """Give the room's tally, if its show is on air, and see to it that it is written."""
        room = self._hub.room(room_id)
        if room is None or not room.is_on_air:
            return None
        tally = self._tallies.setdefault(room_id, _Tally())
        tally.watching = max(tally.watching, room.watching)
        self._arm()
        return tally

    def _arm(self) -> None:
        if self._timer is None:
            # At the end of the running ten seconds, so that all rooms are written at once.
            rest = (STEP_MS - self._now() % STEP_MS) / 1000
            self._timer = asyncio.get_running_loop().call_later(max(rest - 0.05, 0.05), self._due)

    def _due(self) -> None:
        self._timer = None
        self.flush()
