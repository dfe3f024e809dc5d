"""Pushes the video track of a file in real time by PyAV, which is newer than most ffmpegs.

Usage: libav_push.py SOURCE RTMP_URL
"""

from __future__ import annotations

import sys
import time

import av


def main(source: str, url: str) -> None:
    """Push; raises what libav raises when the server refuses."""
    with av.open(source, "r") as made, av.open(url, "w", format="flv") as out:
        stream = out.add_stream_from_template(made.streams.video[0])
        stream.codec_context.codec_tag = "\0\0\0\0"  # MP4's own tag means nothing in FLV
        for packet in made.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
                time.sleep(0.02)


if __name__ == "__main__":
    main(*sys.argv[1:])
