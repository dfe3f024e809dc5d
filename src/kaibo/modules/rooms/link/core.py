"""The core's end of the link: what rooms send goes out, what gateways' visitors do comes in.

The core counts a person once, over all gateways and its own sockets. A gateway that falls silent is
gone, and its visitors with it; while the core's own link is down nobody is, because then silence
says nothing.

Used from the event loop's thread only.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from dataclasses import dataclass, field

import msgspec
import structlog

from kaibo.modules.rooms.frames import You
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.link import metrics
from kaibo.modules.rooms.link.intake import Intake
from kaibo.modules.rooms.link.messages import (
    TO_ALL,
    TO_CORE,
    Ask,
    Batch,
    Beat,
    Bye,
    Copy,
    FromCore,
    FromGateway,
    Here,
    Leaving,
    LinkPolicy,
    Mark,
    Muted,
    NoCopy,
    Overdue,
    Parted,
    Roster,
    Sequenced,
    Spoken,
    TellAll,
    Ticked,
    decode_from_gateway,
    encode,
    of_room,
    to_gateway,
)
from kaibo.modules.rooms.muting import Mutes
from kaibo.modules.rooms.ports import Link, LinkLostError
from kaibo.modules.rooms.presence import Guest
from kaibo.modules.rooms.room import Room

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

_People = dict[tuple[str, str], Guest]


@dataclass(slots=True)
class _Gateway:
    """A gateway, when it was last heard, and who is there."""

    id: str
    heard_at: float
    rooms: dict[str, _People] = field(default_factory=dict)


class CoreEnd:
    """Speaks for the rooms of `hub` (a `room.Outlet`, a `ports.LinkListener`)."""

    def __init__(self, hub: RoomHub, link: Link, policy: LinkPolicy | None = None) -> None:
        self._hub = hub
        self._link = link
        self._policy = policy or LinkPolicy()
        self._intake = Intake(hub)
        self._gateways: dict[str, _Gateway] = {}
        self._waiting: dict[str, list[Callable[[Room | None, bool], None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._beat: asyncio.TimerHandle | None = None
        self._is_up = False
        hub.outlet = self

    # Life

    def start(self) -> None:
        """Begin; called in the running event loop, when the hub has begun."""
        self._loop = asyncio.get_running_loop()
        self._link.start(self)
        self._spawn(self._begin())
        self._beat = self._loop.call_later(self._policy.beat, self._beat_again)

    async def stop(self) -> None:
        """Tell the gateways, before the hub forgets its rooms."""
        if self._beat is not None:
            self._beat.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._say(TO_ALL, Bye())
        await self._link.close()

    # What rooms send (`room.Outlet`)

    def on_sequenced(self, room_id: str, epoch: str, seq: int, payload: bytes) -> None:
        """Send an event to the gateways that show the room."""
        if self._is_up:
            self._say(of_room(room_id), Sequenced(room_id, epoch, seq, payload))

    def on_tick(self, room_id: str, epoch: str, payload: bytes) -> None:
        """Send a tick to the gateways that show the room."""
        if self._is_up:
            self._say(of_room(room_id), Ticked(room_id, epoch, payload))

    def on_mutes(self, room_id: str, mutes: Mutes) -> None:
        """Tell the gateways that show the room who may not speak."""
        if self._is_up:
            self._say(of_room(room_id), Muted(room_id, mutes))

    def on_forgotten(self, room_id: str) -> None:
        """Give the gateways that show the room a copy without what was forgotten."""
        room = self._hub.room(room_id)
        if self._is_up and room is not None:
            self._say(of_room(room_id), _copy(room))

    def on_gone(self, viewer_ids: Collection[str]) -> None:
        """Have every gateway send these away; one that cannot be reached is told when it can."""
        self._say(TO_ALL, Parted(tuple(viewer_ids)))

    # What the link says (`ports.LinkListener`)

    def on_up(self) -> None:
        """Have every gateway tell everything: something may have been missed."""
        metrics.LINK_UP.set(1)
        self._is_up = True
        now = self._loop.time()
        for gateway in self._gateways.values():
            gateway.heard_at = now
        self._call(TO_ALL)

    def on_down(self) -> None:
        """Go on with the core's own sockets; who was at the gateways is still taken to be there."""
        metrics.LINK_UP.set(0)
        self._is_up = False
        _log.warning("rooms.link_lost", gateways=len(self._gateways))

    def on_message(self, channel: str, message: bytes) -> None:
        """Take what a gateway says; the core's own echo only shows that the link works."""
        if channel != TO_CORE:
            return
        try:
            said = decode_from_gateway(message)
        except msgspec.DecodeError:
            _log.warning("rooms.link_garbage", size=len(message))
            return
        gateway = self._gateway(said)
        if gateway is not None:
            self._take(gateway, said)

    # Now and then

    def forget_silent_gateways(self, before: float) -> None:
        """Count out who was at gateways last heard `before` (loop time); done with each beat."""
        for gateway in list(self._gateways.values()):
            if self._is_up and gateway.heard_at < before:
                _log.warning("rooms.gateway_lost", gateway=gateway.id)
                metrics.GATEWAYS_LOST.inc()
                self._forget(gateway)

    def beat(self) -> None:
        """Say that the core lives, and where each room is."""
        self._say(TO_ALL, Beat())
        for room in self._hub.rooms:
            mark = Mark(room.id, room.epoch, room.seq, room.likes, room.watching)
            self._say(of_room(room.id), mark)

    # Inside

    async def _begin(self) -> None:
        for channel in (TO_ALL, TO_CORE):
            try:
                await self._link.subscribe(channel)
            except LinkLostError:
                continue
        self._call(TO_ALL)

    def _beat_again(self) -> None:
        self.forget_silent_gateways(self._loop.time() - self._policy.gateway_silence)
        self.beat()
        self._beat = self._loop.call_later(self._policy.beat, self._beat_again)

    def _gateway(self, said: FromGateway) -> _Gateway | None:
        """Return who speaks; None when it goes, or must first tell who is there."""
        gateway = self._gateways.get(said.gateway)
        if isinstance(said, Leaving):
            if gateway is not None:
                self._forget(gateway)
            return None
        if gateway is None:
            is_introduction = isinstance(said, Roster)
            if not is_introduction:
                self._call(to_gateway(said.gateway))
            if isinstance(said, Here):
                return None
            gateway = self._gateways[said.gateway] = _Gateway(said.gateway, 0.0)
            metrics.GATEWAYS.inc()
        gateway.heard_at = self._loop.time()
        return gateway

    def _take(self, gateway: _Gateway, said: FromGateway) -> None:
        match said:
            case Here():
                if not said.is_met:
                    self._call(to_gateway(gateway.id))
            case Ask():
                self._with_room(said.room, lambda room, ok: self._give_copy(said, room, is_read=ok))
            case Roster():
                self._take_roster(gateway, said)
            case Batch():
                self._with_room(said.room, lambda room, _: self._take_batch(gateway, room, said))
            case Spoken():
                self._with_room(said.room, lambda room, _: self._hear(gateway, room, said))
            case Overdue():
                self._with_room(said.room, lambda room, _: self._intake.note(room, said.lines))
            case Leaving():
                pass

    def _with_room(self, room_id: str, act: Callable[[Room | None, bool], None]) -> None:
        """Do `act` with the room, after what waits for it; in the order of arrival.

        It is given None when there is no such show, or when it could not be read (then False).
        """
        room = self._hub.room(room_id)
        waiting = self._waiting.get(room_id)
        if waiting is not None:
            waiting.append(act)
        elif room is not None:
            act(room, True)  # noqa: FBT003 -- as the type says
        else:
            self._waiting[room_id] = [act]
            self._spawn(self._load(room_id))

    async def _load(self, room_id: str) -> None:
        room, is_read = None, False
        try:
            room = await self._hub.load(room_id)
            is_read = True
        except Exception:  # noqa: BLE001 -- whatever it was, who waits must be answered
            _log.exception("rooms.load_failed", room=room_id)
        finally:
            for act in self._waiting.pop(room_id, ()):
                act(room, is_read)

    def _give_copy(self, ask: Ask, room: Room | None, *, is_read: bool) -> None:
        answer = NoCopy(ask.room, is_gone=is_read) if room is None else _copy(room)
        self._say(to_gateway(ask.gateway), answer)

    def _take_roster(self, gateway: _Gateway, roster: Roster) -> None:
        for room_id in list(gateway.rooms):
            if room_id not in roster.rooms:
                self._clear(gateway, room_id)
        for room_id, people in roster.rooms.items():
            self._with_room(
                room_id,
                lambda room, _, people=people: self._set_people(gateway, room, people),  # type: ignore[misc] # mypy: defaults of lambdas
            )

    def _set_people(self, gateway: _Gateway, room: Room | None, people: tuple[You, ...]) -> None:
        if room is None or not self._is_known(gateway):
            return
        here = gateway.rooms.setdefault(room.id, {})
        wanted = {(you.role, you.id): you for you in people}
        for you in wanted.values():
            self._arrive(here, room, you)
        for key in [key for key in here if key not in wanted]:
            room.depart(here.pop(key))

    def _take_batch(self, gateway: _Gateway, room: Room | None, batch: Batch) -> None:
        if room is None or not self._is_known(gateway):
            return
        here = gateway.rooms.setdefault(room.id, {})
        for move in batch.moves:
            guest = None if move.is_here else here.pop((move.you.role, move.you.id), None)
            if move.is_here:
                self._arrive(here, room, move.you)
            elif guest is not None:
                room.depart(guest)
        self._intake.take_batch(room, here, batch)

    def _hear(self, gateway: _Gateway, room: Room | None, spoken: Spoken) -> None:
        if room is None or not self._is_known(gateway):
            return
        guest = self._arrive(gateway.rooms.setdefault(room.id, {}), room, spoken.you)
        channel = to_gateway(gateway.id)
        self._intake.hear(room, guest, spoken, lambda said: self._say(channel, said))

    @staticmethod
    def _arrive(here: _People, room: Room, you: You) -> Guest:
        key = (you.role, you.id)
        guest = here.get(key)
        if guest is None:
            guest = here[key] = room.arrive(you)
        return guest

    def _is_known(self, gateway: _Gateway) -> bool:
        # It may have gone while its room was loaded.
        return self._gateways.get(gateway.id) is gateway

    def _forget(self, gateway: _Gateway) -> None:
        del self._gateways[gateway.id]
        metrics.GATEWAYS.dec()
        for room_id in list(gateway.rooms):
            self._clear(gateway, room_id)

    def _clear(self, gateway: _Gateway, room_id: str) -> None:
        people = gateway.rooms.pop(room_id)
        room = self._hub.room(room_id)
        if room is not None:
            for guest in people.values():
                room.depart(guest)

    def _call(self, channel: str) -> None:
        """Have gateways tell everything; whom to send away may have been missed there, too."""
        self._say(channel, TellAll())
        if people := self._hub.gone.people:
            self._say(channel, Parted(people))

    def _say(self, channel: str, said: FromCore) -> bool:
        return self._link.publish(channel, encode(said))

    def _spawn(self, work: Coroutine[object, object, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _copy(room: Room) -> Copy:
    return Copy(room.id, room.epoch, room.seq, room.snapshot(), room.recent, room.mutes)
