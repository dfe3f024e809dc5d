"""What the server reads in an H.264 configuration, against what x264 was told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.adapters.media.builtin.codecs.h264 import (
    build_record,
    look_into_keyframe,
    parse_record,
    require_playable,
)
from kaibo.adapters.media.builtin.codecs.sps import parse_sps
from kaibo.adapters.media.builtin.refusal import MediaRefusedError
from tests.adapters.media.builtin.clips import VIDEO, make_tags, record_of


@pytest.mark.parametrize(
    ("size", "rate", "profile", "profile_idc"),
    [
        ((160, 96), 30, "baseline", 66),
        ((426, 240), 25, "main", 77),
        ((854, 478), 50, "high", 100),
        ((1918, 1078), 24, "high", 100),
    ],
)
def test_size_after_cropping_rate_and_profile_are_read(
    size: tuple[int, int], rate: int, profile: str, profile_idc: int
) -> None:
    tags = make_tags(frames=1, size=size, rate=rate, profile=profile, sound=False)
    sps = parse_record(record_of(tags)).sps
    assert (sps.width, sps.height) == size
    assert sps.frame_rate == rate
    assert sps.profile_idc == profile_idc
    assert (sps.chroma_format_idc, sps.bit_depth) == (1, 8)
    require_playable(sps)


@pytest.mark.parametrize(
    ("pixels", "said"),
    [("yuv422p", "4:2:2"), ("yuv444p", "4:4:4"), ("yuv420p10le", "10-bit")],
)
def test_what_browsers_cannot_decode_is_refused_by_name(pixels: str, said: str) -> None:
    sps = parse_record(record_of(make_tags(frames=1, pixels=pixels, sound=False))).sps
    with pytest.raises(MediaRefusedError, match=said) as refusal:
        require_playable(sps)
    assert refusal.value.reason == "unsupported_codec"


def test_the_codec_name_is_that_of_rfc_6381() -> None:
    tags = make_tags(frames=1, profile="baseline", sound=False)
    assert parse_record(record_of(tags)).codec.startswith("avc1.42")


def test_x264s_note_of_its_keyframe_interval_is_found() -> None:
    tags = make_tags(frames=2, gop=48, sound=False)
    first = next(t.body for t in tags if t.kind == VIDEO and t.body[1] == 1)
    content = look_into_keyframe(first[5:], parse_record(record_of(tags)))
    assert content.keyint == 48
    assert content.record is None


def test_parameter_sets_that_change_inside_the_stream_give_a_new_record() -> None:
    known = parse_record(record_of(make_tags(frames=1, sound=False)))
    other = parse_record(record_of(make_tags(frames=1, size=(320, 192), sound=False)))
    sets = sorted(other.parameter_sets, key=lambda unit: unit[0] & 31)
    inside = b"".join(len(unit).to_bytes(4, "big") + unit for unit in (*sets, b"\x65abc"))
    content = look_into_keyframe(inside, known)
    assert content.record is not None
    rebuilt = parse_record(content.record)
    assert (rebuilt.sps.width, rebuilt.sps.height) == (320, 192)
    assert rebuilt.parameter_sets == other.parameter_sets


def test_a_rebuilt_record_reads_like_the_original() -> None:
    known = parse_record(record_of(make_tags(frames=1, profile="high", sound=False)))
    sets = {unit[0] & 31: unit for unit in known.parameter_sets}
    assert parse_record(build_record([sets[7]], [sets[8]], 4)).sps == known.sps


@given(st.binary(max_size=200))
def test_garbage_is_an_error_and_nothing_else(data: bytes) -> None:
    for broken in (data, b"\x01\x64\x00\x1f\xff\xe1" + data):
        try:
            parse_record(broken)
        except ValueError:
            continue


@given(st.data())
def test_a_damaged_sps_is_read_or_refused_but_never_crashes(data: st.DataObject) -> None:
    sets = parse_record(record_of(SAMPLE)).parameter_sets
    sps = bytearray(next(unit for unit in sets if unit[0] & 31 == 7))
    at = data.draw(st.integers(1, len(sps) - 1))
    sps[at] = data.draw(st.integers(0, 255))
    try:
        parsed = parse_sps(bytes(sps))
    except ValueError:
        return
    assert parsed.width > 0
    assert parsed.height > 0


SAMPLE = make_tags(frames=1, size=(426, 240), sound=False)
