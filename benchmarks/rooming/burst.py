"""A full room in which everybody talks at once: what the policy keeps, everybody gets.

Viewers say more through their sockets than a room shows, while events go on. Everything that is
said must be acknowledged, every event must reach every viewer in order, and the lines that are
shown must be the same for all, no more than the policy allows and about as many.
"""

from __future__ import annotations

from benchmarks.rooming.crowd import Told
from benchmarks.rooming.figures import Figures
from benchmarks.rooming.measuring import Stage
from kaibo.modules.rooms.limits import RoomPolicy

LINES_PER_SECOND = 200
EVENTS_PER_SECOND = 5
_TAIL_SECONDS = 3.0
"""For which a room may go on showing what was said: its reservoir waits for the next tick."""
_USED = 0.75
"""The share of the lines that the policy allows that must be shown at least."""
_PATIENCE_SECONDS = 60.0


def burst(stage: Stage, viewers: int, seconds: float) -> tuple[Figures, list[str]]:
    """Measure; give the figures and what was wrong."""
    opened = stage.crowd.open(viewers)
    stage.calm_down(10.0)
    stage.crowd.mark()
    before = stage.server.cpu_seconds()
    stage.server.talker.order("pace", seconds, EVENTS_PER_SECOND)
    stage.crowd.say(LINES_PER_SECOND, seconds)
    events = int(stage.server.talker.hear(seconds + _PATIENCE_SECONDS)["published"])
    told = stage.crowd.rest(_PATIENCE_SECONDS)
    cpu = stage.server.cpu_seconds() - before
    figures: Figures = {
        "viewers": float(viewers),
        "handshakes": viewers / opened["seconds"],
        "said": float(told.said),
        "shown": told.lines / viewers,
        "events": float(events),
        "per_second": told.messages / seconds,
        "bits_per_viewer": 8 * told.bytes / seconds / viewers,
        "p50_ms": told.p50_ms,
        "p99_ms": told.p99_ms,
        "cpu": cpu / seconds,
        "client": told.share,
    }
    found = wrong(told, viewers, events, seconds, RoomPolicy())
    figures["lost"] = float(len(found))
    return figures, found


def wrong(told: Told, viewers: int, events: int, seconds: float, policy: RoomPolicy) -> list[str]:
    """Say what the viewers saw that they should not have seen, and the other way round."""
    shown = told.lines / viewers
    most = policy.shown_burst + policy.shown_rate * (seconds + _TAIL_SECONDS)
    least = _USED * min(told.said, policy.shown_burst + policy.shown_rate * seconds)
    found = {
        f"{told.said} lines said, {told.acks} acknowledged": told.said != told.acks,
        f"{told.refused} lines refused": told.refused > 0,
        f"{told.unsaid} lines could not be said": told.unsaid > 0,
        f"{told.closed} viewers were sent away": told.closed > 0,
        f"{events} events published, {told.events / viewers:g} came": (
            told.events != events * viewers
        ),
        f"the viewers saw {told.event_views} different sets of events": told.event_views != 1,
        f"{told.misordered} events came out of order": told.misordered > 0,
        f"the viewers saw {told.line_views} different sets of lines": told.line_views != 1,
        f"{shown:g} lines shown, the policy allows {most:g}": shown > most,
        f"{shown:g} lines shown, the policy has room for {least:g}": shown < least,
    }
    return [what for what, is_so in found.items() if is_so]
