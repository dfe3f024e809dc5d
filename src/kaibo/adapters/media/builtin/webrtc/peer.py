"""One peer connection and its bounded life."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import structlog
from aiortc import (
    RTCBundlePolicy,
    RTCConfiguration,
    RTCIceCandidate,
    RTCPeerConnection,
    RTCRtpTransceiver,
    RTCSessionDescription,
)

from kaibo.adapters.media.builtin.webrtc.ice import IceServer
from kaibo.adapters.media.builtin.webrtc.negotiation import preferred, promise_feedback

log = structlog.get_logger("kaibo.media.webrtc")


class Peer:
    """Wraps `RTCPeerConnection`: no surprise servers, a deadline, and an end that is told once."""

    def __init__(
        self, servers: Sequence[IceServer], connect_seconds: float, on_lost: Callable[[str], None]
    ) -> None:
        """`on_lost` is called once when the connection fails, ends, or does not come in time."""
        # An empty list on purpose: without one aiortc asks a public STUN server.
        self._connection = RTCPeerConnection(
            RTCConfiguration(
                iceServers=[server.for_aiortc() for server in servers],
                bundlePolicy=RTCBundlePolicy.MAX_BUNDLE,
            )
        )
        self._on_lost = on_lost
        self._closing: asyncio.Task[None] | None = None
        self.connected = False
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(connect_seconds, self._late)
        self._connection.on("connectionstatechange", self._changed)

    def transceiver(self, kind: str, direction: str) -> RTCRtpTransceiver:
        """Add a track of a kind, to send or to receive; before `answer`."""
        made = self._connection.addTransceiver(kind, direction=direction)
        made.setCodecPreferences(preferred(kind))
        return made

    async def answer(self, offer: str) -> str:
        """Answer an offer, with all candidates of ours. Raises what aiortc raises."""
        await self._connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        for transceiver in self._connection.getTransceivers():
            if transceiver.kind == "video" and transceiver.direction == "recvonly":
                promise_feedback(transceiver, offer)
        await self._connection.setLocalDescription()
        return str(self._connection.localDescription.sdp)

    async def add_candidates(self, candidates: Sequence[RTCIceCandidate], *, done: bool) -> None:
        """Take candidates that came later."""
        for candidate in candidates:
            await self._connection.addIceCandidate(candidate)
        if done:
            await self._connection.addIceCandidate(None)

    def close(self) -> asyncio.Task[None]:
        """Close, in the background; gives the task that does."""
        if self._closing is None:
            self._deadline.cancel()
            self._closing = asyncio.create_task(self._close())
        return self._closing

    async def _close(self) -> None:
        try:
            await self._connection.close()
        except Exception:
            log.exception("peer_close_failed")

    def _late(self) -> None:
        self._lost("the connection was not made in time")

    def _changed(self) -> None:
        state = self._connection.connectionState
        if state == "connected":
            self.connected = True
            self._deadline.cancel()
        elif state in {"failed", "closed"}:
            self._lost(f"the connection {'ended' if state == 'closed' else 'failed'}")

    def _lost(self, why: str) -> None:
        if self._closing is None:
            self._closing = self.close()
            self._on_lost(why)
