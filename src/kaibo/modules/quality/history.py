"""An hour of a show in points of five seconds, and the minutes made of them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import fmean, median

from kaibo.modules.quality.contracts import HistoryPoint, Minute, Stage
from kaibo.modules.quality.domain.facts import Facts, PlayersView

POINT_SECONDS = 5
MINUTE = timedelta(minutes=1)
HOUR_POINTS = 3600 // POINT_SECONDS


def point_of(facts: Facts, at: datetime) -> HistoryPoint:
    """Give the moment's point."""
    now = facts.input.now if facts.input is not None else None
    seen = facts.players
    return HistoryPoint(
        at=at,
        video_kbps=now.video_kbps if now else None,
        frame_rate=now.frame_rate if now else None,
        jitter_ms=now.jitter_ms if now else None,
        players=seen.players,
        stalled_ratio=seen.stalled_ratio,
        latency_p50_ms=seen.latency_p50_ms,
        first_frame_p50_ms=seen.first_frame_p50_ms,
    )


def point_of_minute(minute: Minute) -> HistoryPoint:
    """Give a kept minute as a point of the history."""
    return HistoryPoint(
        at=minute.at,
        video_kbps=minute.video_kbps,
        frame_rate=minute.frame_rate,
        jitter_ms=minute.jitter_ms,
        players=minute.players,
        stalled_ratio=minute.stalled_ratio,
        latency_p50_ms=minute.latency_p50_ms,
        first_frame_p50_ms=minute.first_frame_p50_ms,
    )


class History:
    """The last hour of points; before a restart, of minutes."""

    def __init__(self) -> None:
        self._points: deque[HistoryPoint] = deque(maxlen=HOUR_POINTS)

    def remember(self, minutes: Iterable[Minute]) -> None:
        """Put kept minutes before the points there are."""
        first = self._points[0].at if self._points else None
        before = [
            point_of_minute(one) for one in minutes if first is None or one.at + MINUTE <= first
        ]
        self._points = deque((*before, *self._points), maxlen=HOUR_POINTS)

    def add(self, point: HistoryPoint) -> None:
        """Add the newest point."""
        self._points.append(point)

    def since(self, after: datetime | None, now: datetime) -> list[HistoryPoint]:
        """Give the points of the last hour, or those later than ``after``."""
        start = now - timedelta(hours=1)
        if after is not None:
            start = max(start, after)
        return [point for point in self._points if point.at > start]


class MinuteBook:
    """Collects one minute of a show."""

    def __init__(self, at: datetime, starts_before: int = 0) -> None:
        self.at = at
        self._starts_before = starts_before
        self._points: list[HistoryPoint] = []
        self._seen: list[PlayersView] = []
        self._faults: Counter[Stage] = Counter()

    def add(self, point: HistoryPoint, seen: PlayersView, fault: Stage | None) -> None:
        """Add a point and who was at fault then."""
        self._points.append(point)
        self._seen.append(seen)
        if fault is not None:
            self._faults[fault] += 1

    @property
    def starts_ever(self) -> int:
        """First pictures up to its end."""
        return self._seen[-1].starts_ever if self._seen else self._starts_before

    @property
    def is_worth_keeping(self) -> bool:
        """Whether a picture came or somebody watched."""
        return any(point.video_kbps is not None or point.players for point in self._points)

    def minute(self) -> Minute:
        """Give the minute as it is kept: medians, and the stage most often at fault."""
        points, seen = self._points, self._seen
        fault = self._faults.most_common(1)
        return Minute(
            at=self.at,
            players=max((point.players for point in points), default=0),
            starts=max(0, self.starts_ever - self._starts_before),
            stalled_ratio=_mean([view.stalled_ratio for view in seen]),
            latency_p50_ms=_median([view.latency_p50_ms for view in seen]),
            latency_p95_ms=_median([view.latency_p95_ms for view in seen]),
            first_frame_p50_ms=_median([view.first_frame_p50_ms for view in seen]),
            first_frame_p95_ms=_median([view.first_frame_p95_ms for view in seen]),
            bitrate_p50_kbps=_median([view.bitrate_p50_kbps for view in seen]),
            dropped_ratio=_median([view.dropped_ratio for view in seen]),
            video_kbps=_median([point.video_kbps for point in points]),
            frame_rate=_median([point.frame_rate for point in points]),
            jitter_ms=_median([point.jitter_ms for point in points]),
            fault=fault[0][0] if fault else None,
        )


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(median(known), 3) if known else None


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(fmean(known), 5) if known else None
