"""What others may know of a show's picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StreamState(StrEnum):
    """``connecting``: the encoder is in, nothing can be watched yet."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    LIVE = "live"


class PlaybackState(StrEnum):
    """What viewers are told."""

    OFFLINE = "offline"
    LIVE = "live"


class EndReason(StrEnum):
    """Why a stream ended."""

    ENDED = "ended"
    CONNECTION_LOST = "connection_lost"
    UNSUPPORTED_CODEC = "unsupported_codec"
    BAD_DATA = "bad_data"
    KICKED = "kicked"
    TOO_SLOW = "too_slow"


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """The picture; size in pixels, rate in frames a second."""

    codec: str
    width: int
    height: int
    frame_rate: float | None = None


@dataclass(frozen=True, slots=True)
class AudioInfo:
    """The sound; rate in hertz."""

    codec: str
    sample_rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class StreamHealth:
    """Measured by the media server over the last seconds."""

    video_kbps: float = 0
    audio_kbps: float = 0
    frame_rate: float = 0
    keyframe_interval_ms: float = 0
    dropped_frames: int = 0
    duration_ms: float = 0
    received_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """The last stream that was turned away or broken off, and why."""

    reason: EndReason
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StreamStatus:
    """The picture as staff see it."""

    state: StreamState
    stream_id: str | None
    hls_url: str | None
    video: VideoInfo | None
    audio: AudioInfo | None
    health: StreamHealth | None
    last_refusal: Refusal | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class StreamKey:
    """What to enter in an encoder. The key is a secret."""

    rtmp_url: str
    stream_key: str


@dataclass(frozen=True, slots=True)
class Playback:
    """The picture as viewers see it; ``play_path`` is below the media address."""

    state: PlaybackState
    play_path: str | None
