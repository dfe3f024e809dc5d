"""Recordings as a media server leaves them, made by an encoder in the test's process."""

from __future__ import annotations

import hashlib
import io
import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av

from kaibo.modules.recordings.contracts import RecordedFile, RecordedSegment, RecordingIndex

RATE = 25
SOUND = 48_000


def make_film(
    *,
    seconds: int = 6,
    gop_s: int = 1,
    size: tuple[int, int] = (160, 96),
    b_frames: int = 0,
    starts_at_s: int = 0,
    shade: int = 0,
    sound: bool = True,
) -> bytes:
    """Encode a fragmented MP4, a fragment for each group of pictures.

    Picture n is a grey of ``shade + n``; the sound is a tone. Time stamps begin at ``starts_at_s``.
    """
    out = io.BytesIO()
    options = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "use_editlist": "0"}
    with av.open(out, "w", format="mp4", options=options) as container:
        video = container.add_stream("libx264", rate=RATE)
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        video.codec_context.gop_size = gop_s * RATE
        video.options = {
            "preset": "veryfast",
            "bf": str(b_frames),
            "b_strategy": "0",
            "sc_threshold": "0",
            "qp": "10",
        }
        audio = container.add_stream("aac", rate=SOUND, layout="mono") if sound else None
        first = starts_at_s * RATE
        for number in range(first, first + seconds * RATE):
            container.mux(video.encode(_picture(number, (shade + number - first) % 256, size)))
            if audio is not None:
                begin, end = (SOUND * at // RATE // 1024 for at in (number, number + 1))
                for at in range(begin, end):
                    container.mux(audio.encode(_tone(at)))
        container.mux(video.encode())
        if audio is not None:
            container.mux(audio.encode())
    return out.getvalue()


def _picture(number: int, grey: int, size: tuple[int, int]) -> av.VideoFrame:
    frame = av.VideoFrame(*size, "yuv420p")
    for index, plane in enumerate(frame.planes):
        plane.update(bytes([grey if index == 0 else 128]) * plane.buffer_size)
    frame.pts, frame.time_base = number, Fraction(1, RATE)
    return frame


def _tone(at: int) -> av.AudioFrame:
    frame = av.AudioFrame("fltp", "mono", 1024)
    samples = (0.2 * math.sin((at * 1024 + n) * 440 * math.tau / SOUND) for n in range(1024))
    frame.planes[0].update(struct.pack("<1024f", *samples))
    frame.sample_rate, frame.pts, frame.time_base = SOUND, at * 1024, Fraction(1, SOUND)
    return frame


def index_of(
    film: bytes, *, starts_at_ms: int, name: str = "0.mp4", gop_s: int = 1
) -> RecordingIndex:
    """Describe a film of ``make_film`` as a recording's file, filmed from then on (epoch)."""
    boxes = list(_boxes(film))
    init = next(at for at, kind, _ in boxes if kind == b"moof")
    file = RecordedFile(
        name=name,
        init_bytes=init,
        format=hashlib.sha256(film[:init]).hexdigest()[:16],
        codecs="avc1,mp4a",
        width=160,
        height=96,
        frame_rate=RATE,
        sample_rate=SOUND,
    )
    segments: list[RecordedSegment] = []
    for at, kind, size in boxes:
        if kind == b"moof":
            start = starts_at_ms + len(segments) * gop_s * 1000
            segments.append(
                RecordedSegment(name, at, size, gop_s * 1000, start, False, independent=True)
            )
        elif kind == b"mdat":
            segments[-1] = replace(segments[-1], bytes=segments[-1].bytes + size)
    return RecordingIndex((file,), tuple(segments), closed=True)


def _boxes(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    at = 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        yield at, kind, size
        at += size


class FolderShelf:
    """A shelf whose recordings are put there by the test."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.free = 100 * 10**9
        self._indexes: dict[str, RecordingIndex] = {}

    def put(self, recording_id: str, films: Sequence[bytes], index: RecordingIndex) -> None:
        """Put a recording there."""
        folder = self.root / recording_id
        folder.mkdir(parents=True)
        for number, film in enumerate(films):
            (folder / f"{number}.mp4").write_bytes(film)
        self._indexes[recording_id] = index

    def index(self, recording_id: str) -> RecordingIndex | None:
        """Give what was put there."""
        return self._indexes.get(recording_id)

    def path(self, recording_id: str, file: str) -> Path | None:
        """Give where a file is."""
        path = self.root / recording_id / file
        return path if path.is_file() else None

    def delete(self, recording_id: str) -> None:
        """Remove it."""
        self._indexes.pop(recording_id, None)
        for path in (self.root / recording_id).glob("*"):
            path.unlink()

    def usage(self) -> int:
        """Count bytes."""
        return sum(path.stat().st_size for path in self.root.rglob("*.mp4"))

    def free_bytes(self) -> int:
        """Give the free bytes the test set."""
        return self.free
