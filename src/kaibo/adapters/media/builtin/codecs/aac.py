"""AAC's AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1)."""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.adapters.media.builtin.codecs.bits import BitReader
from kaibo.adapters.media.builtin.refusal import refused

_RATES = (
    96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
)  # fmt: skip
_CHANNELS = (0, 1, 2, 3, 4, 5, 6, 8)
_ESCAPE = 15
_LOW_COMPLEXITY, _SBR, _PS = 2, 5, 29


@dataclass(frozen=True, slots=True)
class AudioConfig:
    """A sound track: what `esds` carries and how its clock runs."""

    record: bytes
    """The AudioSpecificConfig as it came."""
    object_type: int
    sample_rate: int
    """Samples per second of the AAC core, which is also the track's timescale."""
    channels: int
    frame_samples: int
    """Samples of the core in one access unit: 1024, rarely 960."""

    @property
    def codec(self) -> str:
        """The RFC 6381 name, such as `mp4a.40.2`."""
        return f"mp4a.40.{self.object_type}"


def parse_audio_config(record: bytes) -> AudioConfig:
    """Read an AudioSpecificConfig.

    Raises `ValueError` when it is broken, `MediaRefusedError` when browsers do not play it.
    """
    bits = BitReader(record)
    signalled = core = _object_type(bits)
    rate = _rate(bits)
    layout = bits.read(4)
    if signalled in (_SBR, _PS):
        _rate(bits)  # the rate after spectral band replication; the core's is what counts
        core = _object_type(bits)
    if core != _LOW_COMPLEXITY:
        raise refused("unsupported_codec", "aac_type", type=core)
    short = bits.flag() if bits.left else False
    if not 0 < layout < len(_CHANNELS):
        raise refused("unsupported_codec", "aac_layout")
    return AudioConfig(record, signalled, rate, _CHANNELS[layout], 960 if short else 1024)


def _object_type(bits: BitReader) -> int:
    kind = bits.read(5)
    return 32 + bits.read(6) if kind == 31 else kind


def _rate(bits: BitReader) -> int:
    index = bits.read(4)
    if index == _ESCAPE:
        rate = bits.read(24)
    elif index < len(_RATES):
        rate = _RATES[index]
    else:
        rate = 0
    if not rate:
        raise ValueError("the AAC sample rate is reserved")
    return rate
