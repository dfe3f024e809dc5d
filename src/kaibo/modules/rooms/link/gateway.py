"""All rooms that one gateway shows.

Takes the place of `RoomHub` for its sockets, owns no truth and opens no database. It is *met* while
it hears the core, and adrift otherwise: then rooms that it knows go on among its own visitors, and
others cannot be entered (1013). When the core is back it is told who is here and what was said and
liked meanwhile, and every mirror is compared with it.

Used from the event loop's thread only.
"""

import asyncio
import secrets
from collections.abc import Callable

import msgspec
import structlog

from kaibo.modules.rooms import metrics as room_metrics
from kaibo.modules.rooms.crowd import Crowd
from kaibo.modules.rooms.gone import Gone
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.modules.rooms.link import metrics
from kaibo.modules.rooms.link.forwarding import Forwarder
from kaibo.modules.rooms.link.messages import (
    TO_ALL,
    TO_CORE,
    Ask,
    Beat,
    Bye,
    Copy,
    FromCore,
    FromGateway,
    Here,
    Leaving,
    LineDeclined,
    LineTaken,
    LinkPolicy,
    Mark,
    Muted,
    NoCopy,
    Parted,
    Roster,
    Sequenced,
    Spoken,
    TellAll,
    Ticked,
    decode_from_core,
    encode,
    of_room,
    to_gateway,
)
from kaibo.modules.rooms.link.mirror import GatewaySide, MirrorRoom
from kaibo.modules.rooms.live import Declined, Taken
from kaibo.modules.rooms.ports import Link, LinkLostError
from kaibo.modules.rooms.sockets import Translate, door
from kaibo.platform.realtime import Resolve, TicketSigner, wire

_SWEEP_SECONDS = 30.0

_log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class RoomUnreachableError(Exception):
    """The room is not known here, and the core does not answer."""


class GatewayHub:
    """Owns the mirrors; made once, started and stopped with the gateway."""

    def __init__(
        self,
        link: Link,
        *,
        translate: Translate,
        now: Callable[[], int],
        policy: RoomPolicy | None = None,
        link_policy: LinkPolicy | None = None,
    ) -> None:
        self.id = secrets.token_urlsafe(9)
        self.translate = translate
        self.policy = policy or RoomPolicy()
        self.crowd = Crowd(self.policy)
        self.gone = Gone()
        self.is_met = False
        """Whether the core is heard."""
        self._link = link
        self._numbers = link_policy or LinkPolicy()
        self._now = now
        self._forwarder = Forwarder(self.id, self._tell, pause=self._numbers.batch)
        self._mirrors: dict[str, MirrorRoom] = {}
        self._loading: dict[str, asyncio.Task[MirrorRoom | None]] = {}
        self._asked: dict[str, asyncio.Future[MirrorRoom | None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._heard_at = float("-inf")
        self._beat: asyncio.TimerHandle | None = None
        self._sweep: asyncio.TimerHandle | None = None

    # Life

    def start(self) -> None:
        """Begin; called in the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._link.start(self)
        self.keep(self._loop.create_task(self._begin()))
        self._beat = self._loop.call_later(self._numbers.beat, self._beat_again)
        self._sweep = self._loop.call_later(_SWEEP_SECONDS, self._sweep_again)

    async def stop(self) -> None:
        """Send everyone away with 1012, tell the core, and forget all rooms."""
        self._forwarder.stop()
        for timer in (self._beat, self._sweep):
            if timer is not None:
                timer.cancel()
        unfinished = [*self._loading.values(), *self._tasks]
        for task in unfinished:
            task.cancel()
        await asyncio.gather(*unfinished, return_exceptions=True)
        for mirror in self._mirrors.values():
            mirror.close(wire.SERVICE_RESTART)
            room_metrics.ROOMS.dec()
        self._mirrors.clear()
        self._tell(Leaving(self.id))
        await self._link.close()

    def resolver(self, signer: TicketSigner) -> Resolve:
        """Return the door for `RealtimeEndpoint`."""
        return door(self, signer, self._now)

    # For sockets (`sockets.Rooms`)

    def room(self, room_id: str) -> MirrorRoom | None:
        """Return the mirror when there is one."""
        return self._mirrors.get(room_id)

    async def load(self, room_id: str) -> MirrorRoom | None:
        """Return the mirror, asked for when need be (once for all who wait); None: no such show.

        Raises `RoomUnreachableError` when the core does not answer.
        """
        mirror = self._mirrors.get(room_id)
        if mirror is not None:
            return mirror
        task = self._loading.get(room_id)
        if task is None:
            task = self._loop.create_task(self._load(room_id))
            self._loading[room_id] = task
        return await asyncio.shield(task)

    def keep(self, task: "asyncio.Task[None]") -> None:
        """Hold a task until it is done."""
        self._tasks.add(task)
        task.add_done_callback(self._finished)

    # What the link says (`ports.LinkListener`)

    def on_up(self) -> None:
        """Call for the core."""
        metrics.LINK_UP.set(1)
        self._tell(Here(self.id, is_met=False))

    def on_down(self) -> None:
        """Go on without the core."""
        metrics.LINK_UP.set(0)
        self._drift("link_lost")

    def on_message(self, channel: str, message: bytes) -> None:  # noqa: ARG002 -- each says what it is
        """Take what the core says."""
        try:
            said = decode_from_core(message)
        except msgspec.DecodeError:
            _log.warning("gateway.garbage", size=len(message))
            return
        self._heard_at = self._loop.time()
        if isinstance(said, Bye):
            self._drift("core_stopped")
            return
        if isinstance(said, TellAll) or not self.is_met:
            self._tell_everything()
        self._take(said)

    # Now and then

    def check_core(self, before: float) -> None:
        """Go on alone when the core was last heard `before` (loop time); done with each beat."""
        if self._heard_at < before:
            self._drift("core_silent")

    def forget_idle_rooms(self) -> None:
        """Forget mirrors that have been empty for long; done now and then anyway."""
        before = self._loop.time() - self.policy.unload_after
        for mirror in list(self._mirrors.values()):
            is_idle = mirror.empty_since is not None and mirror.empty_since <= before
            if is_idle and self.is_met:
                self._forget(mirror)

    def flush(self) -> None:
        """Send the core what waits; done within a fraction of a second anyway."""
        self._forwarder.flush()

    # Inside

    async def _begin(self) -> None:
        # Remembered by the link from here on, whether or not it is up already.
        for channel in (TO_ALL, to_gateway(self.id)):
            try:
                await self._link.subscribe(channel)
            except LinkLostError:
                continue
        self._tell(Here(self.id, self.is_met))

    def _take(self, said: FromCore) -> None:
        match said:
            case Sequenced() | Ticked() | Mark():
                self._take_frame(said)
            case Muted():
                self._take_mutes(said)
            case Parted():
                self._send_away(said)
            case Copy():
                self._take_copy(said)
            case NoCopy():
                self._take_refusal(said)
            case LineTaken():
                self._forwarder.settle(said.line, Taken(said.line))
            case LineDeclined():
                self._forwarder.settle(said.line, Declined(said.code, said.params))
            case Beat() | TellAll() | Bye():
                pass

    def _take_frame(self, said: Sequenced | Ticked | Mark) -> None:
        mirror = self._mirrors.get(said.room)
        if mirror is None:
            return
        match said:
            case Sequenced():
                fits = mirror.take_event(said)
            case Ticked():
                fits = mirror.take_tick(said)
            case Mark():
                fits = mirror.take_mark(said)
        if not fits:
            _log.info("gateway.gap", room=said.room)
            self._ask_anew(mirror)

    def _take_mutes(self, said: Muted) -> None:
        mirror = self._mirrors.get(said.room)
        if mirror is not None:
            mirror.mute(said.mutes)

    def _send_away(self, said: Parted) -> None:
        self.gone.note(said.viewers, self._loop.time())
        for mirror in self._mirrors.values():
            mirror.send_away(said.viewers)

    def _take_copy(self, copy: Copy) -> None:
        mirror = self._mirrors.get(copy.room)
        waiting = self._asked.pop(copy.room, None)
        if mirror is not None:
            mirror.renew(copy)
        elif waiting is not None:
            # Here, not where it is awaited: the next event may be in the same read.
            mirror = self._mirrors[copy.room] = MirrorRoom(copy, self._side())
            room_metrics.ROOMS.inc()
        if waiting is not None and not waiting.done():
            waiting.set_result(mirror)

    def _take_refusal(self, said: NoCopy) -> None:
        waiting = self._asked.pop(said.room, None)
        mirror = self._mirrors.get(said.room)
        if waiting is not None and not waiting.done():
            if said.is_gone:
                waiting.set_result(None)
            else:
                waiting.set_exception(RoomUnreachableError(said.room))
        if mirror is None:
            return
        if said.is_gone:
            mirror.close(wire.NOT_FOUND)
            self._forget(mirror)
        else:
            mirror.is_stale = True  # asked for again with the next beat

    async def _load(self, room_id: str) -> MirrorRoom | None:
        try:
            return await self._fetch(room_id)
        except (LinkLostError, TimeoutError) as error:
            raise RoomUnreachableError(room_id) from error
        finally:
            self._loading.pop(room_id, None)
            self._asked.pop(room_id, None)
            if room_id not in self._mirrors:
                self._link.unsubscribe(of_room(room_id))

    async def _fetch(self, room_id: str) -> MirrorRoom | None:
        if not self.is_met:
            raise RoomUnreachableError(room_id)
        # First hear, then ask: what comes after the copy must not be missed.
        await self._link.subscribe(of_room(room_id))
        answer: asyncio.Future[MirrorRoom | None] = self._loop.create_future()
        self._asked[room_id] = answer
        if not self._tell(Ask(self.id, room_id)):
            raise LinkLostError
        async with asyncio.timeout(self._numbers.ask_patience):
            return await answer

    def _ask_anew(self, mirror: MirrorRoom) -> None:
        mirror.is_stale = True
        self._tell(Ask(self.id, mirror.id))

    def _tell_everything(self) -> None:
        """Be met: say who is here, what was said and liked meanwhile, and compare every mirror.

        In this order, so that the copies hold it all.
        """
        if not self.is_met:
            _log.info("gateway.core_met", rooms=len(self._mirrors))
        self.is_met = True
        metrics.CORE_HEARD.set(1)
        self._tell(Roster(self.id, {m.id: m.people for m in self._mirrors.values()}))
        for mirror in self._mirrors.values():
            overdue = mirror.rejoin()
            if overdue is not None:
                self._tell(overdue)
            self._forwarder.send_batch(mirror)
            self._forwarder.tell_again(mirror)
            # Not stale before it is known to be: what fits is shown, and the copy tells the rest.
            self._tell(Ask(self.id, mirror.id))

    def _drift(self, why: str) -> None:
        if not self.is_met:
            return
        _log.warning("gateway.adrift", why=why, rooms=len(self._mirrors))
        self.is_met = False
        metrics.CORE_HEARD.set(0)
        self._forwarder.drift()
        for waiting in self._asked.values():
            if not waiting.done():
                waiting.set_exception(LinkLostError())
        self._asked.clear()
        for mirror in self._mirrors.values():
            mirror.drift()

    def _side(self) -> GatewaySide:
        return GatewaySide(
            gateway=self.id,
            scheduler=self._loop,
            now=self._now,
            policy=self.policy,
            link=self._numbers,
            name_line=self._forwarder.name_line,
            tell=self._tell_line,
            wake=self._forwarder.wake,
        )

    def _tell_line(self, spoken: Spoken) -> bool:
        mirror = self._mirrors.get(spoken.room)
        return mirror is not None and self._forwarder.tell_line(mirror, spoken)

    def _tell(self, said: FromGateway) -> bool:
        return self._link.publish(TO_CORE, encode(said))

    def _forget(self, mirror: MirrorRoom) -> None:
        del self._mirrors[mirror.id]
        self._link.unsubscribe(of_room(mirror.id))
        room_metrics.ROOMS.dec()

    def _beat_again(self) -> None:
        self.check_core(self._loop.time() - self._numbers.core_silence)
        self._tell(Here(self.id, self.is_met))
        for mirror in self._mirrors.values():
            if mirror.is_stale and self.is_met:
                self._ask_anew(mirror)
        self._beat = self._loop.call_later(self._numbers.beat, self._beat_again)

    def _sweep_again(self) -> None:
        self.forget_idle_rooms()
        self._sweep = self._loop.call_later(_SWEEP_SECONDS, self._sweep_again)

    def _finished(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if task.cancelled() or task.exception() is None:
            return
        if isinstance(task.exception(), RoomUnreachableError):
            _log.warning("gateway.room_unreachable", room=str(task.exception()))
        else:
            _log.error("gateway.load_failed", exc_info=task.exception())
