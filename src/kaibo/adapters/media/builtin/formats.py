"""The two kinds of track a stream may have, as the rest of the package needs them."""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.adapters.media.builtin.codecs.aac import AudioConfig
from kaibo.adapters.media.builtin.codecs.h264 import AvcConfig

VIDEO_TIMESCALE = 90_000
"""Ticks per second of every video track and of the packager's own clock."""


@dataclass(frozen=True, slots=True)
class Formats:
    """What one init segment describes: a video track and perhaps a sound track."""

    video: AvcConfig
    audio: AudioConfig | None

    @property
    def codecs(self) -> str:
        """The RFC 6381 list for `EXT-X-STREAM-INF` and `MediaSource`."""
        if self.audio is None:
            return self.video.codec
        return f"{self.video.codec},{self.audio.codec}"
