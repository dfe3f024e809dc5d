"""Where parts and segments end, and which upper bounds the playlist announces.

Why it is done this way. `EXT-X-TARGETDURATION` must never change and no segment may exceed it
(RFC 8216bis 4.4.3.1), segments ought to begin with a keyframe so that a viewer can join at any
of them, and a stranger's encoder may use keyframe intervals from a few frames to ten seconds,
with or without extra ones at scene cuts. A constant, generous value would always be right,
but players without low latency stay three target durations behind: 36 s. So:

- x264, the commonest encoder, notes its longest keyframe interval in its first keyframe: when
  the note is there, it is the bound, and the playlist is out with the first part.
- Otherwise the first group of pictures is waited for, up to 2.5 s. If it closes, its length is
  the bound; encoders in hardware, which leave no note, keep to a fixed interval.
- Otherwise the bound is the longest interval that is accepted at all.

If a later interval is longer than the bound after all, the segment is cut without a keyframe
rather than the promise broken; such a segment merely cannot be joined at.
"""

from __future__ import annotations

from kaibo.adapters.media.builtin.formats import VIDEO_TIMESCALE

PART_SECONDS = 0.2
"""What a part aims at; it is moved to the nearest whole number of frames."""

_SHORTEST_SEGMENT = 1 * VIDEO_TIMESCALE
_SHORTEST_TARGET = 2
_LEARNING = 25 * VIDEO_TIMESCALE // 10
_SLACK = 2 * VIDEO_TIMESCALE // 1000
"""RTMP rounds to milliseconds, so equal parts differ by one or two."""
_ROUNDING = 4 * VIDEO_TIMESCALE // 10
"""A duration is compared after rounding to whole seconds: this much more still fits."""


class CuttingRule:
    """Decides about one stream. All times in ticks of the video timescale."""

    def __init__(self, frame: int, interval_hint: int | None, longest_interval: int) -> None:
        """`frame` is a picture's usual duration, `interval_hint` x264's note if there is one."""
        self.frame = max(frame, 1)
        part_frames = max(1, round(PART_SECONDS * VIDEO_TIMESCALE / self.frame))
        self._part = part_frames * self.frame + _SLACK
        self._longest = longest_interval
        self._interval = 0
        self.target_duration: int | None = None
        """Whole seconds; None while it is still being learned."""
        if interval_hint is not None:
            self._settle(interval_hint)

    @property
    def part_target(self) -> float:
        """`PART-TARGET` in seconds."""
        return round(self._part / VIDEO_TIMESCALE, 3)

    @property
    def part_ticks(self) -> int:
        """`PART-TARGET` in ticks."""
        return self._part

    def part_due(self, elapsed: int) -> bool:
        """Whether a part that lasts `elapsed` would grow too long by one more picture."""
        return elapsed + self.frame > self._part

    def segment_due(self, elapsed: int, *, keyframe: bool) -> bool:
        """Whether a segment that lasts `elapsed` ends before the coming picture."""
        if self.target_duration is None:
            self._learn(elapsed, keyframe=keyframe)
            return keyframe and elapsed >= _SHORTEST_SEGMENT
        most = self.target_duration * VIDEO_TIMESCALE + _ROUNDING
        if keyframe:
            return elapsed >= _SHORTEST_SEGMENT or elapsed + self._interval > most
        return elapsed + self.frame > most

    def settle_for(self, longest_segment: int | None) -> None:
        """Stop learning: the stream is over, or changes; None when more may come."""
        if self.target_duration is None:
            self._settle(self._longest if longest_segment is None else longest_segment)

    def _learn(self, elapsed: int, *, keyframe: bool) -> None:
        if keyframe and elapsed >= _SHORTEST_SEGMENT:
            self._settle(elapsed)
        elif elapsed > _LEARNING:
            self._settle(self._longest)

    def _settle(self, interval: int) -> None:
        self._interval = min(interval, self._longest)
        # A tenth of a second over is an interval that is not quite a whole number of seconds.
        whole = -(-(self._interval - VIDEO_TIMESCALE // 10) // VIDEO_TIMESCALE)
        self.target_duration = max(_SHORTEST_TARGET, whole)
