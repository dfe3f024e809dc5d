"""Boxes: a size, a four-letter kind and what is inside."""

from __future__ import annotations

import struct

VIDEO_TRACK, AUDIO_TRACK = 1, 2
"""Track ids, the same in every init segment."""


def box(kind: bytes, *parts: bytes) -> bytes:
    """Write a box."""
    return struct.pack(">I4s", 8 + sum(map(len, parts)), kind) + b"".join(parts)


def full_box(kind: bytes, version: int, flags: int, *parts: bytes) -> bytes:
    """Write a box that begins with a version and 24 bits of flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)
