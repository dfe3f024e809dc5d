"""Taking a track's packets out of aiortc before it decodes them.

`RTCRtpReceiver` parses packets, asks for lost ones again and reports back; it hands each packet
to its jitter buffer and what comes out of that to a decoder. The buffers here take the packets and
give nothing back: the decoder stays idle. They also give up on a gap after a time instead of after
a count, so that a lost packet costs a moment and a keyframe, not seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from aiortc import RTCRtpReceiver
from aiortc.jitterbuffer import JitterBuffer, JitterFrame
from aiortc.rtp import RtcpSrPacket, RtpPacket

from kaibo.adapters.media.builtin.webrtc.feedback import Arrivals, Requests

_HALF = 1 << 15
_MOST_HELD = 1024
_PATIENCE_SECONDS = 0.5
"""A way of 60 ms whose queue holds 300 takes that long for a packet's repetition."""
_SOUND_PATIENCE_SECONDS = 0.08
"""Lost sound is not asked for again: only what was overtaken on the way is waited for."""

Sink = Callable[[bytes, int], None]
"""Takes a whole frame and its RTP stamp."""


class FrameBuffer(JitterBuffer):
    """Puts packets in order and frames together; hands each out as soon as it is whole."""

    def __init__(self, sink: Sink, *, single: bool, on_loss: Callable[[], None]) -> None:
        """`single`: every packet is a frame of its own, as Opus has it."""
        super().__init__(capacity=2)
        self._sink = sink
        self._single = single
        self._patience = _SOUND_PATIENCE_SECONDS if single else _PATIENCE_SECONDS
        self._on_loss = on_loss
        self._held: dict[int, RtpPacket] = {}
        self._next: int | None = None
        self._pieces: list[bytes] = []
        self._stamp = 0
        self._skipping = False
        self._blocked_at: float | None = None

    def add(self, packet: RtpPacket) -> tuple[bool, JitterFrame | None]:
        """Take a packet. Never gives a frame, nor asks for a keyframe: `on_loss` may do that."""
        number = packet.sequence_number
        if self._next is None:
            self._next = number
        if (number - self._next) & 0xFFFF >= _HALF:
            return False, None  # older than what was handed out
        self._held[number] = packet
        self._drain()
        self._give_up_if_due()
        return False, None

    def _drain(self) -> None:
        number = self._next
        while number is not None and (packet := self._held.pop(number, None)) is not None:
            self._take(packet)
            number = self._next = (number + 1) & 0xFFFF
            self._blocked_at = None

    def _take(self, packet: RtpPacket) -> None:
        data: bytes = packet._data  # type: ignore[attr-defined]  # noqa: SLF001 - set by the receiver
        if self._single:
            self._sink(data, packet.timestamp)
            return
        if self._pieces and packet.timestamp != self._stamp:  # the sender sets no marker
            self._finish()
        self._stamp = packet.timestamp
        self._pieces.append(data)
        if packet.marker:
            self._finish()

    def _finish(self) -> None:
        pieces, self._pieces = self._pieces, []
        skipped, self._skipping = self._skipping, False
        if not skipped:
            self._sink(b"".join(pieces), self._stamp)

    def _give_up_if_due(self) -> None:
        """Go on behind a gap that has lasted too long."""
        if not self._held:
            self._blocked_at = None
            return
        now = time.monotonic()
        if self._blocked_at is None:
            self._blocked_at = now
        if now - self._blocked_at < self._patience and len(self._held) < _MOST_HELD:
            return
        start = self._next or 0
        self._next = min(self._held, key=lambda number: (number - start) & 0xFFFF)
        self._blocked_at = None
        self._pieces = []
        # What follows the gap may be the rest of a frame: it ends with the next marker.
        self._skipping = not self._single
        self._on_loss()
        self._drain()


def tap(
    receiver: RTCRtpReceiver,
    buffer: FrameBuffer,
    *,
    on_packet: Callable[[], None],
    on_report: Callable[[int, float], None],
) -> None:
    """Put a buffer into a receiver and listen to its sender reports.

    `on_report` gets the RTP stamp and the sender's wall clock in ms.
    """
    inside = vars(receiver)
    inside["_RTCRtpReceiver__jitter_buffer"] = buffer
    # Its estimate follows what arrives: a quiet picture would keep the browser at a low rate. The
    # browser makes a better one from the arrival times.
    inside["_RTCRtpReceiver__remote_bitrate_estimator"] = None
    if inside["_RTCRtpReceiver__nack_generator"] is not None:
        inside["_RTCRtpReceiver__nack_generator"] = Requests()
    arrivals = Arrivals()
    handle_rtcp, handle_rtp = receiver._handle_rtcp_packet, receiver._handle_rtp_packet  # noqa: SLF001 - as above

    def own_ssrc() -> int:
        return inside["_RTCRtpReceiver__rtcp_ssrc"] or 0

    async def rtcp(packet: object) -> None:
        on_packet()
        if isinstance(packet, RtcpSrPacket):
            info = packet.sender_info
            on_report(info.rtp_timestamp, info.ntp_timestamp * 1000 / (1 << 32))
        await handle_rtcp(packet)  # type: ignore[arg-type]

    async def rtp(packet: RtpPacket, arrival_time_ms: int) -> None:
        on_packet()
        number, now = packet.extensions.transport_sequence_number, time.monotonic()
        if number is not None and arrivals.note(number, now):
            await _tell(receiver, arrivals.report(own_ssrc(), packet.ssrc, now))
        await handle_rtp(packet, arrival_time_ms)

    inside["_handle_rtcp_packet"] = rtcp
    inside["_handle_rtp_packet"] = rtp


async def _tell(receiver: RTCRtpReceiver, report: bytes | None) -> None:
    if report is not None:
        with suppress(ConnectionError):
            await receiver.transport._send_rtp(report)  # noqa: SLF001 - as aiortc's own reports go
