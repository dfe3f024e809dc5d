"""What ends an RTMP connection."""

from __future__ import annotations


class ProtocolError(Exception):
    """The peer broke the protocol or one of our bounds; the text says how."""
