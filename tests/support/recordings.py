"""Recordings as a media server leaves them, made by an encoder in the test's process."""

from __future__ import annotations

import hashlib
import io
import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av

from kaibo.adapters.media.builtin.recording import journal
from kaibo.kernel.clock import epoch_ms
from kaibo.modules.recordings.contracts import RecordedFile, RecordedSegment, RecordingIndex
from tests.support.house import Shop
from tests.support.studio import Studio

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


def shelve(folder: Path, recording_id: str, *films: bytes, starts_at_ms: Sequence[int]) -> int:
    """Put a recording of these films where core looks for it; give its length in ms."""
    place = folder / recording_id
    place.mkdir(parents=True)
    lines: list[journal.Record] = [journal.Open("str_x", starts_at_ms[0])]
    for number, (film, start) in enumerate(zip(films, starts_at_ms, strict=True)):
        name = f"{number}.mp4"
        (place / name).write_bytes(film)
        index = index_of(film, starts_at_ms=start, name=name)
        file = index.files[0]
        lines.append(
            journal.File(
                name, file.init_bytes, file.codecs, 160, 96, RATE, SOUND, format=file.format
            )
        )
        lines += [
            journal.Seg(
                name,
                segment.offset,
                segment.bytes,
                segment.duration_ms,
                segment.starts_at_ms,
                segment.discontinuity,
                segment.independent,
            )
            for segment in index.segments
        ]
    lines.append(journal.Close("ended"))
    (place / journal.NAME).write_bytes(b"".join(journal.encode(line) for line in lines))
    return sum(line.duration_ms for line in lines if isinstance(line, journal.Seg))


@cache
def short_film() -> bytes:
    """A film of six seconds, made once."""
    return make_film()


class Recorder:
    """The media server of a shop, as far as it records: films that were made before."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.house = shop.house
        self.studio = Studio(shop)

    def push(self, role: str = "main") -> str:
        """Let an encoder in, until its picture can be watched; give the stream."""
        return self.studio.backup() if role == "backup" else self.studio.on_air()

    def order(self, stream_id: str) -> str:
        """Ask what is to be recorded; give the stream's recording."""
        answer = self.studio.tell("heartbeat", streams=[{"stream_id": stream_id}]).json()
        orders = {order["stream_id"]: order["recording_id"] for order in answer["record"]}
        recording_id: str = orders[stream_id]
        return recording_id

    def record(self, stream_id: str, *films: bytes, gap_s: int = 0) -> str:
        """Record films from now on, one after the other; time passes. Give the recording."""
        recording_id = self.order(stream_id)
        films = films or (short_film(),)
        starts = []
        for film in films:
            starts.append(epoch_ms(self.house.clock.now()))
            self.house.pass_time(
                milliseconds=index_of(film, starts_at_ms=0).duration_ms, seconds=gap_s
            )
        folder = self.house.settings.recordings_folder
        duration_ms = shelve(folder, recording_id, *films, starts_at_ms=starts)
        self.report(recording_id, stream_id, duration_ms, started_at_ms=starts[0])
        return recording_id

    def report(self, recording_id: str, stream_id: str, duration_ms: int, **more: object) -> None:
        """Tell core that a recording is closed."""
        told = {
            "recording_id": recording_id,
            "stream_id": stream_id,
            "state": "complete",
            "duration_ms": duration_ms,
            "bytes": 1000,
            "started_at_ms": epoch_ms(self.house.clock.now()),
        }
        answer = self.studio.tell("recorded", **(told | more))
        assert answer.status_code == 204, answer.text

    def end(self) -> None:
        """End the show."""
        assert self.shop.owner.post(f"/shows/{self.shop.show.id}/end").status_code == 200

    def desk(self) -> dict[str, Any]:
        """The replay as the crew sees it."""
        answer = self.shop.owner.get(f"/shows/{self.shop.show.id}/replay")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    def clip(self, in_ms: int, out_ms: int, **more: object) -> dict[str, Any]:
        """Order a clip; give it."""
        told = {"title": "Longjing", "in_ms": in_ms, "out_ms": out_ms}
        answer = self.shop.owner.post(f"/shows/{self.shop.show.id}/clips", told | more)
        assert answer.status_code == 202, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def seen(self, clip: dict[str, Any]) -> dict[str, Any]:
        """The clip as it is now."""
        told: dict[str, Any] = self.shop.owner.get(f"/clips/{clip['id']}").json()
        return told
