"""A visitor's socket: from ticket to room, and what the visitor may say."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Protocol

import msgspec
from msgspec import UNSET

from kaibo.modules.rooms import gone, metrics
from kaibo.modules.rooms.crowd import Crowd, Share
from kaibo.modules.rooms.frames import (
    PROTOCOL,
    Ack,
    Like,
    Ping,
    Pong,
    Refused,
    Resync,
    Say,
    You,
    decode_client_frame,
    encode,
)
from kaibo.modules.rooms.limits import RoomPolicy, TokenBucket
from kaibo.modules.rooms.live import Declined, LiveRoom, Taken, too_soon
from kaibo.modules.rooms.presence import Guest
from kaibo.modules.rooms.signals import Signal, SignalKind, network_of
from kaibo.modules.rooms.text import MAX_CHARACTERS, clean_line
from kaibo.platform.realtime import (
    CloseAtOnce,
    Connection,
    HandshakeRequest,
    Refusal,
    Resolve,
    SocketHandler,
    TicketClaims,
    TicketRefusedError,
    TicketSigner,
    wire,
)

Translate = Callable[..., str]
"""`translate(code, language, **params)` returns the text of an error code."""

_MAX_EARLY = 16
_MAX_MALFORMED = 20
_CUT_PAUSE = 2.0
_CUT_LONG = 10.0
"""Likes that are cut for so many seconds, without a pause of more than two, are no thumb's."""
_PONG = wire.text_frame(encode(Pong()))


class Rooms(Protocol):
    """What a socket needs of the hub."""

    @property
    def policy(self) -> RoomPolicy:
        """The numbers of a room."""

    @property
    def crowd(self) -> Crowd:
        """What devices and addresses may do here."""

    @property
    def gone(self) -> gone.Gone:
        """Who was erased."""

    @property
    def translate(self) -> Translate:
        """Return the text of an error code."""

    def room(self, room_id: str, /) -> LiveRoom | None:
        """Return the room when it is in memory."""

    async def load(self, room_id: str, /) -> LiveRoom | None:
        """Return the room, loaded when need be; None when there is no such show."""

    def keep(self, task: "asyncio.Task[None]", /) -> None:
        """Hold a task until it is done."""


_PATH_PREFIX = "/ws/rooms/"


def door(rooms: Rooms, signer: TicketSigner, now: Callable[[], int]) -> Resolve:
    """Return the door for `RealtimeEndpoint`: `/ws/rooms/<id or slug>?ticket=…&v=1`."""

    def resolve(request: HandshakeRequest) -> SocketHandler | Refusal:
        name = request.path.removeprefix(_PATH_PREFIX)
        if name == request.path or not name or "/" in name:
            return Refusal(404, "realtime.not_found")
        if request.query.get("v", "1") != str(PROTOCOL):
            return CloseAtOnce(wire.VERSION_UNKNOWN, f"this server speaks {PROTOCOL}")
        try:
            claims = signer.verify(request.query.get("ticket", ""), now=now())
        except TicketRefusedError as error:
            return CloseAtOnce(wire.TICKET_REFUSED, error.fault)
        return RoomSocket(rooms, claims, name)

    return resolve


class RoomSocket:
    """One connection to a room (a `platform.realtime.SocketHandler`).

    `name` is the show's id or slug as the address has it; the ticket decides which room it is, and
    a ticket for another show is answered as if there were no such room.
    """

    __slots__ = (
        "_connection",
        "_cut_at",
        "_cut_since",
        "_device",
        "_early",
        "_frames",
        "_guest",
        "_language",
        "_malformed",
        "_name",
        "_resync",
        "_resync_timer",
        "_room",
        "_room_id",
        "_rooms",
        "_share",
        "_unsaid",
        "_you",
    )

    def __init__(self, rooms: Rooms, claims: TicketClaims, name: str) -> None:
        self._rooms = rooms
        self._room_id = claims.room
        self._name = name
        self._you = You(id=claims.sub, name=claims.name, role=claims.role)
        self._language = claims.lang
        self._device = claims.dev
        self._share: Share | None = None
        self._unsaid: Signal | None = None
        self._cut_since = self._cut_at = float("-inf")
        self._connection: Connection | None = None
        self._room: LiveRoom | None = None
        self._guest: Guest | None = None
        self._early: list[bytes] = []
        self._malformed = 0
        self._resync_timer: asyncio.TimerHandle | None = None
        policy, now = rooms.policy, self._now()
        self._frames = TokenBucket(burst=policy.frames_burst, rate=policy.frames_rate, now=now)
        self._resync = TokenBucket(burst=policy.resync_burst, rate=policy.resync_rate, now=now)

    def on_open(self, connection: Connection) -> None:
        """Enter the room, now or when it is loaded."""
        self._connection = connection
        room = self._rooms.room(self._room_id)
        if room is not None:
            self._enter(room)
        else:
            self._rooms.keep(asyncio.get_running_loop().create_task(self._load_and_enter()))

    def on_text(self, connection: Connection, payload: bytes) -> None:
        """Do what the client asks; what comes before the room is loaded waits for it."""
        if self._connection is None:
            return
        if not self._frames.take(self._now()):
            self._end_flood(connection, "flooding")
        elif self._room is not None:
            self._handle(connection, self._room, payload)
        elif len(self._early) < _MAX_EARLY:
            self._early.append(payload)
        else:
            self._end_flood(connection, "flooding")

    def on_flood(self, connection: Connection) -> None:  # noqa: ARG002 -- the protocol's
        """Keep for review that pings or pieces came without end."""
        self._suspect(SignalKind.FLOODING)

    def on_close(self, connection: Connection, code: int) -> None:  # noqa: ARG002 -- the protocol's
        """Leave the room."""
        self._connection = None
        if self._resync_timer is not None:
            self._resync_timer.cancel()
            self._resync_timer = None
        if self._room is not None and self._guest is not None:
            self._room.leave(connection, self._guest)
        if self._share is not None:
            self._share.leave(self._now())
        self._room = self._guest = self._share = None

    async def _load_and_enter(self) -> None:
        try:
            room = await self._rooms.load(self._room_id)
        except Exception:
            if self._connection is not None:
                self._connection.close(wire.TRY_AGAIN_LATER)
            raise
        if room is not None and self._unsaid is not None:
            room.suspect(self._unsaid)
        if self._connection is None:
            return
        if room is None:
            self._connection.close(wire.NOT_FOUND)
        else:
            self._enter(room)

    def _enter(self, room: LiveRoom) -> None:
        connection = self._connection
        if connection is None or not connection.is_open:
            return
        if self._name not in (room.id, room.slug):
            connection.close(wire.NOT_FOUND)
            return
        self._room = room
        if self._you.role == "viewer" and not self._may_come(connection):
            return
        self._guest = room.enter(connection, self._you)
        early, self._early = self._early, []
        for payload in early:
            self._handle(connection, room, payload)

    def _may_come(self, connection: Connection) -> bool:
        """Count the socket among those of its device and its address."""
        if self._rooms.gone.has(self._you.id):
            connection.close(wire.TICKET_REFUSED, gone.REASON)
            return False
        address, person = connection.address, self._you.id
        self._share = self._rooms.crowd.enter(self._device, address, person, self._now())
        if self._share is None:
            self._suspect(SignalKind.MANY_SOCKETS)
            connection.close(wire.POLICY_VIOLATION, "too many sockets")
            return False
        people = len(self._share.device.people)
        if people > self._rooms.policy.device_people:
            self._suspect(SignalKind.MANY_ON_DEVICE, viewers=people)
        return True

    def _end_flood(self, connection: Connection, reason: str) -> None:
        self._suspect(SignalKind.FLOODING)
        connection.close(wire.POLICY_VIOLATION, reason)

    def _suspect(self, kind: SignalKind, **data: int) -> None:
        """Keep for review what a viewer did; staff may do as they like."""
        if self._connection is None or self._you.role != "viewer":
            return
        network = network_of(self._connection.address)
        signal = Signal(kind, self._you.id, {"network": network, **data})
        if self._room is None:
            self._unsaid = signal  # told when the room is loaded
        else:
            self._room.suspect(signal)

    def _handle(self, connection: Connection, room: LiveRoom, payload: bytes) -> None:
        try:
            frame = decode_client_frame(payload)
        except msgspec.DecodeError:
            # Newer clients may say what this server does not know; garbage without end may not.
            self._malformed += 1
            if self._malformed > _MAX_MALFORMED:
                self._end_flood(connection, "malformed")
            return
        match frame:
            case Say():
                self._say(connection, room, frame)
            case Like():
                self._like(room, frame.n)
            case Ping(watching=watching):
                connection.send_frame(_PONG, ephemeral=True)
                if watching:
                    room.beat(self._you)
            case Resync():
                self._ask_for_resync()

    def _say(self, connection: Connection, room: LiveRoom, frame: Say) -> None:
        guest = self._guest
        if guest is None:
            return
        text = clean_line(frame.text)
        if room.is_closed:
            self._refuse(connection, frame.id, "rooms.closed")
        elif not text:
            self._refuse(connection, frame.id, "rooms.empty")
        elif len(text) > MAX_CHARACTERS:
            self._refuse(connection, frame.id, "rooms.too_long", max=MAX_CHARACTERS)
        elif self._share is None:
            room.hear(guest, text, partial(self._answer, connection, frame.id))
        elif any(waits := self._share.say_waits(self._now())):
            if waits.is_of_address:
                self._suspect(SignalKind.ADDRESS_BUSY)
            self._answer(connection, frame.id, too_soon(waits.longest))
        else:
            answer = partial(self._answer, connection, frame.id)
            room.hear(guest, text, answer, self._share.keys)

    def _answer(self, connection: Connection, frame_id: str, outcome: Taken | Declined) -> None:
        if isinstance(outcome, Declined):
            self._refuse(connection, frame_id, outcome.code, **outcome.params)
        else:
            ack = Ack(id=frame_id, danmaku_id=outcome.danmaku_id)
            connection.send_frame(wire.text_frame(encode(ack)))

    def _refuse(self, connection: Connection, frame_id: str, code: str, **params: int) -> None:
        metrics.REFUSED.labels(code).inc()
        message = self._rooms.translate(code, self._language, **params)
        refused = Refused(code=code, message=message, id=frame_id or UNSET)
        connection.send_frame(wire.text_frame(encode(refused)))

    def _like(self, room: LiveRoom, wanted: int) -> None:
        guest = self._guest
        if guest is None or room.is_closed or wanted <= 0:
            return
        now = self._now()
        wanted = min(wanted, self._rooms.policy.likes_per_frame)
        count = guest.likes.take_up_to(wanted, now)
        if count < wanted:
            self._note_cut(now)
        if self._share is not None:
            count = self._share.take_likes(count, now)
        if count:
            room.like(self._you, count, self._share.keys if self._share is not None else None)

    def _note_cut(self, now: float) -> None:
        """Notice who likes faster than a human for longer than a joke."""
        if now - self._cut_at > _CUT_PAUSE:
            self._cut_since = now
        self._cut_at = now
        if now - self._cut_since >= _CUT_LONG:
            self._suspect(SignalKind.LIKES_TOO_FAST)

    def _ask_for_resync(self) -> None:
        """Greet again, at once or when it is this visitor's turn; asking twice changes nothing."""
        if self._resync_timer is not None:
            return
        now = self._now()
        if self._resync.take(now):
            self._greet_again()
            return
        loop = asyncio.get_running_loop()
        self._resync_timer = loop.call_later(self._resync.wait(now), self._greet_late)

    def _greet_late(self) -> None:
        self._resync_timer = None
        self._resync.take(self._now())
        self._greet_again()

    def _greet_again(self) -> None:
        if self._room is not None and self._connection is not None:
            metrics.RESYNCS.inc()
            self._room.greet(self._connection, self._you)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
