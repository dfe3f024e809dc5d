"""An encoder whose picture carries the time at which it was drawn.

    python -m benchmarks.picture.clock rtmp://HOST/live/KEY

32 squares in one row: 24 bits of the wall clock in milliseconds, then their checksum, white for 1.
Whoever sees the picture can subtract that from the clock on the wall: glass to glass, without
trusting anything in between. Encoded as OBS does with its low-latency preset: x264, no B-frames,
keyframes every 2 s, 3 Mbit/s, AAC.
"""

from __future__ import annotations

import random
import sys
import time
from fractions import Fraction

import av

WIDTH, HEIGHT, FRAME_RATE = 1280, 720, 30
SQUARE = 40
BITS, CHECK_BITS = 24, 8
_SAMPLE_RATE = 48_000
_SOUND_FRAME = 1024


def squares(milliseconds: int) -> list[bool]:
    """Give what the row shows, first square first."""
    value = milliseconds % (1 << BITS)
    check = (value ^ value >> 8 ^ value >> 16) & 0xFF
    both = value << CHECK_BITS | check
    return [bool(both >> (BITS + CHECK_BITS - 1 - at) & 1) for at in range(BITS + CHECK_BITS)]


def clock_rows(milliseconds: int) -> bytes:
    """Give the picture's rows that show the clock: `SQUARE` rows of `WIDTH` grey values."""
    row = b"".join((b"\xeb" if white else b"\x10") * SQUARE for white in squares(milliseconds))
    return row.ljust(WIDTH, b"\x80") * SQUARE


class Scenery:
    """Noise that moves, so that the encoder has something to do."""

    def __init__(self) -> None:
        self._noise = random.Random(1).randbytes(WIDTH * HEIGHT)  # noqa: S311 - a picture
        self._grey = b"\x80" * (WIDTH * HEIGHT // 4)

    def frame(self, number: int, milliseconds: int) -> av.VideoFrame:
        """Give the picture of that number, with the clock in its middle, where no page crops it."""
        shift = number * 8 % WIDTH
        top = (HEIGHT - SQUARE) // 2 * WIDTH
        rows = clock_rows(milliseconds)
        luma = self._noise[shift:] + self._noise[:shift]
        frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        frame.planes[0].update(luma[:top] + rows + luma[top + len(rows) :])
        frame.planes[1].update(self._grey)
        frame.planes[2].update(self._grey)
        return frame


def silence(number: int) -> av.AudioFrame:
    """Give a frame of silence."""
    frame = av.AudioFrame(format="fltp", layout="stereo", samples=_SOUND_FRAME)
    for plane in frame.planes:
        plane.update(bytes(plane.buffer_size))
    frame.sample_rate, frame.pts = _SAMPLE_RATE, number * _SOUND_FRAME
    frame.time_base = Fraction(1, _SAMPLE_RATE)
    return frame


def main() -> None:
    """Push until told to stop."""
    container = av.open(sys.argv[1], "w", format="flv")
    video = container.add_stream("libx264", rate=FRAME_RATE)
    video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    video.bit_rate = 3_000_000
    video.codec_context.time_base = Fraction(1, 1000)
    video.codec_context.gop_size = 2 * FRAME_RATE
    video.options = {"preset": "ultrafast", "tune": "zerolatency", "profile": "baseline"}
    sound = container.add_stream("aac", rate=_SAMPLE_RATE, layout="stereo")
    sound.bit_rate = 96_000
    scenery = Scenery()
    begun, number, sounds = time.monotonic(), 0, 0
    while True:
        pause = begun + number / FRAME_RATE - time.monotonic()
        if pause > 0:
            time.sleep(pause)
        frame = scenery.frame(number, time.time_ns() // 1_000_000)
        frame.pts, frame.time_base = round(number * 1000 / FRAME_RATE), Fraction(1, 1000)
        for packet in video.encode(frame):
            container.mux(packet)
        number += 1
        while sounds * _SOUND_FRAME / _SAMPLE_RATE < number / FRAME_RATE:
            for packet in sound.encode(silence(sounds)):
                container.mux(packet)
            sounds += 1


if __name__ == "__main__":
    main()
