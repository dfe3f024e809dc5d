"""When something is worth saying: every threshold, in one table, each with its reason.

A finding is raised once its value has been at a threshold for ``hold_seconds``, and falls only
when it has been on the good side of ``leave`` times the threshold for ``clear_seconds``: what
sways around a limit is one finding, not many.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kaibo.modules.quality.contracts import Stage


class Effect(StrEnum):
    """What viewers notice of a finding; ``recording`` they do not."""

    BLACK = "black"
    STALLS = "stalls"
    SLOW_START = "slow_start"
    DELAY = "delay"
    CHOPPY = "choppy"
    SOUND = "sound"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of finding.

    ``warn`` and ``fault`` are in ``unit``; neither means a note. ``below``: small values are the
    bad ones. ``symptom``: an earlier stage may be the cause.
    """

    code: str
    stage: Stage
    unit: str
    why: str
    note: float | None = None
    warn: float | None = None
    fault: float | None = None
    effects: frozenset[Effect] = frozenset()
    below: bool = False
    symptom: bool = False
    leave: float = 0.8
    hold_seconds: float = 4
    clear_seconds: float = 12


_BLACK, _STALLS, _SLOW_START, _DELAY = Effect.BLACK, Effect.STALLS, Effect.SLOW_START, Effect.DELAY
_CHOPPY, _SOUND, _RECORDING = Effect.CHOPPY, Effect.SOUND, Effect.RECORDING


def _of(*effects: Effect) -> frozenset[Effect]:
    return frozenset(effects)


RULES: tuple[Rule, ...] = (
    Rule(
        code="no_picture", stage=Stage.ENCODER, unit="s without an encoder, on air", fault=2,
        effects=_of(_BLACK, _STALLS, _DELAY), hold_seconds=0, clear_seconds=2,
        why="players hold about one second; after two the picture stands",
    ),
    Rule(
        code="on_backup", stage=Stage.ENCODER, unit="backup is shown", warn=1,
        hold_seconds=0, clear_seconds=2,
        why="viewers have a picture, but there is no second one left",
    ),
    Rule(
        code="keyframes_rare", stage=Stage.ENCODER, unit="s between keyframes", warn=3, fault=6,
        effects=_of(_SLOW_START, _DELAY), leave=0.95, hold_seconds=2,
        why="a newcomer begins at a keyframe, and plain HLS stays three segments behind",
    ),
    Rule(
        code="frames_missing", stage=Stage.ENCODER, unit="share of the frame rate, arriving calmly",
        warn=0.15, fault=0.35, effects=_of(_CHOPPY),
        why="stamps that keep pace with the clock but skip come from a computer that is too busy",
    ),
    Rule(
        code="bitrate_collapsed", stage=Stage.ENCODER, unit="share below the usual bit rate",
        warn=0.6, effects=_of(_STALLS, _CHOPPY), hold_seconds=6,
        why="a still picture also needs less, so this alone is no fault; it explains others",
    ),
    Rule(
        code="bitrate_high", stage=Stage.ENCODER, unit="kbit/s", warn=8000, effects=_of(_STALLS),
        hold_seconds=10, why="many phone networks carry no more",
    ),
    Rule(
        code="av_drift", stage=Stage.ENCODER, unit="ms between sound and picture", warn=150,
        fault=400, effects=_of(_SOUND), hold_seconds=5,
        why="viewers notice from about 100 ms (ITU-R BT.1359) and mind from about 190",
    ),
    Rule(
        code="no_sound", stage=Stage.ENCODER, unit="no sound track", warn=1, hold_seconds=3,
        why="a show without sound is rarely meant",
    ),
    Rule(
        code="b_frames", stage=Stage.ENCODER, unit="B-frames are there", note=1, hold_seconds=0,
        why="good for HLS, but WebRTC cannot carry them",
    ),
    Rule(
        code="silent", stage=Stage.INGEST, unit="s of silence", warn=0.8, fault=1.5,
        effects=_of(_BLACK, _STALLS, _DELAY), hold_seconds=0, clear_seconds=5,
        why="at 1.5 s the backup takes over; players hold about one second",
    ),
    Rule(
        code="falling_behind", stage=Stage.INGEST, unit="share slower than the clock", warn=0.03,
        fault=0.1, effects=_of(_STALLS, _DELAY),
        why="at 3 % a player's second of buffer is gone within half a minute",
    ),
    Rule(
        code="jitter", stage=Stage.INGEST, unit="ms of uneven arrival", warn=250, fault=800,
        effects=_of(_STALLS, _DELAY), hold_seconds=5,
        why="more than a part is 200 ms late; players hold about one second",
    ),
    Rule(
        code="frames_lost", stage=Stage.INGEST, unit="share of frames in 30 s, arriving unevenly",
        warn=0.02, fault=0.1, effects=_of(_STALLS, _CHOPPY),
        why="encoders throw frames away when their upload is full",
    ),
    Rule(
        code="reconnects", stage=Stage.INGEST, unit="times in 10 min", warn=2, fault=5,
        effects=_of(_BLACK, _STALLS, _DELAY), hold_seconds=0, clear_seconds=30,
        why="once is an accident, twice is a cable",
    ),
    Rule(
        code="server_silent", stage=Stage.PACKAGING, unit="s without a report", warn=3, fault=5,
        effects=_of(_BLACK, _STALLS, _DELAY), hold_seconds=0, clear_seconds=3,
        why="media servers report every second",
    ),
    Rule(
        code="packaging_busy", stage=Stage.PACKAGING, unit="ms the loop is late", warn=100,
        fault=400, effects=_of(_STALLS, _DELAY), hold_seconds=5,
        why="half a part; two parts",
    ),
    Rule(
        code="cpu_full", stage=Stage.PACKAGING, unit="% of a core", warn=85, fault=97,
        effects=_of(_STALLS, _DELAY), hold_seconds=10, leave=0.9,
        why="one core packs all streams; beyond it work queues up",
    ),
    Rule(
        code="parts_late", stage=Stage.PACKAGING, unit="ms", warn=250, fault=1000,
        effects=_of(_STALLS, _DELAY), symptom=True, hold_seconds=5,
        why="more than a part; more than players hold",
    ),
    Rule(
        code="recording_failed", stage=Stage.PACKAGING, unit="recording has stopped", fault=1,
        effects=_of(_RECORDING), hold_seconds=0, clear_seconds=6,
        why="there is no second take",
    ),
    Rule(
        code="disk_low", stage=Stage.PACKAGING, unit="min of recording left", warn=120, fault=20,
        effects=_of(_RECORDING), below=True, leave=1.1,
        why="a show lasts two hours; twenty minutes is time to act",
    ),
    Rule(
        code="late_parts", stage=Stage.DELIVERY, unit="share of requests in 15 s", warn=0.01,
        fault=0.05, effects=_of(_STALLS, _DELAY), symptom=True,
        why="one in a hundred is one viewer's stutter every twenty seconds",
    ),
    Rule(
        code="outgoing_full", stage=Stage.DELIVERY, unit="share of what viewers need", warn=0.25,
        fault=0.4, effects=_of(_STALLS, _SLOW_START, _DELAY), hold_seconds=8,
        why="when viewers stall and less leaves than they need, the server's own line is full",
    ),
    Rule(
        code="slow_clients", stage=Stage.DELIVERY, unit="share of connections", warn=0.2, fault=0.6,
        effects=_of(_STALLS), symptom=True, hold_seconds=8,
        why="some viewers always have a bad network; most have not",
    ),
    Rule(
        code="whep_full", stage=Stage.DELIVERY, unit="share of the places", warn=1,
        effects=_of(_DELAY), leave=0.95,
        why="whoever comes next gets low-latency HLS, about a second later",
    ),
    Rule(
        code="stalling", stage=Stage.PLAYER, unit="share of the time", warn=0.02, fault=0.05,
        effects=_of(_STALLS), symptom=True,
        why="viewers leave from about one in a hundred on; counted as much as viewers have it",
    ),
    Rule(
        code="some_stalling", stage=Stage.PLAYER, unit="share of viewers", note=0.03,
        why="a few with a bad network are the rule",
    ),
    Rule(
        code="no_first_frame", stage=Stage.PLAYER, unit="share of viewers", warn=0.2, fault=0.5,
        effects=_of(_BLACK, _SLOW_START, _STALLS), symptom=True,
        why="they wait longer than ten seconds and see nothing",
    ),
    Rule(
        code="slow_start", stage=Stage.PLAYER, unit="ms, median", warn=2500, fault=6000,
        effects=_of(_SLOW_START), symptom=True,
        why="two seconds is the promise; after six most have gone",
    ),
    Rule(
        code="delay", stage=Stage.PLAYER, unit="ms, median of low-latency players", warn=4000,
        fault=10_000, effects=_of(_DELAY), symptom=True,
        why="1.5 s is usual; at four, talk and picture are apart",
    ),
    Rule(
        code="weak_devices", stage=Stage.PLAYER, unit="share of frames not shown, median",
        warn=0.1, fault=0.3, effects=_of(_CHOPPY), symptom=True,
        why="the device decodes too slowly, not the network",
    ),
)  # fmt: skip

BY_CODE = {rule.code: rule for rule in RULES}

OF_INPUT = frozenset(
    {
        "keyframes_rare", "frames_missing", "bitrate_collapsed", "bitrate_high", "av_drift",
        "no_sound", "b_frames", "silent", "falling_behind", "jitter", "frames_lost", "parts_late",
        "server_silent",
    }
)  # fmt: skip
"""What is said of a stream ends with it."""

SETTLED_MS = 6000
"""A stream is judged once it has run this long: the first readings cover less than they say."""
CALM_JITTER_MS = 250
"""Below this, pictures arrive evenly, and what is missing was never sent."""
FEWEST_FOR_FAULT = 3
"""With fewer players than this, what they report is a warning at most."""
STALLING_PLAYER = 0.05
"""A player that stands still for more than this share of its time is stalling."""
