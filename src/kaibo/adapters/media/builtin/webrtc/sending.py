"""Sending a track's packets by aiortc without its encoder.

`Outlet` replaces what `RTCRtpSender` does once negotiated: it has no task that waits for frames,
but is given payloads and writes them out at once. One track of one viewer.
"""
# It takes the place of a part of aiortc, and has the same insight as that part.
# ruff: noqa: SLF001

from __future__ import annotations

import asyncio
import struct
import time
from collections.abc import Callable, Sequence
from typing import Any

from aiortc import RTCRtpSender, clock
from aiortc.codecs import is_rtx
from aiortc.rtcrtpparameters import RTCRtpSendParameters
from aiortc.rtp import (
    RTCP_PSFB_FIR,
    RTCP_PSFB_PLI,
    RTCP_RTPFB_NACK,
    RtcpByePacket,
    RtcpPsfbPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSourceInfo,
    RtcpSrPacket,
)

_KEPT = 1024
"""Packets kept for retransmission, about three seconds of picture."""
_REPORT_SECONDS = 1.0
_MOST_UNSENT = 1 << 20
_HEAD = struct.Struct("!BBHII")


class Outlet(RTCRtpSender):
    """A sender that is pushed. Made of a transceiver's own by `become`."""

    on_ready: Callable[[], None]
    on_keyframe_wish: Callable[[], object]
    wall_ms: Callable[[], float | None]
    """The media time that is due now, by the wall clock; ties both tracks together."""
    rate: int

    @classmethod
    def become(cls, sender: RTCRtpSender, rate: int) -> Outlet:
        """Turn a sender that has not begun into an outlet; `rate` is its RTP clock."""
        sender.__class__ = cls
        if not isinstance(sender, cls):
            raise TypeError("aiortc's sender cannot be replaced")
        sender.rate = rate
        sender.heard_at = time.monotonic()
        sender._open = False
        sender._kept = [None] * _KEPT
        sender._sequence = int.from_bytes(struct.pack("!I", sender._ssrc)[:2], "big") % 32768
        sender._repeat_sequence = sender._sequence
        sender._packets = sender._octets = 0
        sender._reports = None
        return sender

    heard_at: float
    """When the viewer's last report came, by `time.monotonic`."""
    _open: bool
    _kept: list[tuple[int, bytes] | None]
    _sequence: int
    _repeat_sequence: int
    _packets: int
    _octets: int
    _reports: asyncio.Task[None] | None
    _cname: str
    _payload_type: int
    _repeat_type: int | None

    # What aiortc calls --------------------------------------------------------------------

    async def send(self, parameters: RTCRtpSendParameters) -> None:
        """Begin: the connection is there."""
        if self._open:
            return
        self.transport._register_rtp_sender(self, parameters)
        codec = parameters.codecs[0]
        self._cname = parameters.rtcp.cname or ""
        self._payload_type = codec.payloadType or 0
        self._repeat_type = next(
            (
                other.payloadType
                for other in parameters.codecs
                if is_rtx(other) and other.parameters.get("apt") == codec.payloadType
            ),
            None,
        )
        self._open = True
        self.heard_at = time.monotonic()
        self._reports = asyncio.create_task(self._report())
        self.on_ready()

    async def stop(self) -> None:
        """End for good."""
        if not self._open:
            return
        self._open = False
        self.transport._unregister_rtp_sender(self)
        if self._reports is not None:
            self._reports.cancel()
        await self._send_rtcp([RtcpByePacket(sources=[self._ssrc])])

    async def _handle_rtcp_packet(self, packet: object) -> None:
        self.heard_at = time.monotonic()
        if isinstance(packet, RtcpRtpfbPacket) and packet.fmt == RTCP_RTPFB_NACK:
            for number in packet.lost:
                self._repeat(number)
        elif isinstance(packet, RtcpPsfbPacket) and packet.fmt in (RTCP_PSFB_FIR, RTCP_PSFB_PLI):
            self.on_keyframe_wish()

    # What the viewer calls ----------------------------------------------------------------

    def push(self, payloads: Sequence[bytes], stamp: int) -> bool:
        """Send a frame; False when the way out is blocked, and it was dropped."""
        if not self._open:
            return False
        send = self._way_out()
        if send is None:
            return False
        last = len(payloads) - 1
        protect = self.transport._tx_srtp.protect
        ssrc, kind, stamp = self._ssrc, self._payload_type, stamp & 0xFFFFFFFF
        for index, payload in enumerate(payloads):
            number = self._sequence
            self._sequence = (number + 1) & 0xFFFF
            marked = kind | 0x80 if index == last else kind
            packet = _HEAD.pack(0x80, marked, number, stamp, ssrc) + payload
            self._kept[number % _KEPT] = number, packet
            send(protect(packet))
            self._octets += len(payload)
        self._packets += len(payloads)
        return True

    def _way_out(self) -> Callable[[bytes], None] | None:
        """Give what sends a datagram on the path that ICE chose."""
        pair = self.transport.transport._connection._nominated.get(1)
        if pair is None:
            return None
        socket: Any = pair.protocol.transport
        address = pair.remote_addr
        if socket.is_closing() or socket.get_write_buffer_size() > _MOST_UNSENT:
            return None
        return lambda data: socket.sendto(data, address)

    def _repeat(self, number: int) -> None:
        kept = self._kept[number % _KEPT]
        send = self._way_out() if self._open else None
        if kept is None or kept[0] != number or send is None:
            return
        packet = kept[1]
        if self._repeat_type is not None:  # RFC 4588: the old number moves into the payload
            _, marked, _, stamp, _ = _HEAD.unpack_from(packet)
            marked = marked & 0x80 | self._repeat_type
            head = _HEAD.pack(0x80, marked, self._repeat_sequence, stamp, self._rtx_ssrc)
            self._repeat_sequence = (self._repeat_sequence + 1) & 0xFFFF
            packet = head + number.to_bytes(2, "big") + packet[_HEAD.size :]
        send(self.transport._tx_srtp.protect(packet))

    async def _report(self) -> None:
        """Say once a second which stamp belongs to which moment."""
        while self._open:
            await asyncio.sleep(_REPORT_SECONDS)
            media_ms = self.wall_ms()
            if media_ms is None or not self._packets:
                continue
            info = RtcpSenderInfo(
                ntp_timestamp=clock.current_ntp_time(),
                rtp_timestamp=int(media_ms * self.rate / 1000) & 0xFFFFFFFF,
                packet_count=self._packets & 0xFFFFFFFF,
                octet_count=self._octets & 0xFFFFFFFF,
            )
            name = RtcpSourceInfo(ssrc=self._ssrc, items=[(1, self._cname.encode())])
            report = RtcpSrPacket(ssrc=self._ssrc, sender_info=info)
            await self._send_rtcp([report, RtcpSdesPacket(chunks=[name])])
