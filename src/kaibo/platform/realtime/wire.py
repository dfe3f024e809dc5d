"""Server-side WebSocket frames (RFC 6455, section 5.2), built once and shared by every receiver.

A server's frames are not masked, so one byte string fits all connections; that is the whole
reason why a room of thousands costs one encoding per message.
"""

_FIN_TEXT = 0x81
_FIN_CLOSE = 0x88
_FIN_PING = 0x89
_FIN_PONG = 0x8A
_SHORT = 126
_MEDIUM = 1 << 16
_MAX_CONTROL_PAYLOAD = 125

PING_FRAME = bytes((_FIN_PING, 0))
"""A ping without payload; any pong, and any other frame, counts as the answer."""

NORMAL = 1000
NO_CODE = 1005
ABNORMAL = 1006
PROTOCOL_ERROR = 1002
UNSUPPORTED_DATA = 1003
INVALID_TEXT = 1007
POLICY_VIOLATION = 1008
TOO_BIG = 1009
SERVICE_RESTART = 1012
TRY_AGAIN_LATER = 1013
TICKET_REFUSED = 4401
NOT_FOUND = 4404
VERSION_UNKNOWN = 4406
TOO_SLOW = 4408


def text_frame(payload: bytes) -> bytes:
    """Return `payload` (UTF-8) as one unmasked, final text frame."""
    size = len(payload)
    if size < _SHORT:
        return bytes((_FIN_TEXT, size)) + payload
    if size < _MEDIUM:
        return bytes((_FIN_TEXT, 126)) + size.to_bytes(2) + payload
    return bytes((_FIN_TEXT, 127)) + size.to_bytes(8) + payload


def close_frame(code: int, reason: str = "") -> bytes:
    """Return a close frame; `NO_CODE` gives an empty one, long reasons are cut at a character."""
    if code == NO_CODE:
        return bytes((_FIN_CLOSE, 0))
    room = _MAX_CONTROL_PAYLOAD - 2
    text = reason.encode()[:room].decode(errors="ignore").encode()
    return bytes((_FIN_CLOSE, 2 + len(text))) + code.to_bytes(2) + text


def pong_frame(payload: bytes) -> bytes:
    """Return the pong that answers a ping with `payload` (at most 125 bytes)."""
    return bytes((_FIN_PONG, len(payload))) + payload
