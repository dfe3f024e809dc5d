"""The init segment: `ftyp` and `moov`, which describe the tracks."""

from __future__ import annotations

import struct

from kaibo.adapters.media.builtin.codecs.aac import AudioConfig
from kaibo.adapters.media.builtin.codecs.h264 import AvcConfig
from kaibo.adapters.media.builtin.fmp4.boxes import AUDIO_TRACK, VIDEO_TRACK, box, full_box
from kaibo.adapters.media.builtin.formats import VIDEO_TIMESCALE, Formats

_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_UNDETERMINED = 0x55C4  # the language "und", five bits a letter


def init_segment(formats: Formats) -> bytes:
    """Write the init segment of a stream with video and perhaps sound."""
    traks = [_video_trak(formats.video)]
    extends = [_trex(VIDEO_TRACK)]
    if formats.audio is not None:
        traks.append(_audio_trak(formats.audio))
        extends.append(_trex(AUDIO_TRACK))
    ftyp = box(b"ftyp", b"iso6", struct.pack(">I", 0), b"iso6", b"iso5", b"mp41")
    return ftyp + box(b"moov", _mvhd(), *traks, box(b"mvex", *extends))


def sound_init_segment(audio: AudioConfig) -> bytes:
    """Write the init segment of a stream's sound alone; the track keeps its id."""
    ftyp = box(b"ftyp", b"iso6", struct.pack(">I", 0), b"iso6", b"iso5", b"mp41")
    return ftyp + box(b"moov", _mvhd(), _audio_trak(audio), box(b"mvex", _trex(AUDIO_TRACK)))


def _mvhd() -> bytes:
    return full_box(
        b"mvhd", 0, 0,
        struct.pack(">IIIIIH10x", 0, 0, 1000, 0, 0x10000, 0x100),
        _MATRIX, bytes(24), struct.pack(">I", AUDIO_TRACK + 1),
    )  # fmt: skip


def _trex(track: int) -> bytes:
    return full_box(b"trex", 0, 0, struct.pack(">5I", track, 1, 0, 0, 0))


def _trak(
    track: int, timescale: int, handler: bytes, head: bytes, entry: bytes, size: tuple[float, float]
) -> bytes:  # fmt: skip
    wide, high = (round(side * 0x10000) for side in size)
    volume = 0x100 if track == AUDIO_TRACK else 0
    tkhd = full_box(
        b"tkhd", 0, 3,
        struct.pack(">IIIII8xHHHH", 0, 0, track, 0, 0, 0, 0, volume, 0),
        _MATRIX, struct.pack(">II", wide, high),
    )  # fmt: skip
    mdhd = full_box(b"mdhd", 0, 0, struct.pack(">IIIIHH", 0, 0, timescale, 0, _UNDETERMINED, 0))
    hdlr = full_box(b"hdlr", 0, 0, struct.pack(">I4s12x", 0, handler), b"Kaibo\x00")
    dref = full_box(b"dref", 0, 0, struct.pack(">I", 1), full_box(b"url ", 0, 1))
    stbl = box(
        b"stbl",
        full_box(b"stsd", 0, 0, struct.pack(">I", 1), entry),
        full_box(b"stts", 0, 0, bytes(4)),
        full_box(b"stsc", 0, 0, bytes(4)),
        full_box(b"stsz", 0, 0, bytes(8)),
        full_box(b"stco", 0, 0, bytes(4)),
    )
    minf = box(b"minf", head, box(b"dinf", dref), stbl)
    return box(b"trak", tkhd, box(b"mdia", mdhd, hdlr, minf))


def _video_trak(config: AvcConfig) -> bytes:
    sps = config.sps
    entry = struct.pack(
        ">6xH16xHHIII H32sHh".replace(" ", ""),
        1, sps.width, sps.height, 0x480000, 0x480000, 0, 1, b"", 24, -1,
    )  # fmt: skip
    boxes = [box(b"avcC", config.record)]
    wide, high = sps.sar
    if wide != high:
        boxes.append(box(b"pasp", struct.pack(">II", wide, high)))
    shown = (sps.width * wide / high, float(sps.height))
    head = full_box(b"vmhd", 0, 1, bytes(8))
    avc1 = box(b"avc1", entry, *boxes)
    return _trak(VIDEO_TRACK, VIDEO_TIMESCALE, b"vide", head, avc1, shown)


def _audio_trak(config: AudioConfig) -> bytes:
    entry = struct.pack(
        ">6xH8xHHIHH", 1, config.channels, 16, 0, config.sample_rate & 0xFFFF, 0
    )  # fmt: skip
    mp4a = box(b"mp4a", entry, _esds(config))
    head = full_box(b"smhd", 0, 0, bytes(4))
    return _trak(AUDIO_TRACK, config.sample_rate, b"soun", head, mp4a, (0, 0))


def _esds(config: AudioConfig) -> bytes:
    specific = _descriptor(5, config.record)
    decoder = _descriptor(4, struct.pack(">BBHBII", 0x40, 0x15, 0, 0, 0, 0), specific)
    return full_box(
        b"esds", 0, 0, _descriptor(3, struct.pack(">HB", 0, 0), decoder, _descriptor(6, b"\x02"))
    )


def _descriptor(tag: int, *parts: bytes) -> bytes:
    """Write an MPEG-4 descriptor; four size bytes keep it simple and are allowed."""
    size = sum(map(len, parts))
    sized = bytes((0x80 | size >> 21 & 127, 0x80 | size >> 14 & 127, 0x80 | size >> 7 & 127))
    return bytes((tag,)) + sized + bytes((size & 127,)) + b"".join(parts)
