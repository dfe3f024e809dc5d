"""Each finding's value, taken from the facts; the thresholds are in their own table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kaibo.modules.quality.contracts import Figure, InputFacts, Level
from kaibo.modules.quality.domain.facts import Facts, InputView, ServerView
from kaibo.modules.quality.domain.thresholds import (
    BY_CODE,
    CALM_JITTER_MS,
    FEWEST_FOR_FAULT,
    SETTLED_MS,
)

_STILL_MS = 800
"""While nothing comes at all, silence is the finding, not what silence does to the figures."""
_NEEDS = {"ll_hls", "hls", "native"}


@dataclass(frozen=True, slots=True)
class Measure:
    """How far one finding is from its thresholds, and what its texts may tell.

    ``cap`` bounds its level where the facts are too few for more.
    """

    code: str
    value: float
    params: dict[str, Figure] = field(default_factory=dict)
    cap: Level = Level.FAULT


Measures = Iterator[Measure]


def measure(facts: Facts) -> dict[str, Measure]:
    """Give the value of every finding that can be told now, by code."""
    parts: tuple[Callable[[Facts], Measures], ...] = (_encoder, _ingest, _packaging, _delivery)
    found = {item.code: item for part in parts for item in part(facts)}
    return found | {item.code: item for item in _player(facts)}


def advised_kbps(view: InputView) -> int:
    """Give a bit rate that an unsteady upload should carry: four fifths of what it did carry."""
    carried = view.low_kbps or view.now.video_kbps
    return max(300, round(carried * 0.8 / 100) * 100)


def is_calm(now: InputFacts) -> bool:
    """Whether pictures arrive evenly, so that what is missing was never sent."""
    return now.jitter_ms < CALM_JITTER_MS and now.silent_ms < _STILL_MS


def _encoder(facts: Facts) -> Measures:
    if facts.on_air and facts.source is None:
        yield Measure("no_picture", facts.away_seconds, {"seconds": round(facts.away_seconds)})
    if facts.on_backup:
        yield Measure("on_backup", 1)
    view = facts.input
    if view is None or not view.now.is_playable:
        return
    now = view.now
    yield Measure("b_frames", float(now.b_frames))
    yield Measure(
        "keyframes_rare",
        now.keyframe_interval_ms / 1000,
        {"seconds": round(now.keyframe_interval_ms / 1000, 1)},
    )
    yield Measure("bitrate_high", now.video_kbps, {"kbps": round(now.video_kbps)})
    yield Measure("av_drift", abs(now.av_drift_ms), {"ms": round(abs(now.av_drift_ms))})
    yield Measure("no_sound", float(now.audio_codec is None))
    if now.duration_ms < SETTLED_MS or now.silent_ms >= _STILL_MS:
        return
    wanted = now.expected_frame_rate
    if wanted and is_calm(now) and not _is_behind(view):
        params: dict[str, Figure] = {"rate": round(now.frame_rate, 1), "wanted": round(wanted, 1)}
        yield Measure("frames_missing", max(0.0, 1 - now.frame_rate / wanted), params)
    if view.usual_kbps and view.usual_kbps > 300:
        params = {"kbps": round(now.video_kbps), "usual_kbps": round(view.usual_kbps)}
        params["advised_kbps"] = advised_kbps(view)
        yield Measure("bitrate_collapsed", max(0.0, 1 - now.video_kbps / view.usual_kbps), params)


def _ingest(facts: Facts) -> Measures:
    view = facts.input
    if view is not None:
        yield from _arrival(view)
    yield Measure("reconnects", facts.reconnects, {"count": facts.reconnects})


def _arrival(view: InputView) -> Measures:
    now = view.now
    yield Measure("silent", now.silent_ms / 1000, {"seconds": round(now.silent_ms / 1000, 1)})
    if now.duration_ms < SETTLED_MS or now.silent_ms >= _STILL_MS:
        return
    advice: dict[str, Figure] = {"advised_kbps": advised_kbps(view)}
    yield Measure("jitter", now.jitter_ms, {"ms": round(now.jitter_ms), **advice})
    if view.pace is not None:
        behind = max(0.0, 1 - view.pace)
        percent = round(view.pace * 100)
        yield Measure(
            "falling_behind", behind, {"percent": percent, "kbps": round(now.video_kbps), **advice}
        )
    if view.dropped_share is not None and (not is_calm(now) or _is_behind(view)):
        yield Measure("frames_lost", view.dropped_share, {"count": view.dropped_recent, **advice})


def _is_behind(view: InputView) -> bool:
    warn = BY_CODE["falling_behind"].warn or 0
    return view.pace is not None and 1 - view.pace >= warn


def _packaging(facts: Facts) -> Measures:
    server = facts.server
    if server is None:
        return
    now = server.now
    if facts.input is not None:
        seconds = round(server.silent_seconds)
        yield Measure("server_silent", server.silent_seconds, {"seconds": seconds})
        late = facts.input.now.part_late_ms
        yield Measure("parts_late", late, {"ms": round(late)})
    yield Measure("packaging_busy", now.loop_lag_ms, {"ms": round(now.loop_lag_ms)})
    yield Measure("cpu_full", now.cpu_percent, {"percent": round(now.cpu_percent)})
    failed = now.recording_failed
    yield Measure("recording_failed", float(failed is not None), {"reason": failed})
    if now.disk_free_bytes is not None:
        yield _disk(now.disk_free_bytes, facts.input)


def _disk(free: int, view: InputView | None) -> Measure:
    kbps = 3000.0
    if view is not None and view.now.video_kbps > 0:
        kbps = max(500.0, view.now.video_kbps + view.now.audio_kbps)
    minutes = free * 8 / 1000 / kbps / 60
    free_gb = round(free / 1e9, 1)
    return Measure("disk_low", minutes, {"minutes": round(minutes), "gigabytes": free_gb})


def _delivery(facts: Facts) -> Measures:
    server = facts.server
    if server is None or facts.input is None:
        return
    now = server.now
    if server.late_share is not None:
        params: dict[str, Figure] = {"count": server.late_recent}
        params["percent"] = round(server.late_share * 100, 1)
        yield Measure("late_parts", server.late_share, params)
    if now.http_connections >= FEWEST_FOR_FAULT:
        share = now.slow_clients / now.http_connections
        yield Measure(
            "slow_clients",
            share,
            {"count": now.slow_clients, "connections": now.http_connections},
        )
    if now.whep_cap > 0:
        params = {"viewers": now.whep_viewers, "cap": now.whep_cap}
        yield Measure("whep_full", now.whep_viewers / now.whep_cap, params)
    yield from _outgoing(facts, server, facts.input)


def _outgoing(facts: Facts, server: ServerView, view: InputView) -> Measures:
    players = sum(count for name, count in facts.players.protocols if name in _NEEDS)
    stalled = facts.players.stalled_ratio or 0
    warn = BY_CODE["stalling"].warn or 0
    if not facts.is_direct or server.out_kbps is None or players < FEWEST_FOR_FAULT:
        return
    if stalled < warn:
        return
    needed = players * (view.now.video_kbps + view.now.audio_kbps)
    if needed <= 0:
        return
    params: dict[str, Figure] = {"kbps": round(server.out_kbps), "needed_kbps": round(needed)}
    yield Measure("outgoing_full", max(0.0, 1 - server.out_kbps / needed), params)


def _player(facts: Facts) -> Measures:
    seen = facts.players
    if seen.players == 0:
        return
    cap = Level.FAULT if seen.effective >= FEWEST_FOR_FAULT else Level.WARN
    if seen.stalled_ratio is not None:
        percent = round(seen.stalled_ratio * 100, 1)
        affected = max(1, round(seen.stalling_share * seen.players))
        params: dict[str, Figure] = {"percent": percent, "players": seen.players}
        params["affected"] = affected
        # Time lost counts as far as it is common: by a quarter of the viewers for a fault.
        common = min(seen.stalled_ratio, seen.stalling_share / 5)
        yield Measure("stalling", common, params, cap)
        if common < (BY_CODE["stalling"].warn or 0):
            yield Measure("some_stalling", seen.stalling_share, dict(params))
    waiting = max(1, round(seen.waiting_share * seen.players))
    yield Measure(
        "no_first_frame", seen.waiting_share, {"count": waiting, "players": seen.players}, cap
    )
    if seen.first_frame_p50_ms is not None and seen.starts >= 2:
        seconds = round(seen.first_frame_p50_ms / 1000, 1)
        yield Measure("slow_start", seen.first_frame_p50_ms, {"seconds": seconds}, cap)
    if seen.low_latency_p50_ms is not None:
        seconds = round(seen.low_latency_p50_ms / 1000, 1)
        yield Measure("delay", seen.low_latency_p50_ms, {"seconds": seconds}, cap)
    if seen.dropped_ratio is not None:
        percent = round(seen.dropped_ratio * 100)
        yield Measure("weak_devices", seen.dropped_ratio, {"percent": percent}, cap)
