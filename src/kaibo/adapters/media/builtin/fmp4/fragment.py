"""Fragments: one `moof` and one `mdat` with the samples of both tracks."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from kaibo.adapters.media.builtin.fmp4.boxes import AUDIO_TRACK, VIDEO_TRACK, box, full_box

_BASE_IS_MOOF = 0x020000
_DEFAULT_FLAGS = 0x20
_DATA_OFFSET, _DURATION, _SIZE, _FLAGS, _COMPOSITION = 0x1, 0x100, 0x200, 0x400, 0x800
_SYNC, _DEPENDENT = 0x02000000, 0x01010000


@dataclass(slots=True)
class Sample:
    """One access unit. Times are in the timescale of its track."""

    time: int
    """Decode time."""
    duration: int
    data: bytes | memoryview
    composition: int = 0
    """Presentation time minus decode time; may be negative."""
    sync: bool = True
    """Whether decoding can begin here."""


def fragment(sequence: int, video: Sequence[Sample], audio: Sequence[Sample]) -> bytes:
    """Write a fragment. Either track may have no samples in it; with neither it is empty."""
    tracks = [_Track(VIDEO_TRACK, video, video=True)] if video else []
    if audio:
        tracks.append(_Track(AUDIO_TRACK, audio, video=False))
    mfhd = full_box(b"mfhd", 0, 0, struct.pack(">I", sequence))
    offset = 8 + len(mfhd) + sum(track.size for track in tracks) + 8
    trafs = []
    for track in tracks:
        trafs.append(track.traf(offset))
        offset += track.data_bytes
    moof = box(b"moof", mfhd, *trafs)
    total = sum(track.data_bytes for track in tracks)
    head = struct.pack(">I4s", 8 + total, b"mdat")
    return b"".join((moof, head, *(s.data for t in tracks for s in t.samples)))


class _Track:
    """A `traf`, whose size is known before its data offset is."""

    def __init__(self, track: int, samples: Sequence[Sample], *, video: bool) -> None:
        self._id = track
        self.samples = samples
        self._video = video
        self.data_bytes = sum(len(sample.data) for sample in samples)
        self.size = 8 + 20 + 20 + 20 + len(samples) * (16 if video else 8)

    def traf(self, offset: int) -> bytes:
        """Write the box; `offset` is that of the first sample from the start of the `moof`."""
        flags = _BASE_IS_MOOF | _DEFAULT_FLAGS
        tfhd = full_box(b"tfhd", 0, flags, struct.pack(">II", self._id, _SYNC))
        tfdt = full_box(b"tfdt", 1, 0, struct.pack(">Q", self.samples[0].time))
        count = len(self.samples)
        fields: list[int] = []
        if self._video:
            for s in self.samples:
                fields += (s.duration, len(s.data), _SYNC if s.sync else _DEPENDENT, s.composition)
            row, present = "IIIi", _DURATION | _SIZE | _FLAGS | _COMPOSITION
        else:
            for s in self.samples:
                fields += (s.duration, len(s.data))
            row, present = "II", _DURATION | _SIZE
        rows = struct.pack(">" + row * count, *fields)
        # Version 1 makes composition offsets signed.
        trun = full_box(b"trun", 1, _DATA_OFFSET | present, struct.pack(">II", count, offset), rows)
        return box(b"traf", tfhd, tfdt, trun)
