"""Wall-clock time of the pictures, for `EXT-X-PROGRAM-DATE-TIME`."""

from __future__ import annotations

from collections import deque

_LATE_MS = 500
_EARLY_MS = 100
_MEMORY = 10


class WallAnchor:
    """Says when the picture at an output time arrived here, without the network's jitter.

    The anchor is the wall-clock time of output time 0. Arrival is never early, so an early
    picture proves the anchor late; and pictures that all arrive late for a while prove that
    the encoder's clock runs slow, or that a gap was closed up.
    """

    def __init__(self) -> None:
        self._anchor: int | None = None
        self._delays: deque[int] = deque(maxlen=_MEMORY)

    def at(self, time_ms: int, now_ms: int) -> int:
        """Wall-clock ms since the epoch of `time_ms`, which arrives at `now_ms`."""
        if self._anchor is None:
            self._anchor = now_ms - time_ms
        delay = now_ms - (self._anchor + time_ms)
        self._delays.append(delay)
        settled = len(self._delays) == _MEMORY
        if delay < -_EARLY_MS or (settled and min(self._delays) > _LATE_MS):
            self._anchor += delay if delay < 0 else min(self._delays)
            self._delays.clear()
        return self._anchor + time_ms

    def jumped(self) -> None:
        """Forget the anchor: a gap of unknown length was closed up."""
        self._anchor = None
        self._delays.clear()
