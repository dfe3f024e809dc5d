"""Who was there, and when, from the comings and goings of a timeline."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from kaibo.modules.shows.contracts import EntryKind, TimelineEntry


class Stays:
    """The visits of a show, in order; who has not left is there until ``now_ms``."""

    def __init__(self, entries: Iterable[TimelineEntry], now_ms: int) -> None:
        self.by_viewer: dict[str, int] = {}
        """How long each viewer was there in all, in ms."""
        here: dict[str, int] = {}
        spans: list[tuple[int, int]] = []

        def close(viewer: str, at_ms: int) -> None:
            since = here.pop(viewer)
            spans.append((since, max(since, at_ms)))
            self.by_viewer[viewer] = self.by_viewer.get(viewer, 0) + max(0, at_ms - since)

        for entry in entries:
            if entry.kind is EntryKind.JOINED:
                here.setdefault(entry.subject, entry.at_ms)
            elif entry.kind is EntryKind.LEFT and entry.subject in here:
                close(entry.subject, entry.at_ms)
            elif entry.kind is EntryKind.ROOM_OPENED:
                for viewer in list(here):
                    close(viewer, entry.at_ms)
        self.still_here = set(here)
        for viewer in list(here):
            close(viewer, now_ms)
        self._starts = sorted(since for since, _ in spans)
        self._ends = sorted(until for _, until in spans)

    def bounced(self, below_ms: int) -> int:
        """Give how many viewers were there for less than that, and are gone."""
        return sum(
            stayed < below_ms and viewer not in self.still_here
            for viewer, stayed in self.by_viewer.items()
        )

    def within(self, from_ms: int, to_ms: int) -> int:
        """Give how many visits met this time."""
        return bisect_right(self._starts, to_ms) - bisect_left(self._ends, from_ms)
