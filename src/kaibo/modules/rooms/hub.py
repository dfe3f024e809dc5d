"""All live rooms of this process.

Rooms live in memory, one per show, from the first visitor on. The loader brings what the database
knows; from then on the room is what people see, and whoever commits a change publishes it. Events
for rooms that are not in memory are dropped: the next load will show them. A room is forgotten when
it has been empty for `RoomPolicy.unload_after` and its show is closed; a room of an open show
stays, because its likes and its talk live here only.

Used from the event loop's thread only, but for `publish_threadsafe`.
"""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Collection

import structlog

from kaibo.modules.rooms import metrics
from kaibo.modules.rooms.crowd import Crowd
from kaibo.modules.rooms.frames import RoomEvent, RoomSnapshot
from kaibo.modules.rooms.gone import Gone
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.modules.rooms.listeners import Listeners, RoomListener
from kaibo.modules.rooms.muting import Mutes
from kaibo.modules.rooms.room import NoOutlet, Outlet, Room, Surroundings
from kaibo.modules.rooms.sockets import Translate, door
from kaibo.platform.realtime import Resolve, TicketSigner, wire

Loader = Callable[[str], Awaitable[RoomSnapshot | None] | RoomSnapshot | None]
"""Brings the snapshot of a show by its id, None when there is none. Called in the event loop: one
that asks a database must be async."""

MutesLoader = Callable[[str], Awaitable[Mutes]]

_SWEEP_SECONDS = 30.0

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class RoomHub:
    """Owns the rooms; made once, started and stopped with the application."""

    def __init__(
        self,
        load: Loader,
        *,
        translate: Translate,
        now: Callable[[], int],
        policy: RoomPolicy | None = None,
    ) -> None:
        self.translate = translate
        self.policy = policy or RoomPolicy()
        self.crowd = Crowd(self.policy)
        self.gone = Gone()
        self.outlet: Outlet = NoOutlet()
        """Set before the first room is loaded."""
        self.mutes_loader: MutesLoader | None = None
        """Tells who may not speak; set before the first room is loaded."""
        self._loader = load
        self._now = now
        self._rooms: dict[str, Room] = {}
        self._loading: dict[str, asyncio.Task[Room | None]] = {}
        self._missed: dict[str, list[RoomEvent]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._listeners = Listeners()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._sweep: asyncio.TimerHandle | None = None

    # Life

    def start(self) -> None:
        """Begin; called in the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._sweep = self._loop.call_later(_SWEEP_SECONDS, self._sweep_again)

    async def stop(self) -> None:
        """Send everyone away with 1012 and forget all rooms, telling listeners."""
        self._loop = None
        if self._sweep is not None:
            self._sweep.cancel()
        unfinished = [*self._loading.values(), *self._tasks]
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        for room in list(self._rooms.values()):
            room.close(wire.SERVICE_RESTART)
            self._unload(room)

    def add_listener(self, listener: RoomListener) -> None:
        """Tell `listener` what happens in rooms."""
        self._listeners.add(listener)

    # For those who change things

    def publish(self, room_id: str, event: RoomEvent) -> int | None:
        """Send `event` to the room; return its sequence number.

        None: the room is not in memory, or the event says nothing new. Publish after the commit,
        and in any order: stock carries a version, everything else is last come, last believed.
        """
        room = self._rooms.get(room_id)
        if room is not None:
            return room.publish(event)
        if room_id in self._loading:
            # The loader may have read before this was committed. Events replace values, so it does
            # no harm to apply one that the snapshot holds already.
            self._missed.setdefault(room_id, []).append(event)
        return None

    def publish_threadsafe(self, room_id: str, event: RoomEvent) -> None:
        """Like `publish`, from any thread; before `start` and after `stop` nobody listens."""
        loop = self._loop
        if loop is None:
            return
        try:
            loop.call_soon_threadsafe(self.publish, room_id, event)
        except RuntimeError:  # the loop was closed in between
            _log.debug("rooms.published_after_stop", room=room_id)

    # For those who look

    def room(self, room_id: str) -> Room | None:
        """Return the room when it is in memory."""
        return self._rooms.get(room_id)

    @property
    def rooms(self) -> tuple[Room, ...]:
        """The rooms in memory."""
        return tuple(self._rooms.values())

    async def present(self, room_id: str) -> Room | None:
        """Return the room when it is in memory or on its way there; open none for the question."""
        return await self.load(room_id) if room_id in self._loading else self._rooms.get(room_id)

    async def load(self, room_id: str) -> Room | None:
        """Return the room, loaded when need be (once for all who ask); None: no such show."""
        room = self._rooms.get(room_id)
        if room is not None:
            return room
        task = self._loading.get(room_id)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._load(room_id))
            self._loading[room_id] = task
        return await asyncio.shield(task)

    async def snapshot(self, room_id: str) -> RoomSnapshot | None:
        """Return what a visitor would see, without opening a room for it."""
        room = self._rooms.get(room_id)
        return room.snapshot() if room is not None else await self._ask_loader(room_id)

    async def read_mutes(self, room_id: str) -> Mutes:
        """Read who may not speak."""
        return {} if self.mutes_loader is None else await self.mutes_loader(room_id)

    def forget_talk(self, viewer_ids: Collection[str]) -> None:
        """Have every room forget what these said."""
        for room in self._rooms.values():
            room.forget_talk(viewer_ids)

    def send_away(self, viewer_ids: Collection[str]) -> None:
        """Send these out of every room, here and at gateways, and let them in no more."""
        self.gone.note(viewer_ids, asyncio.get_running_loop().time())
        for room in self._rooms.values():
            room.send_away(viewer_ids)
        self.outlet.on_gone(viewer_ids)

    def forget_idle_rooms(self) -> None:
        """Forget rooms of closed shows that have been empty for long; done now and then anyway."""
        before = asyncio.get_running_loop().time() - self.policy.unload_after
        for room in list(self._rooms.values()):
            if room.is_closed and room.empty_since is not None and room.empty_since <= before:
                self._unload(room)

    # For sockets

    def resolver(self, signer: TicketSigner) -> Resolve:
        """Return the door for `RealtimeEndpoint`."""
        return door(self, signer, self._now)

    def keep(self, task: "asyncio.Task[None]") -> None:
        """Hold a socket's task until it is done."""
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _log.error("rooms.load_failed", exc_info=task.exception())

    async def _load(self, room_id: str) -> Room | None:
        try:
            snapshot = await self._ask_loader(room_id)
            if snapshot is None:
                return None
            mutes = await self.read_mutes(room_id)
            loop = asyncio.get_running_loop()
            around = Surroundings(loop, self._now, self.policy, self._listeners, self.outlet)
            room = Room(snapshot, around, mutes)
            self._rooms[room_id] = room
            metrics.ROOMS.inc()
            for event in self._missed.get(room_id, ()):
                room.publish(event)
            return room
        finally:
            self._loading.pop(room_id, None)
            self._missed.pop(room_id, None)

    async def _ask_loader(self, room_id: str) -> RoomSnapshot | None:
        answer = self._loader(room_id)
        return await answer if inspect.isawaitable(answer) else answer

    def _sweep_again(self) -> None:
        self.forget_idle_rooms()
        self._sweep = asyncio.get_running_loop().call_later(_SWEEP_SECONDS, self._sweep_again)

    def _unload(self, room: Room) -> None:
        del self._rooms[room.id]
        metrics.ROOMS.dec()
        self._listeners.on_unload(room.id, room.snapshot())
