"""Every bound of the built-in media server, in one place.

A door that strangers can knock on must never grow without limit. Each number
here is checked where the data enters; crossing one ends that one connection
(with a logged reason), never the process.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RtmpLimits:
    """Bounds of one RTMP connection and of the door as a whole."""

    connections: int = 64
    """Open RTMP connections at once; one more is closed at accept."""
    handshake_seconds: float = 5.0
    """From accept to the end of the RTMP handshake."""
    publish_seconds: float = 10.0
    """From the end of the handshake to an accepted `publish`."""
    idle_seconds: float = 10.0
    """A publisher that sends nothing this long is taken for lost."""
    stale_seconds: float = 3.0
    """A publisher silent this long yields its key to a newcomer (a half-open connection)."""
    linger_seconds: float = 1.5
    """Time given to a refused encoder to read the reason before the socket closes."""
    command_bytes: int = 64 * 1024
    """Largest message before `publish` was accepted: only commands are due then."""
    message_bytes: int = 8 * 1024 * 1024
    """Largest message of a publisher, one coded picture at most."""
    partial_bytes: int = 12 * 1024 * 1024
    """Bytes of half-received messages over all chunk streams of a connection."""
    chunk_streams: int = 32
    """Distinct chunk stream ids of a connection."""
    smallest_chunk: int = 128
    """The size RTMP starts with; smaller ones only serve to burn our time."""
    largest_chunk: int = 0xFFFFFF
    """The specification's own maximum; chunks are never buffered whole."""


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """What a stream may look like. All in seconds unless said otherwise."""

    first_video_seconds: float = 10.0
    """Refuse a publisher that has shown no video by then (audio only, or nothing at all)."""
    keyframe_seconds: float = 12.0
    """Longest time between keyframes; a longer one is refused with a reason."""
    audio_wait_seconds: float = 1.0
    """How long the first picture waits for an announced sound track."""
    audio_lost_seconds: float = 3.0
    """Sound missing this long is taken out of the stream (players would wait for it)."""
    window_segments: int = 6
    window_seconds: float = 12.0
    """The playlist shows at least this much, and three target durations."""
    kept_bytes: int = 256 * 1024 * 1024
    """Memory for the segments of one stream; the oldest unlisted ones go first."""
    linger_seconds: float = 60.0
    """How long an ended stream's playlist and segments can still be fetched."""


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """Bounds of the HTTP origin."""

    connections: int = 20_000
    waiting: int = 10_000
    """Requests blocked on a future part, over all streams."""
    wait_seconds: float = 15.0
    """Longest a request blocks; three target durations if that is less."""
    header_bytes: int = 16 * 1024
    body_bytes: int = 64 * 1024
    """Largest body of a request: a session description, with room to spare."""
    pipelined: int = 8
    """Requests read ahead on one connection before reading pauses."""
    request_seconds: float = 10.0
    """From the first byte of a request to its end."""
    keep_alive_seconds: float = 75.0
    stalled_seconds: float = 20.0
    """A client that takes no byte of its response for this long is dropped."""


@dataclass(frozen=True, slots=True)
class WebRtcLimits:
    """Bounds of the WebRTC sessions."""

    publishers: int = 16
    """WHIP sessions at once, those included that are only connecting."""
    viewers: int = 20
    """WHEP viewers at once over all streams; who comes later watches LL-HLS."""
    connect_seconds: float = 10.0
    """From the offer to a connection; a session that takes longer is dropped."""
    silent_seconds: float = 5.0
    """A publisher that sends nothing this long is taken for lost."""
    viewer_silent_seconds: float = 8.0
    """A viewer that reports nothing this long is taken for lost; browsers report each second."""


@dataclass(frozen=True, slots=True)
class RecordingLimits:
    """Bounds of what is on its way to the disk, for each recording."""

    bytes_out: int = 4 * 1024 * 1024
    """Handed to the disk thread and not yet written; the window holds what waits."""
    jobs_out: int = 64
    stall_seconds: float = 3.0
    """A disk that takes nothing for this long is called stalled."""
    first_pause: float = 1.0
    """Seconds before writing is tried again after a fault; doubled each time."""
    longest_pause: float = 30.0
    patience_seconds: float = 30.0
    """How long an ended stream is kept in memory for a disk that does not take its rest."""
    close_seconds: float = 5.0
    """How long the end of the process waits for the disk."""
    file_threads: int = 4
    """Threads that read recorded files for viewers."""
    piece_bytes: int = 256 * 1024
    """Read of a recorded file at once, and held for each of its readers."""


@dataclass(frozen=True, slots=True)
class Limits:
    """All bounds together; the defaults are what Kaibo ships with."""

    rtmp: RtmpLimits = RtmpLimits()
    stream: StreamLimits = StreamLimits()
    http: HttpLimits = HttpLimits()
    webrtc: WebRtcLimits = WebRtcLimits()
    recording: RecordingLimits = RecordingLimits()
