"""H.264 in its AVCC form: the decoder configuration record and the units of a keyframe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kaibo.adapters.media.builtin.codecs.sps import Sps, parse_sps
from kaibo.adapters.media.builtin.refusal import refused

Buffer = bytes | bytearray | memoryview

_SPS, _PPS, _SEI, _IDR = 7, 8, 6, 5
_PROFILES = {
    66: "Baseline", 77: "Main", 88: "Extended", 100: "High", 110: "High 10",
    122: "High 4:2:2", 244: "High 4:4:4 Predictive", 44: "CAVLC 4:4:4 Intra",
}  # fmt: skip
_PLAYABLE_PROFILES = frozenset({66, 77, 100})
_CHROMA = ("4:0:0", "4:2:0", "4:2:2", "4:4:4")
_KEYINT = re.compile(rb"[ /]keyint=(\d{1,6}|infinite) ")


@dataclass(frozen=True, slots=True)
class AvcConfig:
    """A parsed AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1)."""

    record: bytes
    """The record as it came; it becomes the `avcC` box unchanged."""
    length_size: int
    """Bytes of each unit's length prefix."""
    parameter_sets: frozenset[bytes]
    sps: Sps

    @property
    def codec(self) -> str:
        """The RFC 6381 name, such as `avc1.64001F`."""
        return "avc1." + self.record[1:4].hex().upper()


def parse_record(record: bytes) -> AvcConfig:
    """Read a decoder configuration record. `ValueError` when it is broken."""
    if len(record) < 7 or record[0] != 1:
        raise ValueError("not an AVC decoder configuration record")
    length_size = (record[4] & 3) + 1
    if length_size == 3:
        raise ValueError("an AVC length prefix of three bytes does not exist")
    sps_sets, at = _sets(record, 6, record[5] & 31)
    if at >= len(record):
        raise ValueError("the AVC configuration record has no picture parameter sets")
    pps_sets, _ = _sets(record, at + 1, record[at])
    if not sps_sets or not pps_sets:
        raise ValueError("the AVC configuration record has no parameter sets")
    sps = parse_sps(sps_sets[0])
    return AvcConfig(record, length_size, frozenset(sps_sets + pps_sets), sps)


def _sets(record: bytes, at: int, count: int) -> tuple[list[bytes], int]:
    found = []
    for _ in range(count):
        size = int.from_bytes(record[at : at + 2], "big")
        unit = record[at + 2 : at + 2 + size]
        if not size or len(unit) < size:
            raise ValueError("the AVC configuration record ends too early")
        found.append(unit)
        at += 2 + size
    return found, at


def build_record(sps: list[bytes], pps: list[bytes], length_size: int) -> bytes:
    """Write a configuration record around parameter sets that came inside the stream."""
    out = bytearray((1, *sps[0][1:4], 0xFC | (length_size - 1), 0xE0 | len(sps)))
    for unit in sps:
        out += len(unit).to_bytes(2, "big") + unit
    out.append(len(pps))
    for unit in pps:
        out += len(unit).to_bytes(2, "big") + unit
    if sps[0][1] in (100, 110, 122, 144):
        parsed = parse_sps(sps[0])
        depth = parsed.bit_depth - 8
        out += bytes((0xFC | parsed.chroma_format_idc, 0xF8 | depth, 0xF8 | depth, 0))
    return bytes(out)


def require_playable(sps: Sps) -> None:
    """Refuse what browsers do not decode: only 8-bit 4:2:0 Baseline, Main and High pass."""
    name = _PROFILES.get(sps.profile_idc, f"profile {sps.profile_idc}")
    chroma = _CHROMA[sps.chroma_format_idc] if sps.chroma_format_idc < len(_CHROMA) else "?"
    ordinary = sps.bit_depth == 8 and sps.chroma_format_idc == 1
    if sps.profile_idc in _PLAYABLE_PROFILES and ordinary:
        return
    raise refused(
        "unsupported_codec", "video_format", profile=name, depth=sps.bit_depth, chroma=chroma
    )


def units(data: Buffer, length_size: int) -> Iterator[memoryview]:
    """Walk the units of a coded picture. `ValueError` when a length points outside."""
    view = memoryview(data)
    at, end = 0, len(view)
    while at + length_size <= end:
        size = int.from_bytes(view[at : at + length_size], "big")
        at += length_size
        if at + size > end:
            raise ValueError("an H.264 unit is longer than its picture")
        if size:
            yield view[at : at + size]
        at += size


@dataclass(slots=True)
class KeyframeContent:
    """What a look into one keyframe found."""

    keyint: int | None = None
    """Longest distance between keyframes in frames, as x264 notes it; 0 means without end."""
    record: bytes | None = None
    """A configuration record built from parameter sets unlike the known ones."""


def look_into_keyframe(data: Buffer, known: AvcConfig) -> KeyframeContent:
    """Find parameter sets that changed inside the stream, and x264's note of its settings."""
    found = KeyframeContent()
    sps: list[bytes] = []
    pps: list[bytes] = []
    for unit in units(data, known.length_size):
        kind = unit[0] & 31
        if kind == _SPS:
            sps.append(bytes(unit))
        elif kind == _PPS:
            pps.append(bytes(unit))
        elif kind == _SEI and found.keyint is None:
            match = _KEYINT.search(bytes(unit[:4096]))
            if match:
                found.keyint = 0 if match[1] == b"infinite" else int(match[1])
        elif kind <= _IDR:
            break
    if sps and pps and not known.parameter_sets.issuperset(sps + pps):
        found.record = build_record(sps, pps, known.length_size)
    return found
