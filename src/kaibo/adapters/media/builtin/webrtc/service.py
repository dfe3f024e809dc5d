"""All WebRTC sessions of the media server: their caps, their clock, their end."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from kaibo.adapters.media.builtin.limits import WebRtcLimits
from kaibo.adapters.media.builtin.refusal import Reason, refused
from kaibo.adapters.media.builtin.rtmp.ports import Encoder, PublishRequest
from kaibo.adapters.media.builtin.stream import Stream
from kaibo.adapters.media.builtin.webrtc.ice import IceServer
from kaibo.adapters.media.builtin.webrtc.negotiation import (
    BitRates,
    Offer,
    unanswerable,
    write_answer,
)
from kaibo.adapters.media.builtin.webrtc.whep import Audience, Viewer
from kaibo.adapters.media.builtin.webrtc.whip import WhipSession

Session = WhipSession | Viewer

log = structlog.get_logger("kaibo.media.webrtc")

_TICK_SECONDS = 0.5
_CLOSE_SECONDS = 3.0


class FullError(Exception):
    """No place is left for another session."""


class UnavailableError(Exception):
    """The stream cannot be watched by WebRTC; says why."""


@dataclass(frozen=True, slots=True)
class Live:
    """A stream that runs, and who sends it."""

    stream: Stream
    encoder: Encoder


class House(Protocol):
    """Whose streams these are: the media server."""

    async def admit(self, request: PublishRequest, encoder: Encoder) -> Stream:
        """Let a publisher in. Raises `PublishRefusedError`."""

    def live(self, folder: str) -> Live | None:
        """Find what runs under a play path; a protected one needs its signature before it."""


class WebRtc:
    """Makes sessions and ends them."""

    def __init__(
        self,
        house: House,
        limits: WebRtcLimits,
        servers: Sequence[IceServer] = (),
        addresses: Sequence[str] = (),
    ) -> None:
        """`addresses` are announced beside the machine's own, for one-to-one NAT."""
        self.servers = tuple(servers)
        self.limits = limits
        self._house = house
        self._addresses = tuple(addresses)
        self._publishers: dict[str, WhipSession] = {}
        self._viewers: dict[str, Viewer] = {}
        self._audiences: dict[Stream, Audience] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self._sweep: asyncio.Task[None] | None = None

    @property
    def sessions(self) -> int:
        """Sessions of both kinds now."""
        return len(self._publishers) + len(self._viewers)

    @property
    def viewers(self) -> int:
        """WHEP viewers now, those included that are only connecting."""
        return len(self._viewers)

    def can_show(self, stream: Stream) -> bool:
        """Whether a stream can be watched by WebRTC, as far as is known of it."""
        return self.limits.viewers > 0 and not stream.b_frames

    def viewers_of(self, stream: Stream) -> int:
        """WHEP viewers that see a stream now."""
        audience = self._audiences.get(stream)
        return len(audience) if audience is not None else 0

    def start(self) -> None:
        """Begin to look at the clock."""
        self._sweep = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End every session, and wait for what that takes."""
        if self._sweep is not None:
            self._sweep.cancel()
        error = refused("ended", "stopping")
        for session in list(self._publishers.values()):
            session.end(error.reason, error.detail, error.code, error.params)
        for viewer in list(self._viewers.values()):
            viewer.end()
        if self._closing:
            await asyncio.wait(self._closing, timeout=_CLOSE_SECONDS)

    # Sessions -----------------------------------------------------------------------------

    async def publish(self, wish: PublishRequest, offer: Offer) -> tuple[str, str]:
        """Let a publisher in; gives the session's id and the answer.

        Raises `PublishRefusedError`, `FullError`, and `OfferRefusedError` as `read_offer` does.
        """
        if len(self._publishers) >= self.limits.publishers:
            raise FullError
        session = WhipSession(_new_id(), self.limits, self.servers, self._publisher_over)
        self._publishers[session.session_id] = session
        try:
            stream = await self._house.admit(wish, session)
        except BaseException:
            session.end("bad_data")
            raise
        answer = await self._negotiate(session, session.answer(stream, offer), BitRates())
        return session.session_id, answer

    async def watch(self, folder: str, offer: Offer) -> tuple[str, str]:
        """Let a viewer in; gives the session's id and the answer.

        Raises `UnavailableError`, `FullError` and `OfferRefusedError`.
        """
        live = self._house.live(folder)
        if live is None:
            raise UnavailableError("The stream is over.")
        stream = live.stream
        if stream.formats is None:
            raise UnavailableError("The stream has not begun.")
        if stream.b_frames:
            raise UnavailableError("The encoder sends B-frames, which WebRTC cannot show. Use HLS.")
        if len(self._viewers) >= self.limits.viewers:
            raise FullError
        viewer = Viewer(_new_id(), self.limits, self.servers, self._viewer_over)
        self._viewers[viewer.session_id] = viewer
        audience = self._audiences.get(stream)
        if audience is None:
            encoder = live.encoder
            wish = encoder.wish_keyframe if isinstance(encoder, WhipSession) else _cannot
            audience = self._audiences[stream] = Audience(stream, wish)
        answer = await self._negotiate(viewer, viewer.answer(audience, offer), None)
        return viewer.session_id, answer

    def finds(self, folder: str) -> bool:
        """Whether something runs under a play path."""
        return self._house.live(folder) is not None

    def session(self, path: str) -> Session | None:
        """Find a session by its address."""
        *_, kind, session_id = ("", *path.split("/"))
        return (self._publishers if kind == "whip" else self._viewers).get(session_id)

    async def end(self, path: str) -> bool:
        """End a session because its client says so; False when there is none."""
        session = self.session(path)
        if session is None:
            return False
        _end(session, "ended")
        return True

    def stream_over(self, stream: Stream) -> None:
        """Forget a stream; its viewers were sent home by the stream itself."""
        audience = self._audiences.pop(stream, None)
        if audience is not None:
            audience.ended()
        for viewer in list(self._viewers.values()):
            if viewer.watches(stream):
                viewer.end()

    # Inside -------------------------------------------------------------------------------

    async def _negotiate(
        self, session: Session, answering: Awaitable[str], rates: BitRates | None
    ) -> str:
        try:
            answer = await answering
        except asyncio.CancelledError:  # the client hung up
            _end(session, "connection_lost")
            raise
        except Exception as error:
            log.info("offer_unanswerable", problem=repr(error))
            _end(session, "bad_data")
            raise unanswerable() from error
        return write_answer(answer, rates=rates, addresses=self._addresses)

    def _publisher_over(self, session: WhipSession, closing: asyncio.Task[None]) -> None:
        self._publishers.pop(session.session_id, None)
        self._keep(closing)

    def _viewer_over(self, viewer: Viewer, closing: asyncio.Task[None]) -> None:
        self._viewers.pop(viewer.session_id, None)
        self._keep(closing)

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            now = time.monotonic()
            sessions: list[Session] = [*self._publishers.values(), *self._viewers.values()]
            for session in sessions:
                try:
                    session.tick(now)
                except Exception:
                    log.exception("webrtc_tick_failed")


def _end(session: Session, reason: Reason) -> None:
    if isinstance(session, WhipSession):
        session.end(reason)
    else:
        session.end()


def _new_id() -> str:
    return secrets.token_urlsafe(18)


def _cannot() -> bool:
    """Ask nobody: an RTMP encoder sends keyframes when it wants to."""
    return False
