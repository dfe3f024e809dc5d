"""The RTMP handshake, server side.

The plain form of the specification (5.2). Encoders that send a digest inside C1 (the later,
unpublished form) accept a plain answer, because a server version of zero announces one.
"""

from __future__ import annotations

import os

from kaibo.adapters.media.builtin.rtmp.errors import ProtocolError

_VERSION = 3
_PACKET = 1536


class Handshake:
    """Feed it received bytes until `done`; `rest` is then what followed the handshake."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._answered = False
        self.done = False
        self.rest = b""

    def feed(self, data: bytes) -> bytes:
        """Take bytes, give the bytes to send back (often none)."""
        self._buffer += data
        reply = b""
        if self._buffer and self._buffer[0] != _VERSION:
            raise ProtocolError(f"not RTMP: version byte {self._buffer[0]}")
        if not self._answered:
            if len(self._buffer) < 1 + _PACKET:
                return b""
            theirs = bytes(self._buffer[1 : 1 + _PACKET])
            reply = bytes((_VERSION,)) + bytes(8) + os.urandom(_PACKET - 8) + theirs
            self._answered = True
        if len(self._buffer) >= 1 + 2 * _PACKET:
            self.done = True
            self.rest = bytes(self._buffer[1 + 2 * _PACKET :])
            self._buffer.clear()
        return reply
