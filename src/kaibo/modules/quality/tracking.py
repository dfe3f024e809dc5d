"""What only a series of readings tells: the usual bit rate, the pace, what was lost lately."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from statistics import median, quantiles

from kaibo.modules.quality.contracts import InputFacts, ServerFacts
from kaibo.modules.quality.domain.facts import InputView, ServerView

USUAL_SECONDS = 120
PACE_SECONDS = 10
DROPS_SECONDS = 30
RATES_SECONDS = 15
RECONNECTS_SECONDS = 600
_FEWEST_RATES = 10
_SHORTEST_PACE = 5
_SHORTEST_STUCK = 1.5


@dataclass(frozen=True, slots=True)
class _Reading:
    at: float
    kbps: float
    dropped: int
    duration_ms: float


class InputTrack:
    """The last two minutes of one stream. Times are seconds of a clock that never goes back."""

    def __init__(self) -> None:
        self._readings: deque[_Reading] = deque()
        self._now: InputFacts | None = None
        self.heard = 0.0

    def take(self, now: InputFacts, seconds: float) -> None:
        """Take the stream's report."""
        if self._now is not None and self._now.stream_id != now.stream_id:
            self._readings.clear()
        self._now, self.heard = now, seconds
        self._readings.append(
            _Reading(seconds, now.video_kbps, now.dropped_frames, now.duration_ms)
        )
        while seconds - self._readings[0].at > USUAL_SECONDS:
            self._readings.popleft()

    @property
    def now(self) -> InputFacts | None:
        """Its last report."""
        return self._now

    def view(self) -> InputView | None:
        """Give the stream with what its last minutes tell."""
        now = self._now
        if now is None:
            return None
        rates = [one.kbps for one in self._readings if one.kbps > 0]
        is_known = len(rates) >= _FEWEST_RATES
        dropped, share = self._drops(now)
        return InputView(
            now=replace(now, silent_ms=max(now.silent_ms, self._stuck_ms())),
            usual_kbps=median(rates) if is_known else None,
            low_kbps=quantiles(rates, n=4)[0] if is_known else None,
            pace=self._pace(),
            dropped_share=share,
            dropped_recent=dropped,
        )

    def _stuck_ms(self) -> float:
        """Give for how long the stream has not grown: not every server tells of silence."""
        last = self._readings[-1]
        same = last
        for one in reversed(self._readings):
            if one.duration_ms != last.duration_ms:
                break
            same = one
        stuck = last.at - same.at
        return stuck * 1000 if last.duration_ms > 0 and stuck >= _SHORTEST_STUCK else 0.0

    def _drops(self, now: InputFacts) -> tuple[int, float | None]:
        last = self._readings[-1]
        first = next(one for one in self._readings if last.at - one.at <= DROPS_SECONDS)
        seconds = last.at - first.at
        dropped = max(0, last.dropped - first.dropped)
        rate = now.expected_frame_rate or now.frame_rate
        if seconds < _SHORTEST_PACE or rate <= 0:
            return dropped, None
        return dropped, min(1.0, dropped / (rate * seconds))

    def _pace(self) -> float | None:
        last = self._readings[-1]
        first = next(one for one in self._readings if last.at - one.at <= PACE_SECONDS)
        seconds = last.at - first.at
        if seconds < _SHORTEST_PACE or first.duration_ms <= 0:
            return None
        return max(0.0, (last.duration_ms - first.duration_ms) / 1000 / seconds)


@dataclass(frozen=True, slots=True)
class _Count:
    at: float
    requests: int
    sent: int
    late: int


class ServerTrack:
    """The last quarter minute of one media server."""

    def __init__(self) -> None:
        self._counts: deque[_Count] = deque()
        self._now: ServerFacts | None = None
        self.heard = 0.0

    def take(self, now: ServerFacts | None, seconds: float) -> None:
        """Take the server's report; an external one may say nothing of itself."""
        self._now, self.heard = now, seconds
        if now is None:
            self._counts.clear()
            return
        count = _Count(seconds, now.http_requests, now.http_bytes, now.late_parts)
        last = self._counts[-1] if self._counts else count
        if count.requests < last.requests or count.sent < last.sent or count.late < last.late:
            # It has started anew and counts from nothing.
            self._counts.clear()
        self._counts.append(count)
        while len(self._counts) > 2 and seconds - self._counts[1].at >= RATES_SECONDS:
            self._counts.popleft()

    def view(self, seconds: float) -> ServerView | None:
        """Give the server with what its last reports tell; none when it says nothing."""
        if self._now is None:
            return None
        silent = max(0.0, seconds - self.heard)
        if len(self._counts) < 2:
            return ServerView(now=self._now, silent_seconds=silent)
        first, last = self._counts[0], self._counts[-1]
        span = last.at - first.at
        requests, late = last.requests - first.requests, last.late - first.late
        return ServerView(
            now=self._now,
            silent_seconds=silent,
            late_share=min(1.0, late / requests) if requests > 0 else None,
            late_recent=late,
            out_kbps=(last.sent - first.sent) * 8 / 1000 / span if span > 0 else None,
        )


class Returns:
    """How often a show's encoder has come back within ten minutes."""

    def __init__(self) -> None:
        self._streams: dict[str, str] = {}
        self._at: deque[float] = deque(maxlen=50)

    def see(self, role: str, stream_id: str, seconds: float) -> None:
        """Note which stream is there; another one in the same role is a return."""
        before = self._streams.get(role)
        self._streams[role] = stream_id
        if before is not None and before != stream_id:
            self._at.append(seconds)

    def count(self, seconds: float) -> int:
        """Give how many returns there were lately."""
        while self._at and seconds - self._at[0] > RECONNECTS_SECONDS:
            self._at.popleft()
        return len(self._at)
