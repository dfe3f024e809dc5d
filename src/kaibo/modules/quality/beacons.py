"""One player's report, and whether it can be true."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kaibo.modules.quality.contracts import Protocol

LONGEST_MS = 120_000
EVERY_SECONDS = 10
_SLACK_MS = 4000
_FASTEST = 1.5
"""Players may run a little fast to catch up; more time than this cannot have been played."""
_MOST_FRAMES_A_SECOND = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Beacon:
    """Figures of one player since its last report; times in milliseconds.

    ``first_frame_ms`` is told once: from the wish to play to the first picture. ``None`` with
    nothing played means that it still waits. ``leaving``: its page is being closed.
    """

    player_id: str
    protocol: Protocol
    first_frame_ms: int | None = None
    stalls: int = 0
    stalled_ms: int = 0
    played_ms: int = 0
    latency_ms: int | None = None
    bitrate_kbps: int | None = None
    dropped_frames: int = 0
    height: int | None = None
    leaving: bool = False


def plausible(beacon: Beacon, elapsed_ms: float | None) -> Beacon | None:
    """Cut a report down to what its time allows; ``None`` when it cannot be true.

    ``elapsed_ms`` is the time since the player's last report, ``None`` for its first.
    """
    most = LONGEST_MS if elapsed_ms is None else elapsed_ms * _FASTEST + _SLACK_MS
    spent = beacon.played_ms + beacon.stalled_ms
    if spent > 2 * most + LONGEST_MS:
        return None
    if spent > most:
        share = most / spent
        beacon = replace(
            beacon,
            played_ms=round(beacon.played_ms * share),
            stalled_ms=round(beacon.stalled_ms * share),
        )
    frames = round((beacon.played_ms / 1000 + 1) * _MOST_FRAMES_A_SECOND)
    if beacon.dropped_frames > frames:
        beacon = replace(beacon, dropped_frames=0)
    return beacon
