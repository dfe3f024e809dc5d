"""aiortc as the other side: a publisher of made pictures, and a viewer that counts packets."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av
import httpx
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCSessionDescription,
)
from aiortc.codecs import get_capabilities
from aiortc.codecs.h264 import h264_depayload
from aiortc.mediastreams import MediaStreamError
from aiortc.rtp import RtpPacket

from tests.adapters.media.builtin.clips import _bars
from tests.adapters.media.builtin.test_server import Running

SDP = {"Content-Type": "application/sdp"}


def pictures(
    frames: int, *, gop: int = 15, size: tuple[int, int] = (160, 96), rate: int = 30
) -> list[bytes]:
    """Moving bars as H.264 Constrained Baseline with start codes."""
    codec: Any = av.CodecContext.create("libx264", "w")
    codec.width, codec.height = size
    codec.pix_fmt, codec.time_base = "yuv420p", Fraction(1, rate)
    codec.gop_size = gop
    codec.options = {"preset": "ultrafast", "tune": "zerolatency", "profile": "baseline"}
    out = []
    for index in range(frames):
        frame = _bars(index, *size).reformat(format="yuv420p")
        frame.pts = index
        out += [bytes(packet) for packet in codec.encode(frame)]
    return out + [bytes(packet) for packet in codec.encode(None)]


class Film(MediaStreamTrack):
    """A picture track that shows given pictures again and again, in real time."""

    kind = "video"

    def __init__(self, shown: list[bytes], rate: int = 30) -> None:
        super().__init__()
        self.shown = shown
        self.sent = 0
        self._rate = rate
        self._began: float | None = None

    async def recv(self) -> av.Packet[Any]:
        if self.readyState != "live":
            raise MediaStreamError
        loop = asyncio.get_running_loop()
        if self._began is None:
            self._began = loop.time()
        await asyncio.sleep(max(0.0, self._began + self.sent / self._rate - loop.time()))
        packet = av.Packet(self.shown[self.sent % len(self.shown)])
        packet.pts, packet.time_base = self.sent, Fraction(1, self._rate)
        self.sent += 1
        return packet


def connection() -> RTCPeerConnection:
    return RTCPeerConnection(RTCConfiguration(iceServers=[]))


def vanish(peer: RTCPeerConnection) -> None:
    """Take a connection's sockets away, as when its process is killed: nothing says goodbye."""
    for transceiver in peer.getTransceivers():
        ice = transceiver.receiver.transport.transport._connection  # noqa: SLF001 - nothing public is so rude
        for protocol in ice._protocols:  # noqa: SLF001 - as above
            protocol.transport.abort()


def only(peer: RTCPeerConnection, kind: str, mime: str) -> None:
    """Offer one codec of a kind (with retransmission)."""
    wanted = {mime.lower(), "video/rtx"}
    for transceiver in peer.getTransceivers():
        if transceiver.kind == kind:
            codecs = get_capabilities(kind).codecs
            transceiver.setCodecPreferences([c for c in codecs if c.mimeType.lower() in wanted])


async def offer_of(peer: RTCPeerConnection) -> str:
    await peer.setLocalDescription(await peer.createOffer())
    return str(peer.localDescription.sdp)


@dataclass
class Caller:
    """Talks HTTP to the media server under test."""

    running: Running
    http: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        base = f"http://127.0.0.1:{self.running.http_port}"
        self.http = httpx.AsyncClient(base_url=base, trust_env=False, timeout=20)

    async def whip(self, offer: str | bytes, key: str = "k") -> httpx.Response:
        headers = SDP | {"Authorization": f"Bearer {key}"}
        return await self.http.post("/whip", content=offer, headers=headers)

    async def whep(self, path: str, offer: str | bytes) -> httpx.Response:
        return await self.http.post(f"/{path}/whep", content=offer, headers=SDP)


@dataclass
class Publisher:
    """One WHIP client."""

    caller: Caller
    film: Film
    sound: MediaStreamTrack | None = None
    peer: RTCPeerConnection = field(default_factory=connection)
    address: str = ""

    async def start(self, key: str = "k") -> httpx.Response:
        self.peer.addTransceiver(self.film, direction="sendonly")
        if self.sound is not None:
            self.peer.addTransceiver(self.sound, direction="sendonly")
        only(self.peer, "video", "video/h264")
        answer = await self.caller.whip(await offer_of(self.peer), key)
        if answer.status_code == 201:
            self.address = str(answer.url.join(answer.headers["location"]))
            await self.peer.setRemoteDescription(RTCSessionDescription(answer.text, "answer"))
        return answer

    async def stop(self) -> httpx.Response:
        return await self.caller.http.delete(self.address)


@dataclass
class Watcher:
    """One WHEP client; keeps every packet's payload, by kind."""

    caller: Caller
    peer: RTCPeerConnection = field(default_factory=connection)
    address: str = ""
    video: list[RtpPacket] = field(default_factory=list)
    audio: list[RtpPacket] = field(default_factory=list)

    async def start(self, path: str = "live/str_1") -> httpx.Response:
        for kind, kept in (("video", self.video), ("audio", self.audio)):
            receiver = self.peer.addTransceiver(kind, direction="recvonly").receiver
            vars(receiver)["_handle_rtp_packet"] = self._keeper(kept)
        only(self.peer, "video", "video/h264")
        answer = await self.caller.whep(path, await offer_of(self.peer))
        if answer.status_code == 201:
            self.address = str(answer.url.join(answer.headers["location"]))
            await self.peer.setRemoteDescription(RTCSessionDescription(answer.text, "answer"))
        return answer

    def units(self) -> list[int]:
        """The kinds of the H.264 units that came, in order."""
        stream = b"".join(h264_depayload(packet.payload) for packet in self.video)
        return [unit[0] & 31 for unit in stream.split(b"\0\0\0\1") if unit]

    @staticmethod
    def _keeper(kept: list[RtpPacket]) -> Callable[[RtpPacket, int], Awaitable[None]]:
        async def keep(packet: RtpPacket, arrival_time_ms: int) -> None:
            del arrival_time_ms
            kept.append(packet)

        return keep
