"""What others may know of a show's picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """A show's two inputs, each with a key of its own."""

    MAIN = "main"
    BACKUP = "backup"


class Protocol(StrEnum):
    """How an encoder pushes."""

    RTMP = "rtmp"
    WHIP = "whip"


class InputState(StrEnum):
    """``connecting``: nothing can be watched yet; ``stalled``: nothing comes any more."""

    OFFLINE = "offline"
    CONNECTING = "connecting"
    LIVE = "live"
    STALLED = "stalled"


class PlaybackState(StrEnum):
    """What viewers are told."""

    OFFLINE = "offline"
    LIVE = "live"


class Source(StrEnum):
    """Where the picture that viewers get comes from."""

    MAIN = "main"
    BACKUP = "backup"
    OUTSIDE = "outside"


class Choice(StrEnum):
    """What the crew chose: ``auto`` is the main input, or the backup when that is lost."""

    AUTO = "auto"
    BACKUP = "backup"
    OUTSIDE = "outside"


class CutCause(StrEnum):
    """Why viewers were given another picture."""

    STARTED = "started"
    LOST = "lost"
    STALLED = "stalled"
    ENDED = "ended"
    CHOSEN = "chosen"
    SHOW_BEGAN = "show_began"
    SHOW_ENDED = "show_ended"


class EndReason(StrEnum):
    """Why a stream ended; ``refused``: it never began."""

    ENDED = "ended"
    CONNECTION_LOST = "connection_lost"
    UNSUPPORTED_CODEC = "unsupported_codec"
    BAD_DATA = "bad_data"
    KICKED = "kicked"
    TOO_SLOW = "too_slow"
    REPLACED = "replaced"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """The picture; size in pixels, rate in frames a second."""

    codec: str
    width: int
    height: int
    frame_rate: float | None = None
    b_frames: bool = False


@dataclass(frozen=True, slots=True)
class AudioInfo:
    """The sound; rate in hertz."""

    codec: str
    sample_rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class StreamHealth:
    """Measured by the media server over the last seconds.

    ``av_drift_ms`` is how far the sound is behind the picture; ``jitter_ms`` how unevenly
    data comes in; ``silent_ms`` for how long nothing has; ``part_late_ms`` how late the
    last parts were published.
    """

    video_kbps: float = 0
    audio_kbps: float = 0
    frame_rate: float = 0
    keyframe_interval_ms: float = 0
    dropped_frames: int = 0
    duration_ms: float = 0
    received_bytes: int = 0
    av_drift_ms: float = 0
    jitter_ms: float = 0
    silent_ms: float = 0
    part_late_ms: float = 0
    whep_viewers: int = 0


@dataclass(frozen=True, slots=True)
class ServerReport:
    """How a media server itself does; counters grow from its start."""

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


@dataclass(frozen=True, slots=True)
class Refusal:
    """The last stream that was turned away or broken off, and why.

    ``code`` names the sentence ``media.refusal.<code>`` of the catalogs, with ``params`` in
    it; ``detail`` is that sentence in the reader's language, or the media server's own.
    """

    reason: EndReason
    code: str | None
    params: dict[str, str | int | float]
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StreamKey:
    """What to enter in an encoder. The key is a secret, and so is ``whip_url`` if it has it."""

    role: Role
    server_id: str
    rtmp_url: str
    stream_key: str
    whip_url: str | None


@dataclass(frozen=True, slots=True)
class StreamKeys:
    """The keys of a show's two inputs."""

    main: StreamKey
    backup: StreamKey


@dataclass(frozen=True, slots=True)
class Input:
    """One of a show's inputs as staff see it; addresses open the crew's own view of it."""

    role: Role
    state: InputState
    stream_id: str | None = None
    protocol: Protocol | None = None
    server_id: str | None = None
    hls_url: str | None = None
    whep_url: str | None = None
    video: VideoInfo | None = None
    audio: AudioInfo | None = None
    renditions: list[str] = field(default_factory=list)
    health: StreamHealth | None = None
    last_refusal: Refusal | None = None
    since: datetime | None = None
    recording: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """What viewers get while the show is on air.

    ``on_backup``: the backup has taken over and keeps the program until it is given back.
    """

    source: Source | None
    stream_id: str | None
    hls_url: str | None
    whep_url: str | None
    since: datetime | None
    on_backup: bool


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """A media server that a show can use; ``takes_browsers``: pictures by WHIP too."""

    id: str
    name: str
    kind: str
    takes_browsers: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything about a show's picture, for the crew."""

    program: Program
    choice: Choice
    outside_url: str | None
    server_id: str
    servers: list[ServerInfo]
    protected: bool
    inputs: list[Input]


@dataclass(frozen=True, slots=True)
class Playback:
    """The picture as viewers see it.

    Without a configured address for it, one of the built-in server that is meant for
    everybody says only port and path (``:8001/live/…``): the host is the page's own.
    """

    state: PlaybackState
    hls_url: str | None
    whep_url: str | None


@dataclass(frozen=True, slots=True)
class Publish:
    """An encoder asks to push."""

    server_id: str
    stream_key: str
    client_addr: str
    protocol: Protocol = Protocol.RTMP


@dataclass(frozen=True, slots=True)
class Published:
    """The encoder may push; ``play_path`` is below the media server's address.

    ``protected``: only those may watch who hold a signed address.
    """

    stream_id: str
    play_path: str
    protected: bool


@dataclass(frozen=True, slots=True)
class Playable:
    """What can be watched of a stream from now on; ``whep``: also by WHEP."""

    video: VideoInfo | None
    audio: AudioInfo | None
    whep: bool = False
    renditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """How a stream ended; ``code`` and ``params`` as in `Refusal`."""

    reason: EndReason
    detail: str | None = None
    code: str | None = None
    params: Mapping[str, str | int | float] | None = None


@dataclass(frozen=True, slots=True)
class LiveStream:
    """A playable stream of a show that is on air: to be recorded."""

    stream_id: str
    show_id: str
    role: Role
    server_id: str
    started_at: datetime
    on_air_at: datetime


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """A stream, running or over."""

    stream_id: str
    show_id: str
    role: Role
    server_id: str
    started_at: datetime
    ended_at: datetime | None
    playable: bool
    protocol: Protocol = Protocol.RTMP
    video: VideoInfo | None = None
    audio: AudioInfo | None = None


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """What viewers of a show get; nothing when ``source`` is none."""

    show_id: str
    source: Source | None
    stream_id: str | None
    on_backup: bool


@dataclass(frozen=True, slots=True)
class Report:
    """What a media server said it carries, by stream id, and how it does itself.

    ``carried`` are those of its streams that core knows, ``protected`` those of them that play
    at signed addresses only, ``programs`` what viewers of their shows get.
    """

    server_id: str
    server: ServerReport | None
    health: Mapping[str, StreamHealth]
    carried: list[StreamFacts]
    programs: list[ProgramFacts]
    protected: list[str]

    @property
    def kick(self) -> list[str]:
        """Give the streams whose encoders must be sent away: core knows nothing of them."""
        known = {stream.stream_id for stream in self.carried}
        return [stream_id for stream_id in self.health if stream_id not in known]


@dataclass(frozen=True, slots=True)
class ProgramCut:
    """From ``at`` on viewers got this stream, or this address, or nothing."""

    at: datetime
    stream_id: str | None
    url: str | None
    cause: CutCause
