"""The sequence parameter set of H.264 (ITU-T H.264, 7.3.2.1.1 and annex E)."""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.adapters.media.builtin.codecs.bits import BitReader

_WITH_CHROMA_INFO = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
_EXTENDED_SAR = 255
# Table E-1: sample aspect ratios by aspect_ratio_idc.
_SAR = (
    (1, 1), (1, 1), (12, 11), (10, 11), (16, 11), (40, 33), (24, 11), (20, 11), (32, 11),
    (80, 33), (18, 11), (15, 11), (64, 33), (160, 99), (4, 3), (3, 2), (2, 1),
)  # fmt: skip
_LARGEST_SIDE_MBS = 1024


@dataclass(frozen=True, slots=True)
class Sps:
    """What a sequence parameter set says about the pictures."""

    set_id: int
    profile_idc: int
    constraints: int
    level_idc: int
    chroma_format_idc: int
    """0 grey, 1 4:2:0, 2 4:2:2, 3 4:4:4."""
    bit_depth: int
    """The deeper of luma and chroma."""
    width: int
    height: int
    """Size in pixels after cropping."""
    sar: tuple[int, int]
    """Sample aspect ratio, width to height."""
    frame_rate: float | None
    """Frames per second as the VUI states them; a hint only."""


def parse_sps(nal: bytes) -> Sps:
    """Read a whole SPS unit, its one-byte header included. `ValueError` when it is broken."""
    if len(nal) < 4 or nal[0] & 0x1F != 7:
        raise ValueError("not a sequence parameter set")
    # 00 00 03 hides start codes inside the payload; the 03 is not part of the syntax.
    bits = BitReader(nal[1:].replace(b"\x00\x00\x03", b"\x00\x00"))
    profile, constraints, level = bits.read(8), bits.read(8), bits.read(8)
    set_id = bits.golomb()
    chroma, depth = _chroma(bits) if profile in _WITH_CHROMA_INFO else (1, 8)
    _skip_picture_order(bits)
    bits.golomb()  # max_num_ref_frames
    bits.flag()  # gaps_in_frame_num_value_allowed
    width, height = _size(bits, chroma)
    sar, rate = _vui(bits) if bits.flag() else ((1, 1), None)
    return Sps(set_id, profile, constraints, level, chroma, depth, width, height, sar, rate)


def _chroma(bits: BitReader) -> tuple[int, int]:
    chroma = bits.golomb()
    if chroma == 3 and bits.flag():
        chroma = 0
    depth = 8 + max(bits.golomb(), bits.golomb())
    bits.flag()  # qpprime_y_zero_transform_bypass
    if bits.flag():
        for index in range(12 if chroma == 3 else 8):
            if bits.flag():
                _skip_scaling_list(bits, 16 if index < 6 else 64)
    return chroma, depth


def _skip_scaling_list(bits: BitReader, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.signed_golomb()) % 256
        last = following or last


def _skip_picture_order(bits: BitReader) -> None:
    bits.golomb()  # log2_max_frame_num
    kind = bits.golomb()
    if kind == 0:
        bits.golomb()
    elif kind == 1:
        bits.flag()
        bits.signed_golomb()
        bits.signed_golomb()
        cycle = bits.golomb()
        if cycle > 255:
            raise ValueError("the picture order cycle is too long")
        for _ in range(cycle):
            bits.signed_golomb()


def _size(bits: BitReader, chroma: int) -> tuple[int, int]:
    wide, high = bits.golomb() + 1, bits.golomb() + 1
    frames_only = bits.read(1)
    if wide > _LARGEST_SIDE_MBS or high > _LARGEST_SIDE_MBS:
        raise ValueError("the picture size is out of range")
    if not frames_only:
        bits.flag()  # mb_adaptive_frame_field
    bits.flag()  # direct_8x8_inference
    left = right = top = bottom = 0
    if bits.flag():
        left, right, top, bottom = (bits.golomb() for _ in range(4))
    unit_x = 2 if chroma in (1, 2) else 1
    unit_y = (2 if chroma == 1 else 1) * (2 - frames_only)
    width = wide * 16 - (left + right) * unit_x
    height = high * 16 * (2 - frames_only) - (top + bottom) * unit_y
    if width <= 0 or height <= 0:
        raise ValueError("the cropping leaves no picture")
    return width, height


def _vui(bits: BitReader) -> tuple[tuple[int, int], float | None]:
    sar, rate = (1, 1), None
    try:
        sar = _aspect(bits)
        if bits.flag():  # overscan_info
            bits.flag()
        if bits.flag():  # video_signal_type
            bits.read(4)
            if bits.flag():
                bits.read(24)
        if bits.flag():  # chroma_loc_info
            bits.golomb()
            bits.golomb()
        if bits.flag():  # timing_info
            units, scale = bits.read(32), bits.read(32)
            if units and scale:
                rate = scale / (2 * units)
    except ValueError:
        # Encoders that cut the VUI short are common, and nothing here is essential.
        pass
    return sar, rate


def _aspect(bits: BitReader) -> tuple[int, int]:
    if not bits.flag():
        return 1, 1
    code = bits.read(8)
    if code == _EXTENDED_SAR:
        wide, high = bits.read(16), bits.read(16)
        return (wide, high) if wide and high else (1, 1)
    return _SAR[code] if code < len(_SAR) else (1, 1)
