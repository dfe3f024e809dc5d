"""Viewers by WHEP: one audience for each stream, one packetized picture for all of it."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence

import structlog
from aiortc import RTCIceCandidate

from kaibo.adapters.media.builtin.codecs.aac import AudioConfig
from kaibo.adapters.media.builtin.codecs.h264 import AvcConfig
from kaibo.adapters.media.builtin.limits import WebRtcLimits
from kaibo.adapters.media.builtin.stream import Stream
from kaibo.adapters.media.builtin.webrtc.ice import IceServer
from kaibo.adapters.media.builtin.webrtc.negotiation import Offer
from kaibo.adapters.media.builtin.webrtc.packets import packetize
from kaibo.adapters.media.builtin.webrtc.peer import Peer
from kaibo.adapters.media.builtin.webrtc.sending import Outlet
from kaibo.adapters.media.builtin.webrtc.sound import AacToOpus

Packets = tuple[Sequence[bytes], int]
"""A picture's payloads and its stamp."""

log = structlog.get_logger("kaibo.media.webrtc")

_VIDEO_RATE, _AUDIO_RATE = 90_000, 48_000
_PER_MS = _VIDEO_RATE // 1000
_BURST_BYTES = 25_000
_BURST_SECONDS = 0.01
"""What a newcomer is shown at once comes at 20 Mbit/s: more at a time would be lost on its way."""
_MOST_KEPT = 1_500_000
"""Bytes of pictures kept for newcomers; of a larger group they see nothing before its end."""


class Viewer:
    """One viewer's connection. Begins at a keyframe, and again at one after a blocked moment."""

    def __init__(
        self,
        session_id: str,
        limits: WebRtcLimits,
        servers: Sequence[IceServer],
        on_over: Callable[[Viewer, asyncio.Task[None]], None],
    ) -> None:
        """`on_over` is given the task that closes the connection."""
        self.session_id = session_id
        self.ufrag = ""
        """The other side's ICE user name."""
        self._limits = limits
        self._on_over = on_over
        self._peer = Peer(servers, limits.connect_seconds, lambda _why: self.end())
        self._audience: Audience | None = None
        self._video: Outlet | None = None
        self._audio: Outlet | None = None
        self._waiting = True
        self._behind: deque[Packets] = deque()
        self._catching_up: asyncio.TimerHandle | None = None
        self._over = False

    async def answer(self, audience: Audience, offer: Offer) -> str:
        """Join an audience; gives the answer. Raises what aiortc raises."""
        self._audience = audience
        self.ufrag = offer.ufrag
        for kind in offer.kinds:
            if kind == "video":
                self._video = self._outlet(kind, _VIDEO_RATE, audience)
                self._video.on_ready = self._ready
            else:
                self._audio = self._outlet(kind, _AUDIO_RATE, audience)
        return await self._peer.answer(offer.sdp)

    async def add_candidates(self, candidates: Sequence[RTCIceCandidate], *, done: bool) -> None:
        """Take candidates that came later."""
        await self._peer.add_candidates(candidates, done=done)

    def end(self) -> None:
        """Leave; the connection closes in the background."""
        if self._over:
            return
        self._over = True
        if self._catching_up is not None:
            self._catching_up.cancel()
        if self._audience is not None:
            self._audience.leave(self)
        self._on_over(self, self._peer.close())

    def watches(self, stream: Stream) -> bool:
        """Whether this viewer came for that stream."""
        return self._audience is not None and self._audience.stream is stream

    def tick(self, now: float) -> None:
        """End a viewer that reports nothing any more. `now`: monotonic."""
        if self._over or not self._peer.connected or self._video is None:
            return
        heard = max(self._video.heard_at, self._audio.heard_at if self._audio else 0.0)
        if now - heard > self._limits.viewer_silent_seconds:
            log.info("viewer_silent", session=self.session_id[:6])
            self.end()

    def picture(self, payloads: Sequence[bytes], stamp: int, *, sync: bool) -> None:
        """Send a picture, once a keyframe has come."""
        if self._video is None or (self._waiting and not sync):
            return
        if self._behind:
            self._behind.append((payloads, stamp))
        else:
            self._waiting = not self._video.push(payloads, stamp)

    def catch_up(self, group: Sequence[Packets]) -> None:
        """Begin with the pictures since the last keyframe, as if they had lasted a moment."""
        if self._video is None or not group:
            return
        self._waiting = False
        last = group[-1][1]
        size = len(group)
        self._behind.extend(
            (payloads, last - (size - 1 - at) * _PER_MS) for at, (payloads, _) in enumerate(group)
        )
        self._send_behind()

    def _send_behind(self) -> None:
        self._catching_up = None
        sent = 0
        while self._behind and self._video is not None and sent < _BURST_BYTES:
            payloads, stamp = self._behind.popleft()
            if not self._video.push(payloads, stamp):
                self._waiting = True
                self._behind.clear()
            sent += sum(map(len, payloads))
        if self._behind:
            loop = asyncio.get_running_loop()
            self._catching_up = loop.call_later(_BURST_SECONDS, self._send_behind)

    def sound(self, payload: bytes, stamp: int) -> None:
        """Send a sound packet."""
        if self._audio is not None and not self._waiting:
            self._audio.push((payload,), stamp)

    def _ready(self) -> None:
        if self._audience is not None and not self._over:
            self._audience.join(self)

    def _outlet(self, kind: str, rate: int, audience: Audience) -> Outlet:
        outlet = Outlet.become(self._peer.transceiver(kind, "sendonly").sender, rate)
        outlet.on_ready = _nothing
        outlet.on_keyframe_wish = audience.wish_keyframe
        outlet.wall_ms = audience.media_now
        return outlet


class Audience:
    """The viewers of one stream: its `Listener`, while there are any."""

    def __init__(self, stream: Stream, wish_keyframe: Callable[[], bool]) -> None:
        self.stream = stream
        self.wish_keyframe = wish_keyframe
        """Asks the publisher for a keyframe; False where that is impossible."""
        self._viewers: set[Viewer] = set()
        self._group: list[Packets] = []
        self._group_bytes = 0
        self._sound: AacToOpus | None = None
        self._zero_ms: float | None = None

    def __len__(self) -> int:
        return len(self._viewers)

    def join(self, viewer: Viewer) -> None:
        """Let a connected viewer see, from the next keyframe on."""
        if not self._viewers:
            self._begin()
        self._viewers.add(viewer)
        if not self.wish_keyframe():
            viewer.catch_up(self._group)

    def leave(self, viewer: Viewer) -> None:
        """Forget a viewer; the last one takes everything with him."""
        if viewer not in self._viewers:
            return
        self._viewers.discard(viewer)
        if not self._viewers:
            self.stream.listeners.remove(self)
            self._silence()
            self._group = []
            self._zero_ms = None

    def media_now(self) -> float | None:
        """Give the stream's time in ms that is due now, the same for both tracks."""
        return None if self._zero_ms is None else time.monotonic() * 1000 - self._zero_ms

    # Listener -----------------------------------------------------------------------------

    def picture(self, time_ms: int, data: memoryview, config: AvcConfig, *, sync: bool) -> None:
        """Send a picture to all."""
        zero = time.monotonic() * 1000 - time_ms
        if self._zero_ms is None or zero < self._zero_ms:
            self._zero_ms = zero
        if self.stream.b_frames:
            log.info("whep_stopped", stream_id=self.stream.stream_id, why="b_frames")
            self.ended()
            return
        try:
            payloads = packetize(data, config, sync=sync)
        except ValueError:
            return
        if payloads:
            stamp = time_ms * _PER_MS
            self._keep(payloads, stamp, sync=sync)
            for viewer in self._viewers:
                viewer.picture(payloads, stamp, sync=sync)

    def sound(self, time_ms: int, data: memoryview, config: AudioConfig) -> None:
        """Have sound transcoded."""
        if self._sound is None or self._sound.config is not config:
            self._silence()
            self._sound = AacToOpus(config, self._opus)
        self._sound.feed(time_ms, bytes(data))

    def ended(self) -> None:
        """Send everybody home."""
        for viewer in list(self._viewers):
            viewer.end()

    def _begin(self) -> None:
        """Listen, from the stream's last keyframe on."""
        for picture in self.stream.listeners.group:
            self.picture(picture.time_ms, picture.data, picture.config, sync=picture.sync)
        self.stream.listeners.add(self)

    def _keep(self, payloads: Sequence[bytes], stamp: int, *, sync: bool) -> None:
        if sync:
            self._group, self._group_bytes = [], 0
        elif not self._group:
            return
        self._group_bytes += sum(map(len, payloads))
        self._group.append((payloads, stamp))
        if self._group_bytes > _MOST_KEPT:
            self._group = []

    def _opus(self, time_ms: int, payload: bytes) -> None:
        stamp = time_ms * (_AUDIO_RATE // 1000)
        for viewer in self._viewers:
            viewer.sound(payload, stamp)

    def _silence(self) -> None:
        sound, self._sound = self._sound, None
        if sound is not None:
            sound.close()


def _nothing() -> None:
    """Do nothing."""
