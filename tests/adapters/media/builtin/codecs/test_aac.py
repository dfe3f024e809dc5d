"""AudioSpecificConfig: what is read, what is refused."""

from __future__ import annotations

import pytest

from kaibo.adapters.media.builtin.codecs.aac import parse_audio_config
from kaibo.adapters.media.builtin.refusal import MediaRefusedError


@pytest.mark.parametrize(
    ("record", "rate", "channels", "codec"),
    [
        ("1210", 44100, 2, "mp4a.40.2"),
        ("1188", 48000, 1, "mp4a.40.2"),
        ("1190", 48000, 2, "mp4a.40.2"),
        ("2b920800", 22050, 2, "mp4a.40.5"),
    ],
)
def test_rate_and_channels_are_those_of_the_core(
    record: str, rate: int, channels: int, codec: str
) -> None:
    config = parse_audio_config(bytes.fromhex(record))
    assert (config.sample_rate, config.channels, config.codec) == (rate, channels, codec)
    assert config.frame_samples == 1024


def test_an_explicit_rate_is_read() -> None:
    bits = f"{2:05b}{15:04b}{37800:024b}{2:04b}000"
    record = int(bits, 2).to_bytes(len(bits) // 8, "big")
    assert parse_audio_config(record).sample_rate == 37800


@pytest.mark.parametrize("record", ["0a10", "1200"])
def test_other_kinds_of_aac_and_unknown_layouts_are_refused(record: str) -> None:
    with pytest.raises(MediaRefusedError):
        parse_audio_config(bytes.fromhex(record))


@pytest.mark.parametrize("record", ["", "12", "1690"])
def test_broken_records_are_value_errors(record: str) -> None:
    with pytest.raises(ValueError, match=r"early|reserved"):
        parse_audio_config(bytes.fromhex(record))
