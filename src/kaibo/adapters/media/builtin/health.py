"""How a stream is doing, measured from what really arrived."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

_WINDOW_SECONDS = 5.0
_DRIFT_SMOOTHING = 32
_LEASTS = 30
"""Intervals of half a second that lateness is measured against: long enough for an uplink that
falls behind to be seen doing so, short enough for one pause to be forgotten."""
_PART_MS = 200
"""Silence up to here is nothing but the time between two arrivals."""


@dataclass(frozen=True, slots=True)
class Health:
    """A reading for the operator, in the words of the contract with core."""

    received_bytes: int
    video_kbps: int
    audio_kbps: int
    frame_rate: float
    keyframe_interval_ms: int
    dropped_frames: int
    duration_ms: int
    av_drift_ms: float = 0.0
    """How far the sound is behind the picture as both arrive; negative when it is ahead."""
    jitter_ms: float = 0.0
    """How unevenly pictures arrive: the interarrival jitter of RFC 3550."""
    silent_ms: int = 0
    """How long nothing has arrived."""
    part_late_ms: int = 0
    """How much later the newest part came than the promptest of the last 15 s would have."""
    whep_viewers: int = 0


class Punctuality:
    """Compares when pictures come with when they are due.

    Transit, arrival minus output time, has no zero of its own: what counts is how far it is above
    the least of the last 15 s. A weak uplink lets it grow, long before pictures are dropped.
    """

    def __init__(self) -> None:
        self.jitter_ms = 0.0
        self._last: float | None = None
        self._recent = math.inf
        self._leasts: deque[float] = deque(maxlen=_LEASTS)

    def arrived(self, time_ms: int, at: float) -> None:
        """Note a picture's output time, and when it came in seconds."""
        transit = at * 1000 - time_ms
        if self._last is not None:
            self.jitter_ms += (abs(transit - self._last) - self.jitter_ms) / 16
        self._last = transit
        self._recent = min(self._recent, transit)

    def jumped(self) -> None:
        """Begin anew: a gap was closed up, and times before and after do not compare."""
        self._last, self._recent = None, math.inf
        self._leasts.clear()

    def mark(self) -> None:
        """Close an interval of about half a second."""
        if self._recent < math.inf:
            self._leasts.append(self._recent)
            self._recent = math.inf

    @property
    def late_ms(self) -> float:
        """How late even the promptest picture of the last interval was."""
        return self._leasts[-1] - min(self._leasts) if self._leasts else 0.0


class Meter:
    """Counts, and gives rates over the last few seconds of wall-clock time."""

    def __init__(self) -> None:
        self.video_bytes = 0
        self.audio_bytes = 0
        self.frames = 0
        self.dropped = 0
        self.keyframe_interval_ms = 0
        self.duration_ms = 0
        self.jumps = 0
        self.punctuality = Punctuality()
        self._drift_ms: float | None = None
        self._heard: float | None = None
        self._usual_ms = 0.0
        self._last_ms: int | None = None
        self._marks: deque[tuple[float, int, int, int]] = deque()

    def expect(self, frame_ms: float) -> None:
        """Say how long a picture usually lasts; gaps are counted against it."""
        self._usual_ms = frame_ms

    def heard(self, at: float) -> None:
        """Note that something arrived, at `at` of the monotonic clock."""
        self._heard = at

    def sound(self, time_ms: int) -> None:
        """Compare a sound frame's output time with that of the newest picture."""
        if self._last_ms is None:
            return
        drift = float(self._last_ms - time_ms)
        before = drift if self._drift_ms is None else self._drift_ms
        self._drift_ms = before + (drift - before) / _DRIFT_SMOOTHING

    def picture(self, time_ms: int, at: float = 0.0, jumps: int = 0) -> None:
        """Count a picture at its output time, which came at `at` after so many clock jumps."""
        self.frames += 1
        if jumps != self.jumps:
            self.jumps = jumps
            self.punctuality.jumped()
        self.punctuality.arrived(time_ms, at)
        last, self._last_ms = self._last_ms, time_ms
        if last is not None and self._usual_ms and time_ms - last > 1.5 * self._usual_ms:
            self.dropped += round((time_ms - last) / self._usual_ms) - 1
        self.duration_ms = max(self.duration_ms, time_ms)

    def mark(self, now: float) -> None:
        """Note the counts; called about twice a second."""
        self._marks.append((now, self.video_bytes, self.audio_bytes, self.frames))
        self.punctuality.mark()
        while len(self._marks) > 2 and now - self._marks[1][0] >= _WINDOW_SECONDS:
            self._marks.popleft()

    def read(self, now: float | None = None) -> Health:
        """Give the reading as of the last mark, and of the silence until now."""
        zero = (0.0, 0, 0, 0)
        first, last = (self._marks[0], self._marks[-1]) if self._marks else (zero, zero)
        per = 1 / (last[0] - first[0]) if last[0] > first[0] else 0.0
        silent = 0 if now is None or self._heard is None else round((now - self._heard) * 1000)
        video, audio, frames = last[1] - first[1], last[2] - first[2], last[3] - first[3]
        return Health(
            received_bytes=self.video_bytes + self.audio_bytes,
            video_kbps=round(video * 8 / 1000 * per),
            audio_kbps=round(audio * 8 / 1000 * per),
            frame_rate=round(frames * per, 2),
            keyframe_interval_ms=self.keyframe_interval_ms,
            dropped_frames=self.dropped,
            duration_ms=self.duration_ms,
            av_drift_ms=round(self._drift_ms or 0.0, 1),
            jitter_ms=round(self.punctuality.jitter_ms, 1),
            silent_ms=silent,
            part_late_ms=round(self.punctuality.late_ms + max(0, silent - _PART_MS)),
        )
