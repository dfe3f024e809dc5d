"""Who wants a stream's pictures and sound before they are packaged: WebRTC viewers do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kaibo.adapters.media.builtin.codecs.aac import AudioConfig
from kaibo.adapters.media.builtin.codecs.h264 import AvcConfig

_MOST_KEPT = 2 * 1024 * 1024


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


class Listeners:
    """Everybody who hears one stream, and what whoever joins is to hear first."""

    def __init__(self) -> None:
        self.group: list[Picture] = []
        """The pictures since the last keyframe, unless they are too many."""
        self._group_bytes = 0
        self._present: tuple[Listener, ...] = ()

    def __len__(self) -> int:
        return len(self._present)

    def add(self, listener: Listener) -> None:
        """Let somebody hear pictures and sound as they come, from the next one on."""
        self._present = (*self._present, listener)

    def remove(self, listener: Listener) -> None:
        """Stop telling a listener."""
        self._present = tuple(each for each in self._present if each is not listener)

    def picture(self, picture: Picture, *, keep: bool) -> None:
        """Tell all of a picture; `keep` it for whoever joins before the next keyframe."""
        self._keep(picture, keep=keep)
        for listener in self._present:
            listener.picture(picture.time_ms, picture.data, picture.config, sync=picture.sync)

    def sound(self, time_ms: int, data: memoryview, config: AudioConfig) -> None:
        """Tell all of an access unit."""
        for listener in self._present:
            listener.sound(time_ms, data, config)

    def ended(self) -> None:
        """Tell all that nothing more comes."""
        for listener in self._present:
            listener.ended()

    def _keep(self, picture: Picture, *, keep: bool) -> None:
        if picture.sync:
            self.group, self._group_bytes = [picture], 0
        elif self.group:
            self.group.append(picture)
        self._group_bytes += len(picture.data)
        if self._group_bytes > _MOST_KEPT or not keep:
            self.group = []
