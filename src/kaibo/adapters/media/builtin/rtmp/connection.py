"""One encoder's connection: socket, clock and the state it is in."""

from __future__ import annotations

import asyncio
from enum import Enum, auto
from typing import Protocol, cast

import structlog

from kaibo.adapters.media.builtin.limits import RtmpLimits
from kaibo.adapters.media.builtin.refusal import (
    MediaRefusedError,
    Params,
    PublishRefusedError,
    Reason,
    refused,
)
from kaibo.adapters.media.builtin.rtmp import commands
from kaibo.adapters.media.builtin.rtmp.errors import ProtocolError
from kaibo.adapters.media.builtin.rtmp.handshake import Handshake
from kaibo.adapters.media.builtin.rtmp.ports import Gate, Publication, PublishRequest
from kaibo.adapters.media.builtin.rtmp.session import Session

log = structlog.get_logger("kaibo.media.rtmp")


class State(Enum):
    """Where a connection stands; see the package's docstring."""

    HANDSHAKE = auto()
    COMMANDS = auto()
    DECIDING = auto()
    PUBLISHING = auto()
    LINGERING = auto()
    CLOSED = auto()


class Register(Protocol):
    """Counts the open connections."""

    def enter(self, connection: RtmpConnection) -> bool:
        """Count one in; False when the door is full."""

    def leave(self, connection: RtmpConnection) -> None:
        """Count one out."""


class RtmpConnection(asyncio.Protocol):
    """Owns the transport; drives a `Session`; feeds a `Publication`."""

    def __init__(self, register: Register, gate: Gate, limits: RtmpLimits) -> None:
        self._register = register
        self._gate = gate
        self._limits = limits
        self._loop = asyncio.get_running_loop()
        self._handshake = Handshake()
        self._session = Session(self, limits)
        self._publication: Publication | None = None
        self._transport: asyncio.Transport | None = None
        self._task: asyncio.Task[None] | None = None
        self._heard = self._loop.time()
        self._deadline = self._heard + limits.handshake_seconds
        self.state = State.HANDSHAKE
        self.address = "?"

    # asyncio.Protocol ---------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start the handshake clock, unless the door is full."""
        self._transport = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if isinstance(peer, tuple) else "?"
        if not self._register.enter(self):
            log.warning("rtmp_full", address=self.address, connections=self._limits.connections)
            self.state = State.CLOSED
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take bytes; whatever is wrong with them ends this connection only."""
        self._heard = self._loop.time()
        try:
            if self.state is State.HANDSHAKE:
                self._greet(data)
            elif self.state in (State.COMMANDS, State.DECIDING, State.PUBLISHING):
                self._session.receive(data)
        except (ProtocolError, MediaRefusedError) as error:
            self._fail(error)
        except Exception:
            log.exception("rtmp_failed", address=self.address)
            self._close_for(refused("bad_data", "failed"))

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the publication, whatever state we were in."""
        self._close("connection_lost", str(exc) if exc else None)
        self._register.leave(self)

    # Peer of the session ------------------------------------------------------------------

    @property
    def reading(self) -> bool:
        """Whether the session may handle further messages."""
        return self.state in (State.COMMANDS, State.PUBLISHING)

    def send(self, data: bytes) -> None:
        """Write to the encoder."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)

    def wish_to_publish(self, stream_key: str) -> None:
        """Ask the gate; nothing more is read until it has answered."""
        self.state = State.DECIDING
        if self._transport is not None:
            self._transport.pause_reading()
        wish = PublishRequest(self._session.app, stream_key, self.address, self._session.encoder)
        self._task = self._loop.create_task(self._decide(wish))

    def stop_publishing(self) -> None:
        """End the publication as the encoder wishes; the socket is the encoder's to close."""
        if self._publication is not None:
            log.info("rtmp_ended", address=self.address)
            self._end("ended", None)
            self._linger()

    def media(self, type_id: int, timestamp: int, body: bytes | bytearray) -> None:
        """Pass a tag on; tags before `publish` are ignored."""
        if self._publication is None:
            return
        if type_id == commands.VIDEO:
            self._publication.video(timestamp, body)
        else:
            self._publication.audio(timestamp, body)

    def metadata(self, values: dict[str, object]) -> None:
        """Pass the encoder's description of the stream on."""
        if self._publication is not None:
            self._publication.metadata(values)

    def turn_away(self, code: str, detail: str) -> None:
        """Tell the encoder why, then close."""
        log.info("rtmp_refused", address=self.address, code=code, detail=detail)
        stream = self._session.publish_stream
        self.send(commands.on_status(stream, "error", code, detail))
        self._linger()

    # Encoder, as the stream's owner sees it -----------------------------------------------

    def refuse(
        self, reason: Reason, detail: str, code: str | None = None, params: Params | None = None
    ) -> None:
        """End the publication from our side."""
        if self.state is State.PUBLISHING:
            self._end(reason, detail, code, params)
            self.turn_away("NetStream.Publish.Rejected", detail)

    def silent_seconds(self) -> float:
        """Seconds since the last byte."""
        return self._loop.time() - self._heard

    # Clock --------------------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Enforce the time bounds; called about twice a second."""
        if self.state is State.PUBLISHING:
            if now - self._heard > self._limits.idle_seconds:
                seconds = f"{self._limits.idle_seconds:g}"
                self._close_for(refused("connection_lost", "silent", seconds=seconds))
            elif self._publication is not None:
                try:
                    self._publication.check()
                except MediaRefusedError as error:
                    self._fail(error)
        elif self.state is not State.DECIDING and now > self._deadline:
            if self.state is not State.LINGERING:
                log.info("rtmp_too_slow", address=self.address, state=self.state.name.lower())
            self._close("connection_lost", None)

    def close(self) -> None:
        """End at once, in an orderly way: the server stops."""
        self._close_for(refused("ended", "stopping"))

    # Inside -------------------------------------------------------------------------------

    def _greet(self, data: bytes) -> None:
        reply = self._handshake.feed(data)
        if reply:
            self.send(reply)
        if self._handshake.done:
            self.state = State.COMMANDS
            self._deadline = self._loop.time() + self._limits.publish_seconds
            if self._handshake.rest:
                self._session.receive(self._handshake.rest)

    async def _decide(self, wish: PublishRequest) -> None:
        try:
            publication = await self._gate.admit(wish, self)
        except PublishRefusedError as refusal:
            if self.state is State.DECIDING:
                self._resume()
                self.turn_away(refusal.code, refusal.detail)
            return
        except Exception:
            log.exception("rtmp_failed", address=self.address)
            self._close("bad_data", None)
            return
        self._publication = publication
        if self.state is not State.DECIDING:  # the encoder hung up meanwhile
            self._end("connection_lost", None)
            return
        self._session.allow_media()
        self.state = State.PUBLISHING
        stream = self._session.publish_stream
        begin = commands.user_control(commands.STREAM_BEGIN, stream.to_bytes(4, "big"))
        start = commands.on_status(
            stream, "status", "NetStream.Publish.Start", "Publishing has started."
        )
        self.send(begin + start)
        self._resume()
        self.data_received(b"")  # what came with `publish`

    def _resume(self) -> None:
        self._heard = self._loop.time()
        if self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()

    def _fail(self, error: ProtocolError | MediaRefusedError) -> None:
        if isinstance(error, MediaRefusedError):
            self._end(error.reason, error.detail, error.code, error.params)
            self.turn_away("NetStream.Publish.Rejected", error.detail)
            return
        log.info("rtmp_bad_data", address=self.address, reason=str(error))
        self._close_for(refused("bad_data", "broken_protocol", problem=str(error)))

    def _end(
        self,
        reason: Reason,
        detail: str | None,
        code: str | None = None,
        params: Params | None = None,
    ) -> None:
        publication, self._publication = self._publication, None
        if publication is not None:
            publication.end(reason, detail, code, params)

    def _linger(self) -> None:
        """Keep reading into nothing for a moment.

        Closing a socket with unread input resets it, and the encoder would never see why.
        """
        self.state = State.LINGERING
        self._deadline = self._loop.time() + self._limits.linger_seconds

    def _close_for(self, error: MediaRefusedError) -> None:
        self._close(error.reason, error.detail, error.code, error.params)

    def _close(
        self,
        reason: Reason,
        detail: str | None,
        code: str | None = None,
        params: Params | None = None,
    ) -> None:
        if self.state is State.CLOSED:
            return
        self.state = State.CLOSED
        self._end(reason, detail, code, params)
        if self._transport is not None:
            self._transport.close()
