"""A canary for the parts of aiortc that are replaced: when its version changes, this fails first.

`webrtc/receiving.py` and `webrtc/sending.py` say what they rely on and why.
"""

from __future__ import annotations

import asyncio
import inspect
from importlib.metadata import version

import aioice.ice
from aiortc import RTCConfiguration, RTCPeerConnection, RTCRtpSender
from aiortc.jitterbuffer import JitterBuffer
from aiortc.rtcrtpreceiver import RTCRtpReceiver

from kaibo.adapters.media.builtin.webrtc.sending import Outlet


def test_the_version_is_the_one_that_was_looked_into() -> None:
    assert version("aiortc") == "1.16.0"


def test_a_receiver_hands_every_packet_to_its_jitter_buffer_and_bears_no_answer() -> None:
    source = inspect.getsource(RTCRtpReceiver._handle_rtp_packet)  # noqa: SLF001 - that is the point
    assert "pli_flag, encoded_frame = self.__jitter_buffer.add(packet)" in source
    assert "packet._data = depayload(codec, packet.payload)" in source
    assert "if encoded_frame is not None and self.__decoder_thread:" in source
    assert "if self.__remote_bitrate_estimator is not None:" in source
    assert "self.__nack_generator.add(packet)" in source
    assert "sorted(self.__nack_generator.missing)" in source
    assert list(inspect.signature(JitterBuffer.add).parameters) == ["self", "packet"]


def test_an_instance_carries_what_is_replaced() -> None:
    async def look() -> None:
        peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        transceiver = peer.addTransceiver("video", direction="recvonly")
        inside = vars(transceiver.receiver)
        assert isinstance(inside["_RTCRtpReceiver__jitter_buffer"], JitterBuffer)
        assert "_RTCRtpReceiver__remote_bitrate_estimator" in inside
        assert "_RTCRtpReceiver__nack_generator" in inside
        assert "_RTCRtpReceiver__rtcp_ssrc" in inside
        for name in ("_handle_rtp_packet", "_handle_rtcp_packet", "_send_rtcp_pli"):
            assert inspect.iscoroutinefunction(getattr(transceiver.receiver, name))
        sender = transceiver.sender
        taken = {name for name in vars(sender) if not name.startswith("_RTCRtpSender__")}
        assert {"_ssrc", "_rtx_ssrc"} <= taken
        # What an outlet keeps must not be something that aiortc keeps under the same name.
        assert not taken & {"rate", "heard_at", "_open", "_kept", "_sequence", "_reports"}
        assert Outlet.become(sender, 90_000) is sender
        transport = transceiver.receiver.transport
        assert hasattr(transport, "_tx_srtp")
        assert transport.transport._connection._nominated == {}  # noqa: SLF001 - as above
        await peer.close()

    asyncio.run(look())


def test_a_sender_is_driven_by_what_an_outlet_replaces() -> None:
    for name in ("send", "stop", "_handle_rtcp_packet", "_send_rtcp"):
        assert inspect.iscoroutinefunction(getattr(RTCRtpSender, name))
    assert "self.__started" in inspect.getsource(RTCRtpSender.stop)


def test_host_addresses_can_be_replaced_by_the_tests() -> None:
    assert list(inspect.signature(aioice.ice.StunProtocol.__init__).parameters)[1] == "receiver"
    source = inspect.getsource(aioice.ice.Connection.gather_candidates)
    assert "get_host_addresses(" in source
