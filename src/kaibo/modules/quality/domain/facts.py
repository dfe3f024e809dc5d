"""What is known of a show's picture at one moment, as the rules read it."""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.modules.quality.contracts import InputFacts, ServerFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class InputView:
    """The stream that viewers get, with what only its last minutes tell.

    ``usual_kbps`` is the median of the last two minutes, ``low_kbps`` their lower quarter; ``pace``
    is media time by clock time over the last ten seconds (1 is real time); ``dropped_share`` the
    frames missing of the last half minute. ``None`` while too little is known.
    """

    now: InputFacts
    usual_kbps: float | None = None
    low_kbps: float | None = None
    pace: float | None = None
    dropped_share: float | None = None
    dropped_recent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerView:
    """The media server that carries it; rates are over the last fifteen seconds."""

    now: ServerFacts
    silent_seconds: float = 0
    late_share: float | None = None
    late_recent: int = 0
    out_kbps: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayersView:
    """What players report; shares are by viewer, with what one address may count for bounded.

    ``effective`` is the number of players after that bound. ``None`` is unknown.
    """

    players: int = 0
    effective: float = 0
    protocols: tuple[tuple[str, int], ...] = ()
    stalled_ratio: float | None = None
    stalling_share: float = 0
    waiting_share: float = 0
    first_frame_p50_ms: float | None = None
    first_frame_p95_ms: float | None = None
    starts: int = 0
    """First pictures of the last five minutes."""
    starts_ever: int = 0
    latency_p50_ms: float | None = None
    latency_p95_ms: float | None = None
    low_latency_p50_ms: float | None = None
    bitrate_p50_kbps: float | None = None
    dropped_ratio: float | None = None
    """Median share of frames not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything the chain is judged by.

    ``source`` is what viewers get: ``main``, ``backup``, ``outside`` or nothing. ``away_seconds``
    is how long a show on air has had no picture. ``is_direct``: viewers fetch from the media
    server itself, not from a CDN.
    """

    on_air: bool = False
    source: str | None = None
    on_backup: bool = False
    away_seconds: float = 0
    reconnects: int = 0
    is_direct: bool = True
    input: InputView | None = None
    server: ServerView | None = None
    players: PlayersView = PlayersView()
