"""Who comes to a show and goes, told to its timeline; and the figures of it, kept up meanwhile.

A ``joined`` or ``left`` waits up to a second for others, and all go in sets of at most ``CHUNK``
in a transaction each, however many come at once. Every minute that somebody is there the figures
go along, and when a process begins anew it goes on from them and from what came after. So a kill
loses the last second of joins and leaves and the last minute of watch time, and nothing else.

Staff work here and are not counted; who has no ticket never comes this far.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from kaibo.modules.rooms import frames
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.tally import Tally
from kaibo.modules.rooms.telling import Store, TimelineTeller
from kaibo.modules.rooms.visits import Past
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry

KEEP_SECONDS = 60.0
REST_SECONDS = 5.0
"""After a failure, before it is tried again."""
MOST_WAITING = 200_000
"""Entries that wait for a database that does not answer; what comes beyond is not told."""

Recall = Callable[[str, bool], Awaitable[Past]]
"""Brings what was counted of a room before; when true only the figures, if that is all."""

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Counted:
    """A room that is being counted.

    Until its past is known, what happens waits in ``until_known``, to be counted after it.
    """

    tally: Tally | None = None
    until_known: list[Callable[[Tally], None]] = field(default_factory=list)
    kept_at: float = 0.0


class AttendanceKeeper(TimelineTeller):
    """Counts in all rooms. ``now`` is in ms since the epoch, ``steady`` in even seconds.

    Used from the event loop's thread only.
    """

    def __init__(
        self,
        hub: RoomHub,
        store: Store,
        recall: Recall,
        *,
        now: Callable[[], int],
        steady: Callable[[], float],
    ) -> None:
        super().__init__(store, most_waiting=MOST_WAITING)
        self._hub = hub
        self._recall = recall
        self._now = now
        self._steady = steady
        self._rooms: dict[str, _Counted] = {}
        self._recalling: set[asyncio.Task[None]] = set()

    # What happens in rooms

    def on_joined(self, room_id: str, visitor: frames.You) -> None:
        """Count who came."""
        room = self._hub.room(room_id)
        if visitor.role != "viewer" or room is None or room.is_closed:
            return
        person, at_ms, at = visitor.id, self._now(), self._steady()

        def count(tally: Tally) -> None:
            tally.joined(person, at)
            self._tell(TimelineEntry(room_id, at_ms, EntryKind.JOINED, person, {}))

        self._count(room_id, count, at_ms)

    def on_left(self, room_id: str, visitor: frames.You) -> None:
        """Count who went."""
        if visitor.role != "viewer" or room_id not in self._rooms:
            return
        person, at_ms, at = visitor.id, self._now(), self._steady()
        self._count(room_id, lambda tally: self._leave(room_id, tally, person, at_ms, at))

    def on_beat(self, room_id: str, visitor: frames.You) -> None:
        """Count watch time."""
        if visitor.role != "viewer" or room_id not in self._rooms:
            return
        person, at = visitor.id, self._steady()
        self._count(room_id, lambda tally: tally.beat(person, at))

    def on_event(self, room_id: str, seq: int, event: frames.RoomEvent) -> None:  # noqa: ARG002 - as in RoomListener
        """Count from the show's beginning, and to its end."""
        if not isinstance(event, frames.ShowChanged):
            return
        if event.state == "closed":
            self._finish(room_id)
        elif event.state == "on_air":
            at = self._steady()
            self._count(room_id, lambda tally: tally.goes_on_air(at))

    def on_unload(self, room_id: str, snapshot: frames.RoomSnapshot) -> None:  # noqa: ARG002 - as in RoomListener
        """Whoever is there goes: the room is no more."""
        self._finish(room_id)

    # For those who ask

    async def figures(self, room_id: str) -> dict[str, Any]:
        """Give the show's figures up to now, whether or not its room is open."""
        counted = self._rooms.get(room_id)
        if counted is not None and counted.tally is not None:
            return counted.tally.figures(self._steady())
        past = await self._recall(room_id, True)  # noqa: FBT003 -- as in Recall
        if past.kept is not None and not past.later:
            return past.kept | {"watching": 0}
        return past.tally(self._steady(), is_on_air=False).figures(self._steady())

    async def settle(self) -> None:
        """Wait until all that has happened is written."""
        while self._recalling:
            await asyncio.gather(*self._recalling)
        await super().settle()

    async def stop(self) -> None:
        """Write what waits, and let go."""
        for room_id in list(self._rooms):
            self._finish(room_id)
        await super().stop()

    # Counting

    def _count(
        self, room_id: str, count: Callable[[Tally], None], at_ms: int | None = None
    ) -> None:
        """Count this, also before the past is known; ``at_ms`` is when it was, if not now."""
        counted = self._rooms.get(room_id)
        if counted is None:
            counted = self._rooms[room_id] = _Counted(kept_at=self._steady())
            task = asyncio.get_running_loop().create_task(
                self._begin(room_id, counted, self._now() if at_ms is None else at_ms)
            )
            self._recalling.add(task)
            task.add_done_callback(self._recalling.discard)
        if counted.tally is None:
            counted.until_known.append(count)
        else:
            count(counted.tally)

    async def _begin(self, room_id: str, counted: _Counted, at_ms: int) -> None:
        """Go on from what the timeline holds of the room."""
        room, began = self._hub.room(room_id), self._steady()
        is_on_air = room is not None and room.is_on_air
        try:
            past = await self._recall(room_id, False)  # noqa: FBT003 -- as in Recall
        except Exception:
            # The figures begin anew; the timeline still has all of it.
            log.exception("attendance_not_recalled", room=room_id)
            past = Past()
        tally = past.tally(began, is_on_air=is_on_air)
        self._tell(TimelineEntry(room_id, at_ms, EntryKind.ROOM_OPENED, "", {}))
        counted.tally = tally
        waiting, counted.until_known = counted.until_known, []
        for count in waiting:
            count(tally)

    def _leave(self, room_id: str, tally: Tally, person: str, at_ms: int, at: float) -> None:
        left = tally.left(person, at)
        if left is not None:
            data = {"stayed_ms": left.stayed_ms, "watched_ms": left.watched_ms}
            self._tell(TimelineEntry(room_id, at_ms, EntryKind.LEFT, person, data))

    def _finish(self, room_id: str) -> None:
        """Let everybody go, and keep the figures for good."""
        counted = self._rooms.pop(room_id, None)
        if counted is None:
            return
        at_ms, at = self._now(), self._steady()

        def end(tally: Tally) -> None:
            kept = tally.figures(at)
            for person in tally.people:
                self._leave(room_id, tally, person, at_ms, at)
            data = {**kept, "watching": 0}
            self._tell(TimelineEntry(room_id, at_ms, EntryKind.ATTENDANCE, "", data))
            self._flush()

        if counted.tally is None:
            counted.until_known.append(end)
        else:
            end(counted.tally)

    # Writing

    def _flush(self) -> None:
        """Write what waits, and go on until nothing does."""
        self._keep_figures()
        super()._flush()
        if self._someone_is_there():
            self._arm(KEEP_SECONDS)

    def _keep_figures(self) -> None:
        at = self._steady()
        for room_id, counted in self._rooms.items():
            if counted.tally is None or at - counted.kept_at < KEEP_SECONDS:
                continue
            counted.kept_at = at
            counted.tally.forget_the_long_gone(at)
            data = counted.tally.figures(at)
            self._waiting.append(
                TimelineEntry(room_id, self._now(), EntryKind.ATTENDANCE, "", data)
            )

    def _someone_is_there(self) -> bool:
        return any(counted.tally and counted.tally.watching for counted in self._rooms.values())
