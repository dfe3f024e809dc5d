"""One open socket: bounded in both directions, and never waited for.

Invariants
- Used from the event loop's thread only; no method waits.
- At most `Limits.hard_bytes` plus one frame is ever queued for a peer. Ephemeral frames are skipped
  from `Limits.soft_bytes` on; a peer that stays behind, or for whom a sequenced frame finds no
  room, is closed with 4408 and comes back by snapshot.
- `SocketHandler.on_close` is called exactly once after `on_open`, whoever ended the connection.
- All frames to the peer are written here (picows parses, and answers protocol errors), so that
  pongs and closes are bounded like everything else.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, SupportsInt, cast

from picows import WSFrame, WSListener, WSMsgType, WSTransport
from picows.picows import WSCloseHandshake

from kaibo.platform.realtime import metrics, wire


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one connection; sizes in bytes, times in seconds."""

    message_bytes: int = 4096
    soft_bytes: int = 64 * 1024
    hard_bytes: int = 256 * 1024
    skips: int = 100
    """Consecutive skipped ephemeral frames before a peer counts as too slow."""
    others: int = 100
    """Pings, pongs and pieces of messages between two looks at it, a sixth of `ping_after` apart.
    Whole messages are the handler's to count."""
    ping_after: float = 30.0
    idle_after: float = 75.0
    close_grace: float = 2.0
    """How long a peer may take to answer a close frame before the connection is cut."""


class SocketHandler(Protocol):
    """What a connection is for. Its methods are called in the event loop and must not block."""

    def on_open(self, connection: "Connection", /) -> None:
        """Take the open connection; frames may be sent from here on."""

    def on_text(self, connection: "Connection", payload: bytes, /) -> None:
        """Take a whole text message, valid UTF-8 of at most `Limits.message_bytes`."""

    def on_flood(self, connection: "Connection", /) -> None:
        """Learn that it is closed for control frames, or pieces of messages, without end."""

    def on_close(self, connection: "Connection", code: int, /) -> None:
        """Learn that the connection is gone; 1006 when no close frame was exchanged."""


class ConnectionOwner(Protocol):
    """Who keeps the set of open connections (the endpoint)."""

    limits: Limits

    def opened(self, connection: "Connection", /) -> None:
        """Keep an open connection."""

    def gone(self, connection: "Connection", /) -> None:
        """Forget a connection that is closed."""

    def drain(self) -> None:
        """Stop accepting, the server shuts down."""


def _nothing_queued() -> int:
    return 0


def _nobody() -> None:
    """Take the place of whoever watches a connection."""


def _discard(_frame: bytes) -> None:
    """Take the place of the transport's `write` once it is gone."""


def _as_int(code: object) -> int:
    # picows declares an Enum but hands out IntEnum members, and plain ints for codes of our own.
    return int(cast("SupportsInt", code))


def _sent_by_picows(transport: WSTransport) -> int:
    """Return the code that picows closed with for a protocol error, else `wire.ABNORMAL`."""
    handshake: WSCloseHandshake | None = transport.close_handshake
    if handshake is None or handshake.sent is None:
        return wire.ABNORMAL
    return _as_int(handshake.sent.code)


class Connection(WSListener):
    """A socket as its handler sees it. Made by the endpoint."""

    __slots__ = (
        "_buffered",
        "_changed",
        "_cut",
        "_handler",
        "_heard_at",
        "_loop",
        "_others",
        "_owner",
        "_partial",
        "_pinged",
        "_skips",
        "_soft_bytes",
        "_transport",
        "_write",
        "address",
        "close_code",
        "write",
    )

    def __init__(self, owner: ConnectionOwner, handler: SocketHandler, address: str) -> None:
        self.address = address
        self.close_code: int | None = None
        self._owner = owner
        self._handler = handler
        self._loop = asyncio.get_running_loop()
        self._heard_at = self._loop.time()
        self._pinged = False
        self._others = 0
        self._partial: bytearray | None = None
        self._skips = 0
        # Asked for with every frame to everyone: a look into the owner's limits is a tenth of it.
        self._soft_bytes = owner.limits.soft_bytes
        self._transport: WSTransport | None = None
        self._write: Callable[[bytes], None] = _discard
        self._changed: Callable[[], None] = _nobody
        self.write: Callable[[bytes], None] | None = None
        """Takes frames as they are, at the least cost; None while each must be weighed by
        `deliver`, because the peer is behind or the connection is not open."""
        self._buffered: Callable[[], int] = _nothing_queued
        self._cut: asyncio.TimerHandle | None = None

    # What handlers use

    @property
    def is_open(self) -> bool:
        """Whether frames still go out: opened, and neither closed nor closing."""
        return self.close_code is None and self._transport is not None

    @property
    def buffered_bytes(self) -> int:
        """Bytes accepted for the peer that its network has not taken yet."""
        return self._buffered()

    def send_frame(self, frame: bytes, *, ephemeral: bool = False) -> bool:
        """Queue a ready-made frame (see `wire`); return whether it was taken.

        Frames that are not ephemeral are never lost silently: they are taken, or the connection
        is closed.
        """
        return self.deliver(frame, b"" if ephemeral else frame)

    def watch(self, changed: Callable[[], None]) -> None:
        """Have `changed` called whenever `write` comes or goes."""
        self._changed = changed

    def deliver(self, whole: bytes, kept: bytes) -> bool:
        """Queue the frames `whole`, or from the soft limit on only their part `kept`.

        `whole` and `kept` are complete frames, shared by all receivers; `kept` is what must not
        be skipped (empty when everything may). Return whether all of `whole` was taken.
        """
        if self.close_code is not None:
            return False
        queued = self._buffered()
        if queued <= self._soft_bytes:
            if self._skips:
                self._skips = 0
            self._write(whole)
            return True
        return self._deliver_behind(whole, kept, queued)

    def close(self, code: int, reason: str = "") -> None:
        """Send a close frame and end the connection, within the grace period whatever happens."""
        if self.close_code is not None:
            return
        self.close_code = code
        self._let_write(None)
        self._write(wire.close_frame(code, reason))
        self._cut = self._loop.call_later(self._owner.limits.close_grace, self.abort)

    def abort(self) -> None:
        """Cut the connection without a word."""
        if self._transport is not None:
            self._transport.underlying_transport.abort()

    # What the endpoint uses

    def shutdown(self) -> None:
        """Close because the server stops; called by uvicorn as for its own connections."""
        self._owner.drain()
        self.close(wire.SERVICE_RESTART)

    def check_alive(self, now: float) -> None:
        """Ping a quiet peer, and cut one that did not answer; `now` is loop time."""
        self._others = 0
        transport, limits = self._transport, self._owner.limits
        if transport is None:
            return
        quiet = now - self._heard_at
        failed = transport.is_close_frame_sent and quiet > limits.close_grace
        if failed or quiet > limits.idle_after:
            self.abort()
        elif quiet > limits.ping_after and not self._pinged:
            self._pinged = True
            self.send_frame(wire.PING_FRAME, ephemeral=True)

    # What picows calls

    def on_ws_connected(self, transport: WSTransport) -> None:
        """Open: from here on the handler owns the conversation."""
        underlying = transport.underlying_transport
        self._transport = transport
        self._write = underlying.write
        self._buffered = underlying.get_write_buffer_size
        # From there on `pause_writing` tells that the peer is behind.
        underlying.set_write_buffer_limits(self._soft_bytes)
        self.write = self._write
        self._owner.opened(self)
        self._handler.on_open(self)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Sort an incoming frame; everything that is not text ends here."""
        self._heard_at = self._loop.time()
        self._pinged = False
        kind = frame.msg_type
        if kind == WSMsgType.CLOSE:
            self._answer_close(transport, frame)
        elif self.close_code is not None:
            return
        elif frame.rsv1 or frame.rsv2 or frame.rsv3:
            self.close(wire.PROTOCOL_ERROR)
        elif self._is_flooding(frame):
            self._handler.on_flood(self)
            self.close(wire.POLICY_VIOLATION, "flooding")
        elif kind == WSMsgType.PING:
            self.send_frame(wire.pong_frame(frame.get_payload_as_bytes()), ephemeral=True)
        elif kind == WSMsgType.TEXT or kind == WSMsgType.CONTINUATION:  # noqa: PLR1714 -- hot, and no tuple per frame
            self._take_text(frame, is_first=kind == WSMsgType.TEXT)
        elif kind == WSMsgType.BINARY:
            self.close(wire.UNSUPPORTED_DATA)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        """Say good-bye once, and let go of everything that would keep this object alive."""
        if self._cut is not None:
            self._cut.cancel()
            self._cut = None
        code = self.close_code
        if code is None:
            code = _sent_by_picows(transport)
        self.close_code = code
        self._transport = None
        self._let_write(None)
        self._write = _discard
        self._buffered = _nothing_queued
        self._owner.gone(self)
        self._handler.on_close(self, code)

    def pause_writing(self) -> None:
        """Weigh each frame from now on: more than the soft limit is queued."""
        self._let_write(None)

    def resume_writing(self) -> None:
        """Take frames as they are again: the peer has caught up."""
        if self.close_code is None:
            self._skips = 0
            self._let_write(self._write)

    def _let_write(self, write: Callable[[bytes], None] | None) -> None:
        self.write = write
        self._changed()

    def _is_flooding(self, frame: WSFrame) -> bool:
        """Count what never becomes a message: its handler hears nothing of it."""
        if frame.fin and frame.msg_type == WSMsgType.TEXT:
            return False
        self._others += 1
        return self._others > self._owner.limits.others

    def _deliver_behind(self, whole: bytes, kept: bytes, queued: int) -> bool:
        limits = self._owner.limits
        if kept and queued + len(kept) > limits.hard_bytes:
            self.close(wire.TOO_SLOW)
            return False
        if kept:
            self._write(kept)
        if len(kept) == len(whole):
            return True
        self._skips += 1
        metrics.SKIPPED.inc()
        if self._skips >= limits.skips:
            self.close(wire.TOO_SLOW)
        return False

    def _take_text(self, frame: WSFrame, *, is_first: bool) -> None:
        if is_first != (self._partial is None):
            self.close(wire.PROTOCOL_ERROR)
            return
        payload = frame.get_payload_as_bytes()
        if self._partial is not None:
            self._partial += payload
            payload = bytes(self._partial) if frame.fin else b""
        elif not frame.fin:
            self._partial = bytearray(payload)
        if self._partial is not None and len(self._partial) > self._owner.limits.message_bytes:
            self.close(wire.TOO_BIG)
        elif frame.fin:
            self._partial = None
            self._hand_over(payload)

    def _hand_over(self, payload: bytes) -> None:
        try:
            payload.decode()
        except UnicodeDecodeError:
            self.close(wire.INVALID_TEXT)
            return
        self._handler.on_text(self, payload)

    def _answer_close(self, transport: WSTransport, frame: WSFrame) -> None:
        if self.close_code is None:
            self.close(_as_int(frame.get_close_code()) or wire.NO_CODE)
        # Closing flushes what is queued; the timer of `close` cuts it off when the peer has
        # stopped reading.
        transport.underlying_transport.close()
