"""What the timeline holds of a room's attendance, so that counting can go on from there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from kaibo.modules.rooms.tally import Tally
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry

MOST_BETWEEN = 120.0
"""The most time that is believed to lie between two entries, in seconds: while somebody is there
the figures are kept every minute, so more was a step of the clock, or a room that nobody was in."""
_VISITS = (EntryKind.JOINED, EntryKind.LEFT)
_COUNTED = (*_VISITS, EntryKind.ON_AIR, EntryKind.CLOSED, EntryKind.ROOM_OPENED)


@dataclass(frozen=True, slots=True)
class Past:
    """What was counted of a show's room before.

    ``kept`` are the figures last kept, at ``kept_ms``; ``seen`` tells everybody who had come by
    then, and how long before there was the last sign of them, in seconds; ``later`` is what came
    after, and ``age`` how long ago the last of all that was, in seconds.
    """

    kept: dict[str, Any] | None = None
    kept_ms: int = 0
    seen: dict[str, float] = field(default_factory=dict)
    later: list[TimelineEntry] = field(default_factory=list)
    age: float = 0.0

    def tally(self, now: float, *, is_on_air: bool) -> Tally:
        """Give the tally to go on with, in an empty room; ``now`` in even seconds."""
        moments = self._moments()
        first = now - self.age - (moments[-1] if moments else 0.0)
        tally = Tally(first, is_on_air=False)
        if self.kept is not None:
            tally.take_over(self.kept, first)
        for person, before in self.seen.items():
            tally.know(person, first - before)
        for entry, moment in zip(self.later, moments, strict=True):
            _count(tally, entry, first + moment)
        tally.move_to(now)
        if is_on_air:
            tally.goes_on_air(now)
        return tally

    def _moments(self) -> list[float]:
        """Give when each later entry was, in seconds after the beginning."""
        found: list[float] = []
        at, before_ms = 0.0, self.kept_ms
        for entry in self.later:
            if before_ms:
                at += min(max(0.0, (entry.at_ms - before_ms) / 1000), MOST_BETWEEN)
            before_ms = entry.at_ms
            found.append(at)
        return found


def recall(session: Session, show_id: str, *, now_ms: int, figures_only: bool = False) -> Past:
    """Read what was counted of a show's room; only the figures, if nothing came after them."""
    found = shows.last_entry(session, show_id, EntryKind.ATTENDANCE)
    until, kept = found or (0, None)
    kept_ms = kept.at_ms if kept else 0
    later = shows.entries(session, show_id, *_COUNTED, after=until)
    seen: dict[str, float] = {}
    if later or not figures_only:
        seen = {
            # Who was there gave a sign just then, whenever they had come.
            visit.subject: max(0.0, (kept_ms - visit.at_ms) / 1000)
            if visit.kind is EntryKind.LEFT
            else 0.0
            for visit in shows.last_of_each(session, show_id, *_VISITS, until=until)
        }
    last_ms = later[-1].at_ms if later else kept_ms
    age = max(0.0, (now_ms - last_ms) / 1000)
    return Past(kept.data if kept else None, kept_ms, seen, later, age)


def _count(tally: Tally, entry: TimelineEntry, at: float) -> None:
    match entry.kind:
        case EntryKind.JOINED:
            tally.joined(entry.subject, at)
        case EntryKind.LEFT:
            tally.left(entry.subject, at)
        case EntryKind.ON_AIR:
            tally.goes_on_air(at)
        case EntryKind.CLOSED:
            tally.ends(at)
        case EntryKind.ROOM_OPENED:
            tally.move_to(at)
        case _:
            pass
