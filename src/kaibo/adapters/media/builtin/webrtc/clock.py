"""From RTP's clocks, one for each track, to one in milliseconds for both.

RTP stamps start anywhere and say nothing about the other track. Sender reports (RFC 3550, 6.4.1)
tie each track to the sender's wall clock; a browser sends the first for sound after seconds. Until
then the fastest packets tell: what arrived together is taken to belong together.
"""

from __future__ import annotations

_WRAP = 1 << 32
_CORRECTION_MS = 20.0
"""A better estimate moves sound only when it differs by this much: jumps are audible."""
_ROUGH_MS = 80.0
"""As above, while only arrival times are known."""


class TrackClock:
    """One track's stamps, unwrapped, and what is known of their place in time."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._last: int | None = None
        self._first = 0
        self.arrival_ms: float | None = None
        """When the track's time 0 would have arrived, by its fastest packet."""
        self.sender_ms: float | None = None
        """The sender's wall clock at the track's time 0, as its reports tell."""

    def media_ms(self, stamp: int) -> float:
        """Time of a stamp since the track's first one."""
        if self._last is None:
            self._last = self._first = stamp
        step = (stamp - self._last + _WRAP // 2) % _WRAP - _WRAP // 2
        self._last += step
        return (self._last - self._first) * 1000 / self.rate

    def arrived(self, media_ms: float, now_ms: float) -> None:
        """Note when a packet came."""
        place = now_ms - media_ms
        if self.arrival_ms is None or place < self.arrival_ms:
            self.arrival_ms = place

    def report(self, stamp: int, sender_ms: float) -> None:
        """Take a sender report: its stamp, and the sender's wall clock at that moment."""
        if self._last is not None:
            step = (stamp - self._last + _WRAP // 2) % _WRAP - _WRAP // 2
            self.sender_ms = sender_ms - (self._last + step - self._first) * 1000 / self.rate


class AvClock:
    """Both tracks on the clock of the pictures, which begins at 0 with the first of them."""

    def __init__(self) -> None:
        self.video = TrackClock(90_000)
        self.audio = TrackClock(48_000)
        self._sound_offset: float | None = None

    def picture(self, stamp: int, now_ms: float) -> float:
        """Give a picture's time in ms."""
        media_ms = self.video.media_ms(stamp)
        self.video.arrived(media_ms, now_ms)
        return media_ms

    def sound(self, stamp: int, now_ms: float) -> float | None:
        """Give a sound packet's time in ms; None before there was a picture."""
        media_ms = self.audio.media_ms(stamp)
        self.audio.arrived(media_ms, now_ms)
        offset = self._offset()
        return None if offset is None else media_ms + offset

    def _offset(self) -> float | None:
        video, audio = self.video, self.audio
        if video.sender_ms is not None and audio.sender_ms is not None:
            better, tolerance = audio.sender_ms - video.sender_ms, _CORRECTION_MS
        elif video.arrival_ms is not None and audio.arrival_ms is not None:
            better, tolerance = audio.arrival_ms - video.arrival_ms, _ROUGH_MS
        else:
            return None
        if self._sound_offset is None or abs(better - self._sound_offset) > tolerance:
            self._sound_offset = better
        return self._sound_offset
