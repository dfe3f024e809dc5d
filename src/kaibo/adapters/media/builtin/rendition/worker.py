"""The child that transcodes: `python -m kaibo.adapters.media.builtin.rendition.worker`.

Reads coded pictures from standard input in decoding order, writes smaller ones to standard
output in the order in which they are shown. Every picture that comes in goes out, one for one.
"""

from __future__ import annotations

import os
import re
import sys
from fractions import Fraction
from typing import IO

import av
from av.codec.context import Flags
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

from kaibo.adapters.media.builtin.codecs.h264 import build_record
from kaibo.adapters.media.builtin.rendition import wire

_TICKS = Fraction(1, 90_000)
_START = re.compile(rb"\x00\x00\x01")
_NICE = 10
_BITS_PER_LINE = {240: 400_000, 360: 700_000, 480: 1_200_000, 540: 1_500_000, 720: 2_500_000}


def bit_rate(lines: int) -> int:
    """Bits per second of a rendition of so many lines."""
    return next((rate for least, rate in _BITS_PER_LINE.items() if lines <= least), 3_500_000)


def split_units(data: bytes) -> list[bytes]:
    """Take the units out of an Annex B byte stream."""
    starts = [match.end() for match in _START.finditer(data)]
    ends = [*(start - 3 for start in starts[1:]), len(data)]
    return [data[a:b].rstrip(b"\x00") for a, b in zip(starts, ends, strict=True)]


class Transcoder:
    """One format's decoder, scaler and encoder."""

    def __init__(self, out: IO[bytes], body: bytes) -> None:
        width, height, rate, record = wire.read_format(body)
        self._out = out
        self._size = width, height
        self._decoder = av.CodecContext.create("h264", "r")
        self._decoder.extradata = record
        self._decoder.thread_count = 1
        self._encoder = _encoder(width, height, rate)
        self._syncs: list[bool] = []
        self._told = False

    def picture(self, body: bytes) -> None:
        """Take a coded picture."""
        sync, shown_at, data = wire.read_picture(body)
        packet = av.Packet(data)
        packet.pts = packet.dts = shown_at
        packet.time_base = _TICKS
        self._syncs.append(sync)
        self._encode(self._decoder.decode(packet))

    def flush(self) -> None:
        """Bring out what is still inside."""
        self._encode(self._decoder.decode(None))
        self._write(self._encoder.encode(None))

    def _encode(self, frames: list[av.VideoFrame]) -> None:
        for frame in frames:
            small = frame.reformat(*self._size, format="yuv420p")
            small.pts, small.time_base = frame.pts, _TICKS
            # The n-th picture shown stands where the n-th picture decoded stood.
            sync = self._syncs.pop(0)
            small.pict_type = PictureType.I if sync else PictureType.NONE
            self._write(self._encoder.encode(small))

    def _write(self, packets: list[av.Packet[av.VideoStream]]) -> None:
        if not self._told and self._encoder.extradata:
            units = split_units(self._encoder.extradata)
            sps = [unit for unit in units if unit[0] & 31 == 7]
            pps = [unit for unit in units if unit[0] & 31 == 8]
            self._out.write(wire.message(wire.RECORD, build_record(sps, pps, 4)))
            self._told = True
        for packet in packets:
            units = [u for u in split_units(bytes(packet)) if u[0] & 31 not in (6, 7, 8, 9)]
            data = b"".join(len(unit).to_bytes(4, "big") + unit for unit in units)
            self._out.write(
                wire.write_picture(data, packet.pts or 0, sync=packet.is_keyframe, kind=wire.CODED)
            )
        self._out.flush()


def _encoder(width: int, height: int, rate: float) -> VideoCodecContext:
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = width, height, "yuv420p"
    encoder.time_base = _TICKS
    encoder.framerate = Fraction(rate).limit_denominator(1001)
    encoder.bit_rate = bit_rate(min(width, height))
    encoder.flags |= Flags.global_header
    encoder.thread_count = 1
    encoder.options = {
        "preset": "veryfast",
        "tune": "zerolatency",
        "profile": "main",
        "forced-idr": "1",
        "maxrate": str(encoder.bit_rate * 5 // 4),
        "bufsize": str(encoder.bit_rate),
        "x264-params": "scenecut=0:keyint=infinite:bframes=0",
    }
    encoder.open()
    return encoder


def main() -> int:
    """Work until the input ends."""
    os.nice(_NICE)
    source, out = sys.stdin.buffer, sys.stdout.buffer
    transcoder: Transcoder | None = None
    while len(head := source.read(wire.HEAD.size)) == wire.HEAD.size:
        kind, size = wire.HEAD.unpack(head)
        body = source.read(size)
        if len(body) < size:
            break
        if kind == wire.FORMAT:
            if transcoder is not None:
                transcoder.flush()
            transcoder = Transcoder(out, body)
        elif transcoder is not None:
            transcoder.picture(body)
    if transcoder is not None:
        transcoder.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
