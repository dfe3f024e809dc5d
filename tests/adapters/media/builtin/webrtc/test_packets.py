"""Cutting pictures into packets and putting them together again."""

from __future__ import annotations

import pytest
from aiortc.codecs.h264 import h264_depayload
from hypothesis import given
from hypothesis import strategies as st

from kaibo.adapters.media.builtin.codecs.h264 import AvcConfig, parse_record, units
from kaibo.adapters.media.builtin.webrtc.packets import LARGEST_PAYLOAD, Assembler, packetize
from tests.adapters.media.builtin.clips import make_tags, record_of

CONFIG: AvcConfig = parse_record(record_of(make_tags(frames=1, sound=False)))


def avcc(*found: bytes) -> bytes:
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in found)


def slice_of(size: int, kind: int = 1) -> bytes:
    return bytes((0x60 | kind,)) + bytes(index % 251 + 1 for index in range(size - 1))


@given(st.lists(st.integers(2, 5000), min_size=1, max_size=4))
def test_what_is_cut_is_put_together_as_it_was(sizes: list[int]) -> None:
    picture = avcc(*(slice_of(size) for size in sizes))
    payloads = packetize(picture, CONFIG, sync=False)
    assert all(len(payload) <= LARGEST_PAYLOAD for payload in payloads)
    stream = b"".join(h264_depayload(payload) for payload in payloads)
    assert Assembler().picture(stream) == (picture, False)


def test_a_keyframe_brings_its_parameter_sets_first() -> None:
    payloads = packetize(avcc(slice_of(3000, 5)), CONFIG, sync=True)
    stream = b"".join(h264_depayload(payload) for payload in payloads)
    kinds = [unit[0] & 31 for unit in stream.split(b"\0\0\0\1") if unit]
    assert kinds == [7, 8, 5]
    assembler = Assembler()
    _, sync = assembler.picture(stream)
    assert sync
    assert assembler.record is not None
    assert parse_record(assembler.record).parameter_sets == CONFIG.parameter_sets


def test_delimiters_filler_and_repeated_parameter_sets_are_not_sent() -> None:
    sets = sorted(CONFIG.parameter_sets)
    picture = avcc(b"\x09\xf0", *sets, slice_of(20, 5), b"\x0c\xff\xff")
    kinds = [p[0] & 31 for p in packetize(picture, CONFIG, sync=True)]
    assert kinds == [24, 5]


def test_a_changed_parameter_set_makes_a_new_record_and_a_repeated_one_does_not() -> None:
    sets = sorted(CONFIG.parameter_sets, key=lambda unit: unit[0] & 31)
    stream = b"".join(b"\0\0\0\1" + unit for unit in (*sets, slice_of(9, 5)))
    assembler = Assembler()
    assembler.picture(stream)
    first = assembler.record
    assembler.picture(stream)
    assert assembler.record is first
    other = make_tags(frames=1, sound=False, size=(320, 192))
    new = parse_record(record_of(other)).parameter_sets
    assembler.picture(b"".join(b"\0\0\0\1" + unit for unit in sorted(new, reverse=False)))
    assert assembler.record is not first


def test_a_broken_picture_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="longer"):
        packetize(b"\0\0\xff\xff\x65", CONFIG, sync=False)
    assert not list(units(b"", 4))
