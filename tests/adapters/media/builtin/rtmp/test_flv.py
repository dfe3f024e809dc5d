"""FLV tag bodies: what is carried, and which codec a refusal names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.adapters.media.builtin.refusal import MediaRefusedError
from kaibo.adapters.media.builtin.rtmp import flv


def test_a_picture_keeps_its_signed_composition_offset() -> None:
    tag = flv.parse_video(b"\x17\x01\xff\xff\xf6data")
    assert isinstance(tag, flv.Picture)
    assert (tag.keyframe, tag.composition_ms, bytes(tag.data)) == (True, -10, b"data")


def test_h264_in_an_enhanced_tag_is_the_same_h264() -> None:
    assert flv.parse_video(b"\x90avc1record") == flv.Setup(b"record")
    tag = flv.parse_video(b"\xa1avc1\x00\x00\x21data")
    assert isinstance(tag, flv.Picture)
    assert (tag.keyframe, tag.composition_ms, bytes(tag.data)) == (False, 33, b"data")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b"\x90hvc1....", "HEVC"),
        (b"\x1c\x00\x00\x00\x00", "HEVC"),
        (b"\x90av01....", "AV1"),
        (b"\x90vp09....", "VP9"),
        (b"\x24\x00\x00", "VP6"),
        (b"\x90zzzz....", "zzzz"),
    ],
)
def test_other_video_is_refused_by_name(body: bytes, name: str) -> None:
    with pytest.raises(MediaRefusedError, match=name):
        flv.parse_video(body)


@pytest.mark.parametrize(
    ("body", "name"), [(b"\x2f\xff\xfb", "MP3"), (b"\xb2..", "Speex"), (b"\x90Opus..", "Opus")]
)
def test_other_sound_is_refused_by_name(body: bytes, name: str) -> None:
    with pytest.raises(MediaRefusedError, match=name):
        flv.parse_audio(body)


@given(st.binary(max_size=40))
def test_garbage_is_refused_or_ignored(body: bytes) -> None:
    for parse in (flv.parse_video, flv.parse_audio):
        try:
            parse(body)
        except (ValueError, MediaRefusedError):
            continue
