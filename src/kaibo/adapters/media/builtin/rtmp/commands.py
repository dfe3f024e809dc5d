"""The messages that the server sends."""

from __future__ import annotations

from kaibo.adapters.media.builtin.rtmp import amf0
from kaibo.adapters.media.builtin.rtmp.chunks import encode_message

SET_CHUNK_SIZE, ABORT, ACK, USER_CONTROL, WINDOW_ACK, PEER_BANDWIDTH = 1, 2, 3, 4, 5, 6
AUDIO, VIDEO, DATA_AMF3, COMMAND_AMF3, DATA, COMMAND, AGGREGATE = 8, 9, 15, 17, 18, 20, 22
STREAM_BEGIN, PING_REQUEST, PING_RESPONSE = 0, 6, 7

_CONTROL_CSID, _COMMAND_CSID, _STATUS_CSID = 2, 3, 5
_WINDOW = 2_500_000
_OUR_CHUNKS = 4096


def control(type_id: int, value: int, tail: bytes = b"") -> bytes:
    """Write a protocol control message of one 32-bit number."""
    return encode_message(_CONTROL_CSID, type_id, value.to_bytes(4, "big") + tail)


def user_control(event: int, value: bytes) -> bytes:
    """Write a user control message."""
    return encode_message(_CONTROL_CSID, USER_CONTROL, event.to_bytes(2, "big") + value)


def invoke(*values: amf0.Value, stream_id: int = 0) -> bytes:
    """Write a command message. Sent before Set Chunk Size matters: always in small chunks."""
    csid = _STATUS_CSID if stream_id else _COMMAND_CSID
    return encode_message(
        csid, COMMAND, amf0.encode(*values), stream_id=stream_id, chunk_size=_OUR_CHUNKS
    )


def greeting() -> bytes:
    """Write what precedes the answer to `connect`."""
    return (
        control(WINDOW_ACK, _WINDOW)
        + control(PEER_BANDWIDTH, _WINDOW, b"\x02")
        + control(SET_CHUNK_SIZE, _OUR_CHUNKS)
    )


def connected(transaction: float) -> bytes:
    """Write the answer to an accepted `connect`."""
    return invoke(
        "_result",
        transaction,
        {"fmsVer": "FMS/3,5,7,7009", "capabilities": 31.0, "mode": 1.0},
        _status("status", "NetConnection.Connect.Success", "Connection succeeded.")
        | {"objectEncoding": 0.0},
    )


def connect_refused(transaction: float, code: str, detail: str) -> bytes:
    """Write the answer to a `connect` that is turned down."""
    return invoke("_error", transaction, None, _status("error", code, detail))


def on_status(stream_id: int, level: str, code: str, detail: str) -> bytes:
    """Write an `onStatus` for a message stream."""
    return invoke("onStatus", 0.0, None, _status(level, code, detail), stream_id=stream_id)


def _status(level: str, code: str, detail: str) -> dict[str, amf0.Value]:
    return {"level": level, "code": code, "description": detail}
