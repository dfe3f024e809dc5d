"""Counting who is in a room, for how long, and for how long they watch. Pure.

Every method is told what time it is: seconds that pass evenly, from any beginning. So durations
cannot be negative or huge however the machine's clock is set, and what is on the timeline can be
counted again by its own times.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kaibo.modules.rooms.distinct import DistinctCount

BEAT_CAP = 30.0
"""The most that one beat adds, in seconds; after twice as long the picture had stopped."""
SESSION_GAP = 30 * 60.0
"""A viewing session ends after that long without a sign of its viewer, in seconds."""
_KEPT = ("peak", "viewer_ms", "on_air_ms", "watched_ms", "views")


@dataclass(slots=True)
class Stay:
    """One person in the room: since when, how long the picture played, and when it last did."""

    since: float
    watched: float = 0.0
    beat: float | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What is told of a stay that is over, in ms."""

    stayed_ms: int
    watched_ms: int


class Tally:
    """The figures of one show's room.

    Peak and time-weighted average are those while on air; a moment counts as long as it lasts.
    Watch time is that of the time on air. Viewers and views are of everybody who came before the
    end, also before the beginning.
    """

    def __init__(self, now: float, *, is_on_air: bool) -> None:
        self.peak = 0
        self.views = 0
        self.viewers = DistinctCount()
        self._watched = 0.0
        self._viewer_time = 0.0
        self._on_air_time = 0.0
        self._on_air_since = now if is_on_air else None
        self._counted_until = now
        self._stays: dict[str, Stay] = {}
        self._unknown = 0
        self._seen: dict[str, float] = {}

    @property
    def watching(self) -> int:
        """How many are there now."""
        return len(self._stays) + self._unknown

    @property
    def people(self) -> list[str]:
        """Who is there now."""
        return list(self._stays)

    def joined(self, person: str, now: float) -> None:
        """Somebody came; who is there already stays."""
        if person in self._stays:
            return
        self._pass(now)
        self._stays[person] = Stay(now)
        self.viewers.add(person)
        self._sign(person, now)
        self._look()

    def left(self, person: str, now: float) -> Left | None:
        """Somebody went; None when nobody knows of them."""
        self._pass(now)
        stay = self._stays.pop(person, None)
        if stay is None:
            # Counted again from the timeline, some of those who go came before it begins.
            self._unknown = max(0, self._unknown - 1)
            return None
        # Nobody comes by going: a sign, and no new session.
        self._seen[person] = now
        return Left(_ms(now - stay.since), _ms(stay.watched))

    def beat(self, person: str, now: float) -> None:
        """The picture plays at somebody who is there: it has since their last beat."""
        stay = self._stays.get(person)
        if stay is None:
            return
        if self._on_air_since is not None and stay.beat is not None:
            gap = now - max(stay.beat, self._on_air_since)
            if gap <= 2 * BEAT_CAP:
                more = max(0.0, min(gap, BEAT_CAP))
                stay.watched += more
                self._watched += more
        stay.beat = now
        self._sign(person, now)

    def goes_on_air(self, now: float) -> None:
        """The show begins."""
        self._pass(now)
        if self._on_air_since is None:
            self._on_air_since = now
        self._look()

    def ends(self, now: float) -> None:
        """The show is over."""
        self._pass(now)
        self._on_air_since = None

    def forget_the_long_gone(self, now: float) -> None:
        """Drop what is known of those whose session is over; done now and then."""
        self._seen = {
            person: seen
            for person, seen in self._seen.items()
            if now - seen < SESSION_GAP or person in self._stays
        }

    def figures(self, now: float) -> dict[str, Any]:
        """Give the figures up to now, as they are kept on the timeline; times in ms."""
        self._pass(now)
        return {
            "watching": self.watching,
            "peak": self.peak,
            "viewer_ms": _ms(self._viewer_time),
            "on_air_ms": _ms(self._on_air_time),
            "watched_ms": _ms(self._watched),
            "viewers": self.viewers.count(),
            "is_estimated": self.viewers.is_estimated,
            "views": self.views,
            "on_air": self._on_air_since is not None,
        }

    # Going on from what was kept

    def take_over(self, kept: dict[str, Any], now: float) -> None:
        """Begin with figures that were kept, and as many people, whoever they are."""
        self._on_air_since = now if kept["on_air"] else None
        self.peak, viewer, on_air, watched, self.views = (kept[name] for name in _KEPT)
        self._viewer_time, self._on_air_time = viewer / 1000, on_air / 1000
        self._watched = watched / 1000
        self._unknown = kept["watching"]

    def know(self, person: str, seen: float) -> None:
        """Know of a viewer, and when there was the last sign of them."""
        self.viewers.add(person)
        self._seen[person] = seen

    def move_to(self, now: float) -> None:
        """Go on at another clock, in an empty room: nobody knows what was in between."""
        self._stays, self._unknown = {}, 0
        self._counted_until = now
        if self._on_air_since is not None:
            self._on_air_since = now

    def _sign(self, person: str, now: float) -> None:
        seen = self._seen.get(person)
        if seen is None or now - seen >= SESSION_GAP:
            self.views += 1
        self._seen[person] = now

    def _pass(self, now: float) -> None:
        spent = max(0.0, now - self._counted_until)
        self._counted_until = max(self._counted_until, now)
        if self._on_air_since is not None:
            self._viewer_time += spent * self.watching
            self._on_air_time += spent

    def _look(self) -> None:
        if self._on_air_since is not None:
            self.peak = max(self.peak, self.watching)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
