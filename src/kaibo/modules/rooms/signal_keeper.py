"""Writing signals to the shows' timelines, each once in a while."""

from __future__ import annotations

from collections.abc import Callable

from kaibo.modules.rooms import frames, metrics
from kaibo.modules.rooms.signals import Signal, SignalKind
from kaibo.modules.rooms.telling import Store, TimelineTeller
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry

AGAIN_AFTER = 600.0
"""The same of the same viewer is told once in so many seconds."""
MOST_WAITING = 10_000
MOST_REMEMBERED = 50_000
SAME_TEXT_LENGTH = 8
"""Shorter lines (666, 已拍, +1) are said alike by everybody."""
SAME_TEXT_PEOPLE = 5
SAME_TEXT_WITHIN = 60.0


class SignalKeeper(TimelineTeller):
    """Writes signals of all rooms to their shows' timelines.

    ``now`` is in ms since the epoch, ``steady`` in even seconds. Used from the event loop's thread
    only.
    """

    def __init__(
        self, store: Store, *, now: Callable[[], int], steady: Callable[[], float]
    ) -> None:
        super().__init__(store, most_waiting=MOST_WAITING)
        self._now = now
        self._steady = steady
        self._told: dict[tuple[str, SignalKind, str], float] = {}
        self._said: dict[tuple[str, str], dict[str, float]] = {}

    def on_signal(self, room_id: str, signal: Signal) -> None:
        """Keep what was noticed, unless it was told lately."""
        key, at = (room_id, signal.kind, signal.viewer_id), self._steady()
        if at - self._told.get(key, float("-inf")) < AGAIN_AFTER:
            return
        if len(self._told) >= MOST_REMEMBERED:
            self._told.clear()
        self._told[key] = at
        metrics.SIGNALS.labels(signal.kind.value).inc()
        data = {"signal": signal.kind.value, **signal.data}
        self._tell(TimelineEntry(room_id, self._now(), EntryKind.SIGNAL, signal.viewer_id, data))

    def on_danmaku(self, room_id: str, danmaku: frames.Danmaku) -> None:
        """Notice one line that many say."""
        if danmaku.role != "viewer" or len(danmaku.text) < SAME_TEXT_LENGTH:
            return
        at = self._steady()
        if len(self._said) >= MOST_WAITING:
            self._forget_old_lines(at)
        key = (room_id, danmaku.text)
        before = self._said.get(key, {})
        recent = {who: when for who, when in before.items() if at - when < SAME_TEXT_WITHIN}
        recent[danmaku.viewer_id] = at
        self._said[key] = recent
        if len(recent) >= SAME_TEXT_PEOPLE:
            del self._said[key]
            data: dict[str, str | int] = {"text": danmaku.text, "viewers": len(recent)}
            for viewer_id in recent:
                self.on_signal(room_id, Signal(SignalKind.SAME_TEXT, viewer_id, data))

    def _forget_old_lines(self, at: float) -> None:
        self._said = {
            key: people
            for key, people in self._said.items()
            if at - max(people.values()) < SAME_TEXT_WITHIN
        }
        if len(self._said) >= MOST_WAITING:
            self._said.clear()
