"""Who wants a stream's pictures and sound before they are packaged: WebRTC viewers do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kaibo.adapters.media.builtin.codecs.aac import AudioConfig
from kaibo.adapters.media.builtin.codecs.h264 import AvcConfig


@dataclass(frozen=True, slots=True)
class Picture:
    """A coded picture at its output time in ms."""

    time_ms: int
    data: memoryview
    config: AvcConfig
    sync: bool


class Listener(Protocol):
    """Hears a stream as it comes. It must be quick and must not raise.

    Times are output times of the stream in ms; the data may be kept, and must not be changed.
    """

    def picture(self, time_ms: int, data: memoryview, config: AvcConfig, *, sync: bool) -> None:
        """Hear a coded picture in AVCC form; `sync` means that decoding can begin with it."""

    def sound(self, time_ms: int, data: memoryview, config: AudioConfig) -> None:
        """Hear a raw AAC access unit."""

    def ended(self) -> None:
        """Hear that nothing more comes."""
