"""The key figures of each stage, for the console."""

from __future__ import annotations

from kaibo.modules.quality.contracts import Figure, Stage
from kaibo.modules.quality.domain.facts import Facts

Figures = dict[str, Figure]


def figures_of(stage: Stage, facts: Facts) -> Figures:
    """Give what is known of a stage; unknown figures are left out, or null where they may come."""
    match stage:
        case Stage.ENCODER:
            return _encoder(facts)
        case Stage.INGEST:
            return _ingest(facts)
        case Stage.PACKAGING:
            return _packaging(facts)
        case Stage.DELIVERY:
            return _delivery(facts)
        case Stage.PLAYER:
            return _player(facts)


def _encoder(facts: Facts) -> Figures:
    told: Figures = {"source": facts.source}
    if facts.input is None:
        return told
    now = facts.input.now
    return told | {
        "role": now.role,
        "protocol": now.protocol,
        "video_codec": now.video_codec,
        "width": now.width,
        "height": now.height,
        "frame_rate": now.frame_rate,
        "expected_frame_rate": now.expected_frame_rate,
        "video_kbps": now.video_kbps,
        "keyframe_interval_ms": now.keyframe_interval_ms,
        "b_frames": now.b_frames,
        "audio_codec": now.audio_codec,
        "audio_kbps": now.audio_kbps,
        "av_drift_ms": now.av_drift_ms,
    }


def _ingest(facts: Facts) -> Figures:
    told: Figures = {"reconnects": facts.reconnects}
    if facts.input is None:
        return told
    now, pace = facts.input.now, facts.input.pace
    return told | {
        "jitter_ms": now.jitter_ms,
        "silent_ms": now.silent_ms,
        "pace": None if pace is None else round(pace, 3),
        "dropped_frames": now.dropped_frames,
        "dropped_recent": facts.input.dropped_recent,
        "duration_ms": now.duration_ms,
    }


def _packaging(facts: Facts) -> Figures:
    told: Figures = {}
    if facts.input is not None:
        told["part_late_ms"] = facts.input.now.part_late_ms
        told["recording"] = facts.input.now.is_recording
    if facts.server is not None:
        now = facts.server.now
        told["cpu_percent"] = now.cpu_percent
        told["loop_lag_ms"] = now.loop_lag_ms
        told["disk_free_bytes"] = now.disk_free_bytes
        told["silent_seconds"] = round(facts.server.silent_seconds, 1)
    return told


def _delivery(facts: Facts) -> Figures:
    if facts.server is None:
        return {}
    now = facts.server.now
    return {
        "connections": now.http_connections,
        "out_kbps": None if facts.server.out_kbps is None else round(facts.server.out_kbps),
        "late_parts": facts.server.late_recent,
        "slow_clients": now.slow_clients,
        "whep_viewers": now.whep_viewers,
        "whep_cap": now.whep_cap,
    }


def _player(facts: Facts) -> Figures:
    seen = facts.players
    told: Figures = {"players": seen.players}
    told |= {f"players_{name}": count for name, count in seen.protocols}
    if seen.players == 0:
        return told
    return told | {
        "stalled_ratio": seen.stalled_ratio,
        "stalling_share": seen.stalling_share,
        "first_frame_p50_ms": seen.first_frame_p50_ms,
        "first_frame_p95_ms": seen.first_frame_p95_ms,
        "latency_p50_ms": seen.latency_p50_ms,
        "latency_p95_ms": seen.latency_p95_ms,
        "bitrate_p50_kbps": seen.bitrate_p50_kbps,
        "dropped_ratio": seen.dropped_ratio,
    }
