"""From an encoder's clock to ours.

RTMP stamps are 32-bit milliseconds that start anywhere, wrap after 49.7 days, and jump when an
encoder restarts a file or loses its mind. Output time starts at 0 and never jumps: a gap or a
step back larger than the tolerances below is closed up, for both tracks alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from kaibo.adapters.media.builtin.codecs.aac import AudioConfig

_WRAP = 1 << 32
_FORWARD_MS = 1000
"""A stamp this far ahead of everything heard so far is a jump."""
_BEHIND_MS = 2000
"""One track may lag behind the other by this much."""
_STEP_MS = 20
"""The step that a jump is closed up to."""
_BACK_MS = 100
"""Within one track stamps may step back by this much (they are then evened out)."""


@dataclass(slots=True)
class _Track:
    last: int | None = None


class Timeline:
    """Maps stamps of the two tracks to one output clock in ms."""

    def __init__(self) -> None:
        self._raw: int | None = None
        self._unwrapped = 0
        self._offset = 0
        self._previous_offset = 0
        self._head: int | None = None
        self._video, self._audio = _Track(), _Track()
        self.jumps = 0
        """How often the encoder's clock jumped."""

    def video(self, stamp: int) -> int:
        """Output time of a picture's decode stamp."""
        return self._map(self._video, stamp)

    def audio(self, stamp: int) -> int:
        """Output time of a sound frame; negative if it precedes everything."""
        return self._map(self._audio, stamp)

    def _map(self, track: _Track, stamp: int) -> int:
        raw = self._unwrap(stamp)
        if self._head is None:
            self._offset = self._previous_offset = -raw
            out = 0
        else:
            out = raw + self._offset
            if not self._plausible(track, out):
                out = raw + self._previous_offset
                # Around a jump one track may still be on the old side of it.
                if not self._plausible(track, out):
                    out = self._head + _STEP_MS
                    self._previous_offset = self._offset
                    self._offset = out - raw
                    self.jumps += 1
        track.last = out
        self._head = out if self._head is None else max(self._head, out)
        return out

    def _unwrap(self, stamp: int) -> int:
        if self._raw is None:
            self._unwrapped = stamp
        else:
            step = (stamp - self._raw + _WRAP // 2) % _WRAP - _WRAP // 2
            self._unwrapped += step
        self._raw = stamp
        return self._unwrapped

    def _plausible(self, track: _Track, out: int) -> bool:
        head = self._head or 0
        if track.last is not None and out < track.last - _BACK_MS:
            return False
        return head - _BEHIND_MS <= out <= head + _FORWARD_MS


class SampleClock:
    """Turns millisecond stamps of sound frames into an even sample count.

    A millisecond is 44 samples: taken literally, stamps would tear a small hole or overlap
    into every frame. Frames therefore follow one another exactly, as long as the stamps agree
    within the tolerance; a real gap moves the clock on, and frames beyond it are dropped.
    """

    _TOLERANCE_MS = 60

    def __init__(self, config: AudioConfig) -> None:
        self._rate = config.sample_rate
        self._frame = config.frame_samples
        self._tolerance = self._rate * self._TOLERANCE_MS // 1000
        self._next: int | None = None

    def place(self, time_ms: int) -> int | None:
        """Decode time in samples of the frame stamped `time_ms`; None when it must be dropped."""
        wanted = time_ms * self._rate // 1000
        if wanted < 0:
            return None
        if self._next is None or wanted > self._next + self._tolerance:
            place = wanted
        elif wanted < self._next - self._tolerance:
            return None
        else:
            place = self._next
        self._next = place + self._frame
        return place
