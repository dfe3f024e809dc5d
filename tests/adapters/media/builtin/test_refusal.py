"""Each refusal has a code, an English sentence for the encoder, and texts for the operator."""

from __future__ import annotations

import json
import re

import pytest

from kaibo.adapters.media.builtin.codecs.aac import parse_audio_config
from kaibo.adapters.media.builtin.refusal import SENTENCES, MediaRefusedError, refused
from kaibo.adapters.media.builtin.rtmp import flv
from tests.support.repository import ROOT

CATALOGS = ROOT / "src/kaibo/platform/i18n/catalogs"


def _places(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_every_code_has_a_text_that_fills_in_nothing_else(language: str) -> None:
    texts = json.loads((CATALOGS / f"{language}.json").read_text())
    for code, sentence in SENTENCES.items():
        assert _places(texts[f"media.refusal.{code}"]) <= _places(sentence), code


@pytest.mark.parametrize(
    ("body", "code", "params"),
    [
        (b"\x90hvc1" + bytes(9), "hevc", {}),
        (b"\x90hev1" + bytes(9), "hevc", {}),
        (b"\x1c" + bytes(9), "hevc", {}),
        (b"\x90av01" + bytes(9), "av1", {}),
        (b"\x90vp09" + bytes(9), "vp9", {}),
        (b"\x90vvc1" + bytes(9), "video_codec", {"codec": "VVC (H.266)"}),
        (b"\x12" + bytes(9), "video_codec", {"codec": "Sorenson H.263"}),
        (b"\x14" + bytes(9), "video_codec", {"codec": "VP6"}),
    ],
)
def test_every_foreign_picture_is_named(body: bytes, code: str, params: dict[str, str]) -> None:
    with pytest.raises(MediaRefusedError) as refusal:
        flv.parse_video(body)
    assert (refusal.value.code, refusal.value.params) == (code, params)
    assert refusal.value.reason == "unsupported_codec"


@pytest.mark.parametrize(
    ("body", "codec"),
    [(b"\x90Opus\x00", "Opus"), (b"\x2f\x00\x00", "MP3"), (b"\x90.mp3\x00", "MP3")],
)
def test_every_foreign_sound_is_named(body: bytes, codec: str) -> None:
    with pytest.raises(MediaRefusedError) as refusal:
        flv.parse_audio(body)
    assert (refusal.value.code, refusal.value.params) == ("audio_codec", {"codec": codec})


@pytest.mark.parametrize(
    ("record", "code"), [(b"\x0a\x10", "aac_type"), (b"\x12\x00", "aac_layout")]
)
def test_aac_that_browsers_do_not_play_is_told_apart(record: bytes, code: str) -> None:
    with pytest.raises(MediaRefusedError) as refusal:
        parse_audio_config(record)
    assert refusal.value.code == code


def test_the_sentence_follows_from_the_code() -> None:
    error = refused("bad_data", "keyframes_rare", seconds="12")
    assert error.detail.startswith("No keyframe for 12 s.")
    assert error.params == {"seconds": "12"}
