"""What happens to a show's picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kaibo.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackChanged(Event):
    """Viewers get a picture, another one, or none any more."""

    name: ClassVar[str] = "media.playback_changed.v1"
    show_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamPlayable(Event):
    """A stream can be watched from now on, by the crew at least."""

    name: ClassVar[str] = "media.stream_playable.v1"
    show_id: str
    stream_id: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamEnded(Event):
    """A stream, playable or not, is over."""

    name: ClassVar[str] = "media.stream_ended.v1"
    show_id: str
    stream_id: str
    reason: str
