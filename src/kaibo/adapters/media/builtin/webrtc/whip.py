"""A browser, or another WHIP client, that publishes (RFC 9725)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence

import structlog
from aiortc import RTCIceCandidate, RTCRtpReceiver

from kaibo.adapters.media.builtin.limits import WebRtcLimits
from kaibo.adapters.media.builtin.refusal import MediaRefusedError, Params, Reason, refused
from kaibo.adapters.media.builtin.stream import Stream
from kaibo.adapters.media.builtin.webrtc.clock import AvClock
from kaibo.adapters.media.builtin.webrtc.ice import IceServer
from kaibo.adapters.media.builtin.webrtc.negotiation import Offer
from kaibo.adapters.media.builtin.webrtc.packets import Assembler
from kaibo.adapters.media.builtin.webrtc.peer import Peer
from kaibo.adapters.media.builtin.webrtc.receiving import FrameBuffer, tap
from kaibo.adapters.media.builtin.webrtc.sound import OpusToAac

log = structlog.get_logger("kaibo.media.webrtc")

_KEYFRAME_SECONDS = 1.0
"""Browsers send a keyframe only when asked; a segment begins with each."""
_SOONEST_WISH_SECONDS = 0.3
_STORM_SECONDS = 2.0
"""Least time between keyframes for this long after a loss that was not mended: they are large."""
_STORM_LASTS_SECONDS = 10.0
_WITHOUT_SOUND = {"videocodecid": 7.0}


class WhipSession:
    """One publisher: the `Encoder` of its stream. Ends once, and then holds nothing any more."""

    def __init__(
        self,
        session_id: str,
        limits: WebRtcLimits,
        servers: Sequence[IceServer],
        on_over: Callable[[WhipSession, asyncio.Task[None]], None],
    ) -> None:
        """`on_over` is given the task that closes the connection."""
        self.session_id = session_id
        self.ufrag = ""
        """The other side's ICE user name."""
        self._limits = limits
        self._on_over = on_over
        self._peer = Peer(servers, limits.connect_seconds, self._lost)
        self._stream: Stream | None = None
        self._over = False
        self._clock = AvClock()
        self._assembler = Assembler()
        self._record: bytes | None = None
        self._sound: OpusToAac | None = None
        self._sound_told = False
        self._needs_keyframe = True
        self._receiver: RTCRtpReceiver | None = None
        self._wished_at = 0.0
        self._lost_at = -_STORM_LASTS_SECONDS
        self._wishes: set[asyncio.Task[None]] = set()
        self._heard_at = time.monotonic()

    async def answer(self, stream: Stream, offer: Offer) -> str:
        """Begin to publish into a stream; gives the answer. Raises what aiortc raises."""
        self._stream = stream
        self.ufrag = offer.ufrag
        for kind in offer.kinds:
            receiver = self._peer.transceiver(kind, "recvonly").receiver
            if kind == "video":
                self._receiver = receiver
                buffer = FrameBuffer(self._picture, single=False, on_loss=self._gap)
                report = self._clock.video.report
            else:
                self._sound = OpusToAac(self._aac)
                buffer = FrameBuffer(self._opus, single=True, on_loss=_nothing)
                report = self._clock.audio.report
            tap(receiver, buffer, on_packet=self._packet, on_report=report)
        if self._sound is None:
            stream.metadata(_WITHOUT_SOUND)
        return await self._peer.answer(offer.sdp)

    async def add_candidates(self, candidates: Sequence[RTCIceCandidate], *, done: bool) -> None:
        """Take candidates that came later."""
        await self._peer.add_candidates(candidates, done=done)

    def end(
        self,
        reason: Reason,
        detail: str | None = None,
        code: str | None = None,
        params: Params | None = None,
    ) -> None:
        """End the publication and the connection; the latter closes in the background."""
        if self._over:
            return
        self._over = True
        if self._sound is not None:
            self._sound.close()
        for wish in self._wishes:
            wish.cancel()
        self._on_over(self, self._peer.close())
        if self._stream is not None:
            self._stream.end(reason, detail, code, params)

    # Encoder, as the stream's owner sees it -----------------------------------------------

    def refuse(
        self, reason: Reason, detail: str, code: str | None = None, params: Params | None = None
    ) -> None:
        """End the publication from our side. A browser sees its connection closed."""
        self.end(reason, detail, code, params)

    def silent_seconds(self) -> float:
        """Seconds since the last packet."""
        return time.monotonic() - self._heard_at

    def wish_keyframe(self) -> bool:
        """Ask for a keyframe, unless that was done a moment ago; one comes in any case."""
        now = time.monotonic()
        pause = _KEYFRAME_SECONDS if self._stormy(now) else _SOONEST_WISH_SECONDS
        if now - self._wished_at >= pause:
            self._ask(now)
        return True

    # Clock --------------------------------------------------------------------------------

    def tick(self, now: float) -> None:
        """Ask for keyframes, and look whether the publisher is still there. `now`: monotonic."""
        if self._over or not self._peer.connected or self._stream is None:
            return
        if self.silent_seconds() > self._limits.silent_seconds:
            seconds = f"{self._limits.silent_seconds:g}"
            self._fail(refused("connection_lost", "silent", seconds=seconds))
            return
        if self._keyframe_due(now):
            self._ask(now)
        try:
            self._stream.check()
        except MediaRefusedError as error:
            self._fail(error)

    def _stormy(self, now: float) -> bool:
        """Whether the line loses what is sent: keyframes asked for too often would fill it."""
        return now - self._lost_at < _STORM_LASTS_SECONDS

    def _keyframe_due(self, now: float) -> bool:
        spared = self._stormy(now) and not self._needs_keyframe
        return now - self._wished_at >= (_STORM_SECONDS if spared else _KEYFRAME_SECONDS)

    # What arrives -------------------------------------------------------------------------

    def _packet(self) -> None:
        self._heard_at = time.monotonic()

    def _gap(self) -> None:
        self._needs_keyframe = True
        self._lost_at = time.monotonic()
        self.wish_keyframe()

    def _picture(self, data: bytes, stamp: int) -> None:
        self._guard(lambda stream: self._take_picture(stream, data, stamp))

    def _take_picture(self, stream: Stream, data: bytes, stamp: int) -> None:
        time_ms = self._clock.picture(stamp, time.monotonic() * 1000)
        picture, sync = self._assembler.picture(data)
        if not picture or self._assembler.record is None or (self._needs_keyframe and not sync):
            return
        self._needs_keyframe = False
        if self._assembler.record is not self._record:
            self._record = self._assembler.record
            stream.setup_video(self._record)
        stream.picture(_stamp(time_ms), memoryview(picture), sync=sync)

    def _opus(self, data: bytes, stamp: int) -> None:
        time_ms = self._clock.sound(stamp, time.monotonic() * 1000)
        if time_ms is not None and self._sound is not None and data:
            self._sound.feed(time_ms, data)

    def _aac(self, time_ms: int, data: bytes) -> None:
        self._guard(lambda stream: self._take_sound(stream, time_ms, data))

    def _take_sound(self, stream: Stream, time_ms: int, data: bytes) -> None:
        if not self._sound_told and self._sound is not None:
            # Not before: a stream that has announced sound does not wait for it.
            self._sound_told = True
            stream.setup_audio(self._sound.record)
        stream.sound(_stamp(time_ms), memoryview(data))

    def _guard(self, take: Callable[[Stream], None]) -> None:
        """Whatever is wrong with what arrives ends this session and nothing else."""
        if self._over or self._stream is None:
            return
        try:
            take(self._stream)
        except MediaRefusedError as error:
            self._fail(error)
        except Exception:
            log.exception("whip_failed")
            self._fail(refused("bad_data", "failed"))

    # Inside -------------------------------------------------------------------------------

    def _fail(self, error: MediaRefusedError) -> None:
        self.end(error.reason, error.detail, error.code, error.params)

    def _lost(self, why: str) -> None:
        log.info("whip_lost", why=why)
        self.end("connection_lost")

    def _ask(self, now: float) -> None:
        receiver = self._receiver
        if receiver is None or not self._peer.connected:
            return
        self._wished_at = now
        for ssrc in [source.source for source in receiver.getSynchronizationSources()][-1:]:
            self._background(receiver._send_rtcp_pli(ssrc))  # noqa: SLF001 - aiortc asks only when decoding fails

    def _background(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._wishes.add(task)
        task.add_done_callback(self._wishes.discard)


def _stamp(time_ms: float) -> int:
    return round(time_ms) & 0xFFFFFFFF


def _nothing() -> None:
    """Let a lost sound packet be: silence takes its place."""
