"""How a stream is doing, measured from what really arrived."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

_WINDOW_SECONDS = 5.0


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
    whep_viewers: int = 0


class Meter:
    """Counts, and gives rates over the last few seconds of wall-clock time."""

    def __init__(self) -> None:
        self.video_bytes = 0
        self.audio_bytes = 0
        self.frames = 0
        self.dropped = 0
        self.keyframe_interval_ms = 0
        self.duration_ms = 0
        self._usual_ms = 0.0
        self._last_ms: int | None = None
        self._marks: deque[tuple[float, int, int, int]] = deque()

    def expect(self, frame_ms: float) -> None:
        """Say how long a picture usually lasts; gaps are counted against it."""
        self._usual_ms = frame_ms

    def picture(self, time_ms: int) -> None:
        """Count a picture at its output time."""
        self.frames += 1
        last, self._last_ms = self._last_ms, time_ms
        if last is not None and self._usual_ms and time_ms - last > 1.5 * self._usual_ms:
            self.dropped += round((time_ms - last) / self._usual_ms) - 1
        self.duration_ms = max(self.duration_ms, time_ms)

    def mark(self, now: float) -> None:
        """Note the counts; called about twice a second."""
        self._marks.append((now, self.video_bytes, self.audio_bytes, self.frames))
        while len(self._marks) > 2 and now - self._marks[1][0] >= _WINDOW_SECONDS:
            self._marks.popleft()

    def read(self) -> Health:
        """Give the reading as of the last mark."""
        zero = (0.0, 0, 0, 0)
        first, last = (self._marks[0], self._marks[-1]) if self._marks else (zero, zero)
        per = 1 / (last[0] - first[0]) if last[0] > first[0] else 0.0
        video, audio, frames = last[1] - first[1], last[2] - first[2], last[3] - first[3]
        return Health(
            received_bytes=self.video_bytes + self.audio_bytes,
            video_kbps=round(video * 8 / 1000 * per),
            audio_kbps=round(audio * 8 / 1000 * per),
            frame_rate=round(frames * per, 2),
            keyframe_interval_ms=self.keyframe_interval_ms,
            dropped_frames=self.dropped,
            duration_ms=self.duration_ms,
        )
