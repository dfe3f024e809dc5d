"""What goes over the pipes between the media process and the child that transcodes."""

from __future__ import annotations

import struct

HEAD = struct.Struct(">cI")
"""A message: its kind, and how many bytes follow."""
FORMAT, PICTURE, RECORD, CODED = b"F", b"P", b"R", b"C"

_FORMAT_HEAD = struct.Struct(">HHd")
_PICTURE_HEAD = struct.Struct(">?q")


def message(kind: bytes, body: bytes) -> bytes:
    """Write a message."""
    return HEAD.pack(kind, len(body)) + body


def write_format(width: int, height: int, rate: float, record: bytes) -> bytes:
    """Tell the child what comes, and how large it is wanted."""
    return message(FORMAT, _FORMAT_HEAD.pack(width, height, rate) + record)


def read_format(body: bytes) -> tuple[int, int, float, bytes]:
    """Read `write_format`'s width, height, pictures a second and decoder record."""
    width, height, rate = _FORMAT_HEAD.unpack_from(body)
    return width, height, rate, body[_FORMAT_HEAD.size :]


def write_picture(data: bytes | memoryview, shown_at: int, *, sync: bool, kind: bytes) -> bytes:
    """Write a coded picture; `shown_at` in ticks of the video timescale."""
    size = _PICTURE_HEAD.size + len(data)
    return b"".join((HEAD.pack(kind, size), _PICTURE_HEAD.pack(sync, shown_at), data))


def read_picture(body: bytes) -> tuple[bool, int, bytes]:
    """Read `write_picture`'s sync, moment and bytes."""
    sync, shown_at = _PICTURE_HEAD.unpack_from(body)
    return sync, shown_at, body[_PICTURE_HEAD.size :]
