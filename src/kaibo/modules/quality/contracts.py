"""What others tell the chain, and what it tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """The picture's way, in its order."""

    ENCODER = "encoder"
    INGEST = "ingest"
    PACKAGING = "packaging"
    DELIVERY = "delivery"
    PLAYER = "player"


class StageState(StrEnum):
    """``idle``: nothing passes, and nothing should."""

    OK = "ok"
    WARN = "warn"
    FAULT = "fault"
    IDLE = "idle"


class Level(StrEnum):
    """How much a finding matters; a note is worth knowing and colours nothing."""

    NOTE = "note"
    WARN = "warn"
    FAULT = "fault"


class Protocol(StrEnum):
    """How a player gets the picture; ``native`` is a browser's own HLS."""

    LL_HLS = "ll_hls"
    HLS = "hls"
    WHEP = "whep"
    NATIVE = "native"


Figure = float | int | str | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFacts:
    """One running stream, as its media server last reported it.

    Times in milliseconds, rates in kbit/s and frames a second. ``dropped_frames`` counts since the
    stream began; ``silent_ms`` is how long nothing has come; ``jitter_ms`` how unevenly pictures
    arrive; ``part_late_ms`` how late parts were published.
    """

    show_id: str
    stream_id: str
    role: str = "main"
    protocol: str = "rtmp"
    is_program: bool = True
    is_playable: bool = True
    video_codec: str | None = None
    width: int | None = None
    height: int | None = None
    expected_frame_rate: float | None = None
    b_frames: bool = False
    audio_codec: str | None = None
    video_kbps: float = 0
    audio_kbps: float = 0
    frame_rate: float = 0
    keyframe_interval_ms: float = 0
    dropped_frames: int = 0
    duration_ms: float = 0
    av_drift_ms: float = 0
    jitter_ms: float = 0
    silent_ms: float = 0
    part_late_ms: float = 0
    whep_viewers: int = 0
    is_recording: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerFacts:
    """A media server as a whole; requests, bytes and late parts count since it started."""

    cpu_percent: float = 0
    loop_lag_ms: float = 0
    http_connections: int = 0
    http_requests: int = 0
    http_bytes: int = 0
    late_parts: int = 0
    slow_clients: int = 0
    whep_viewers: int = 0
    whep_cap: int = 0
    disk_free_bytes: int | None = None
    recording_failed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramFacts:
    """What viewers of a show get: ``main``, ``backup``, ``outside``, or nothing (``None``)."""

    show_id: str
    source: str | None
    on_backup: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth saying about a stage; texts and advice are found by ``code``."""

    code: str
    level: Level
    params: dict[str, Figure]
    since: datetime


@dataclass(frozen=True, slots=True)
class StageReport:
    """One stage now."""

    stage: Stage
    state: StageState
    since: datetime | None
    findings: list[Finding]
    figures: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do; worst first."""

    code: str
    params: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """One moment of the last hour; null is unknown."""

    at: datetime
    video_kbps: float | None
    frame_rate: float | None
    jitter_ms: float | None
    players: int
    stalled_ratio: float | None
    latency_p50_ms: float | None
    first_frame_p50_ms: float | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole way of a show's picture.

    ``fault`` is the one stage that explains what is wrong, ``since`` when it began to (or when the
    chain was last found without fault).
    """

    stages: list[StageReport]
    fault: Stage | None
    since: datetime | None
    advice: list[Advice]
    history: list[HistoryPoint]


@dataclass(frozen=True, slots=True)
class Minute:
    """A minute of a show, kept for the report after it; null is unknown."""

    at: datetime
    players: int
    starts: int
    stalled_ratio: float | None
    latency_p50_ms: float | None
    latency_p95_ms: float | None
    first_frame_p50_ms: float | None
    first_frame_p95_ms: float | None
    bitrate_p50_kbps: float | None
    dropped_ratio: float | None
    video_kbps: float | None
    frame_rate: float | None
    jitter_ms: float | None
    fault: Stage | None
