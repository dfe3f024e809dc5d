"""Made clips, as FLV tags and as demuxed packets, for the tests of the media server."""

from __future__ import annotations

import io
import math
import struct
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import av

VIDEO, AUDIO, SCRIPT = 9, 8, 18


@dataclass(frozen=True)
class Tag:
    """One FLV tag: its type, its time in ms and its body."""

    kind: int
    time: int
    body: bytes


def make_tags(
    *,
    frames: int = 60,
    rate: int = 30,
    gop: int = 30,
    b_frames: int = 0,
    size: tuple[int, int] = (160, 96),
    pixels: str = "yuv420p",
    profile: str | None = None,
    sound: bool = True,
) -> list[Tag]:
    """Encode moving bars (and a tone) with x264 and AAC into FLV, and take the tags out."""
    out = io.BytesIO()
    with av.open(out, "w", format="flv") as container:
        video = container.add_stream("libx264", rate=rate)
        video.width, video.height = size
        video.pix_fmt = pixels
        video.codec_context.gop_size = gop
        options: dict[str, object] = {"preset": "veryfast", "bf": str(b_frames), "b_strategy": "0"}
        options["sc_threshold"] = "0"
        if profile:
            options["profile"] = profile
        video.options = dict(options)
        audio = container.add_stream("aac", rate=44100, layout="stereo") if sound else None
        for index in range(frames):
            picture = _bars(index, *size)
            picture.pts, picture.time_base = index, Fraction(1, rate)
            container.mux(video.encode(picture.reformat(format=pixels)))
            if audio is not None:
                for at in range(44100 * index // rate // 1024, 44100 * (index + 1) // rate // 1024):
                    container.mux(audio.encode(_tone(at)))
        container.mux(video.encode())
        if audio is not None:
            container.mux(audio.encode())
    return split_flv(out.getvalue())


def split_flv(data: bytes) -> list[Tag]:
    """Take the tags out of an FLV file."""
    tags, at = [], 13
    while at + 11 <= len(data):
        size = int.from_bytes(data[at + 1 : at + 4], "big")
        time = int.from_bytes(data[at + 4 : at + 7], "big") | data[at + 7] << 24
        tags.append(Tag(data[at], time, data[at + 11 : at + 11 + size]))
        at += 15 + size
    return tags


def record_of(tags: list[Tag]) -> bytes:
    """The AVC decoder configuration record among the tags."""
    return next(t.body[5:] for t in tags if t.kind == VIDEO and t.body[1] == 0)


def pictures_in(tags: list[Tag]) -> int:
    """How many coded pictures the tags hold."""
    return sum(1 for t in tags if t.kind == VIDEO and t.body[1] == 1)


@dataclass(frozen=True)
class Demuxed:
    """What an independent demuxer and decoder made of some MP4 bytes."""

    video_pts: list[float]
    audio_pts: list[float]
    keyframes: int
    decoded: int
    size: tuple[int, int]
    video_dts: list[float]

    @property
    def longest_audio_gap(self) -> float:
        return max((b - a for a, b in pairwise(self.audio_pts)), default=0.0)


def demux(data: bytes) -> Demuxed:
    """Read MP4 bytes with libav: every packet's time, and how many pictures decode."""
    video: list[tuple[float, float]] = []
    audio: list[float] = []
    keyframes = 0
    with av.open(io.BytesIO(data), "r") as container:
        size = container.streams.video[0].width, container.streams.video[0].height
        for packet in container.demux():
            if packet.pts is None or packet.dts is None:
                continue
            pts = float(packet.pts * packet.time_base)
            if packet.stream.type == "video":
                video.append((float(packet.dts * packet.time_base), pts))
                keyframes += packet.is_keyframe
            else:
                audio.append(pts)
    with av.open(io.BytesIO(data), "r") as container:
        decoded = len(list(container.decode(video=0)))
    return Demuxed(
        [pts for _, pts in video], audio, keyframes, decoded, size, [dts for dts, _ in video]
    )


def _bars(index: int, width: int, height: int) -> av.VideoFrame:
    """Draw a slope that wanders, so that every picture differs from the one before."""
    ramp = bytes(range(256)) * (width * 3 // 256 + 3)
    frame = av.VideoFrame(width, height, "rgb24")
    stride = frame.planes[0].line_size
    rows = [
        ramp[at : at + width * 3].ljust(stride, b"\0")
        for at in ((index * 5 + row * 2) % 256 for row in range(height))
    ]
    frame.planes[0].update(b"".join(rows))
    return frame


def _tone(at: int) -> av.AudioFrame:
    wave = (math.sin(2 * math.pi * 440 * (at * 1024 + n) / 44100) * 0.2 for n in range(1024))
    data = struct.pack("<1024f", *wave)
    frame = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
    for plane in frame.planes:
        plane.update(data)
    frame.sample_rate, frame.pts, frame.time_base = 44100, at * 1024, Fraction(1, 44100)
    return frame
