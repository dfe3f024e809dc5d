"""What is kept between two looks at a show's figures; each of it is checked before it is used."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from threading import Lock

from sqlalchemy.orm import Session

from kaibo.flows.show_summary.contracts import ShowSummary
from kaibo.flows.show_summary.stays import Stays
from kaibo.kernel.clock import epoch_ms
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, Show

FRESH_FOR = 3.0
"""Seconds for which a show that is not over is not counted again, however many look."""

# Of fifty thousand visits one takes some ten megabytes.
_MOST_SHOWS = 8
_MOVES = (EntryKind.JOINED, EntryKind.LEFT, EntryKind.ROOM_OPENED)

Key = tuple[int, int, int]


class VisitBook:
    """The visits of shows that are over: read once, and again if their timeline has grown.

    Only visits: orders and refunds go on after the end, and are read each time.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[Key, Stays]] = OrderedDict()

    def stays(self, session: Session, show: Show, end_ms: int) -> Stays:
        """Give who was there up to ``end_ms``."""
        if show.closed_at is None or epoch_ms(show.closed_at) != end_ms:
            return _read(session, show, end_ms)
        key: Key = (*shows.extent(session, show.id, *_MOVES), end_ms)
        with self._lock:
            known = self._kept.get(show.id)
            if known is not None and known[0] == key:
                self._kept.move_to_end(show.id)
                return known[1]
        found = _read(session, show, end_ms)
        with self._lock:
            self._kept[show.id] = (key, found)
            self._kept.move_to_end(show.id)
            while len(self._kept) > _MOST_SHOWS:
                self._kept.popitem(last=False)
        return found


def _read(session: Session, show: Show, end_ms: int) -> Stays:
    moves = shows.entries(session, show.id, *_MOVES, after=0)
    return Stays((move for move in moves if move.at_ms <= end_ms), end_ms)


class Summaries:
    """What was counted of shows that go on; who asks meanwhile waits and is told the same."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self.visits = VisitBook()
        self._steady = steady
        self._counted: dict[str, tuple[float, asyncio.Task[ShowSummary]]] = {}

    async def shared(
        self, show_id: str, count: Callable[[], Awaitable[ShowSummary]]
    ) -> ShowSummary:
        """Give what ``count`` found within the last seconds, or have it count now."""
        now = self._steady()
        for old in [each for each, (at, _) in self._counted.items() if now - at >= FRESH_FOR]:
            del self._counted[old]
        if show_id not in self._counted:
            self._counted[show_id] = (now, asyncio.ensure_future(_awaited(count)))
        task = self._counted[show_id][1]
        try:
            # One who goes away must not take the answer from the others.
            return await asyncio.shield(task)
        except BaseException:
            if task.done():
                self._counted.pop(show_id, None)
            raise


async def _awaited(count: Callable[[], Awaitable[ShowSummary]]) -> ShowSummary:
    return await count()
