"""Reading back what `init.py` and `fragment.py` write: enough to describe and to mend files."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from kaibo.adapters.media.builtin.codecs.aac import parse_audio_config
from kaibo.adapters.media.builtin.codecs.h264 import parse_record
from kaibo.adapters.media.builtin.fmp4.boxes import VIDEO_TRACK

_SAMPLE_NEEDS_OTHERS = 0x10000
_AVC1_HEAD, _MP4A_HEAD = 8 + 78, 8 + 28
_CONFIG_TAG = b"\x05"


@dataclass(frozen=True, slots=True)
class Box:
    """A box inside some bytes: its kind, where it begins, where its content does, where it ends."""

    kind: bytes
    start: int
    content: int
    end: int


@dataclass(frozen=True, slots=True)
class Description:
    """What an init segment tells of its tracks. `sample_rate` is None without sound."""

    codecs: str
    width: int
    height: int
    sample_rate: int | None


@dataclass(frozen=True, slots=True)
class FragmentInfo:
    """A fragment: how long its pictures last in ticks, and whether decoding can begin there."""

    video_ticks: int
    independent: bool


def boxes(data: bytes, start: int = 0, end: int | None = None) -> Iterator[Box]:
    """Walk the whole boxes in a row; stops where they end or are torn."""
    end = len(data) if end is None else end
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        if size < 8 or start + size > end:
            return
        yield Box(kind, start, start + 8, start + size)
        start += size


def describe(init: bytes) -> Description:
    """Read an init segment that this package wrote. Raises `ValueError` for any other."""
    try:
        return _describe(init)
    except (StopIteration, struct.error) as error:
        raise ValueError("no init segment") from error


def look_into(moof: bytes) -> FragmentInfo:
    """Read a whole `moof` box that this package wrote. Raises `ValueError` for any other."""
    ticks, independent = 0, False
    try:
        for traf in boxes(moof, 8):
            if traf.kind != b"traf":
                continue
            inside = {box.kind: box for box in boxes(moof, traf.content, traf.end)}
            if struct.unpack_from(">I", moof, inside[b"tfhd"].content + 4)[0] != VIDEO_TRACK:
                continue
            trun = inside[b"trun"].content
            count = struct.unpack_from(">I", moof, trun + 4)[0]
            rows = struct.iter_unpack(">IIIi", moof[trun + 12 : trun + 12 + 16 * count])
            for index, (duration, _size, flags, _composition) in enumerate(rows):
                ticks += duration
                independent = independent or (index == 0 and not flags & _SAMPLE_NEEDS_OTHERS)
    except (KeyError, struct.error) as error:
        raise ValueError("no fragment of ours") from error
    return FragmentInfo(ticks, independent)


def _describe(init: bytes) -> Description:
    codecs: list[str] = []
    width = height = 0
    rate: int | None = None
    moov = next(box for box in boxes(init) if box.kind == b"moov")
    for trak in boxes(init, moov.content, moov.end):
        if trak.kind != b"trak":
            continue
        place = trak
        for kind in (b"mdia", b"minf", b"stbl", b"stsd"):
            place = next(b for b in boxes(init, place.content, place.end) if b.kind == kind)
        entry = next(boxes(init, place.content + 8, place.end))
        if entry.kind == b"avc1":
            inner = boxes(init, entry.start + _AVC1_HEAD, entry.end)
            avcc = next(box for box in inner if box.kind == b"avcC")
            config = parse_record(init[avcc.content : avcc.end])
            codecs.append(config.codec)
            width, height = config.sps.width, config.sps.height
        elif entry.kind == b"mp4a":
            inner = boxes(init, entry.start + _MP4A_HEAD, entry.end)
            esds = next(box for box in inner if box.kind == b"esds")
            audio = parse_audio_config(_specific(init[esds.content + 4 : esds.end]))
            codecs.append(audio.codec)
            rate = audio.sample_rate
    if not codecs:
        raise ValueError("no tracks")
    return Description(",".join(codecs), width, height, rate)


def _specific(descriptors: bytes) -> bytes:
    """Find the AudioSpecificConfig: ES descriptor (3 bytes of its own), decoder (13), specific."""
    at = descriptors.index(_CONFIG_TAG, 5 + 3 + 5 + 13)
    size = 0
    for digit in descriptors[at + 1 : at + 5]:
        size = size << 7 | digit & 127
    return descriptors[at + 5 : at + 5 + size]
