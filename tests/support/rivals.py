"""Races, staged: a rival that acts at a point the test chooses, inside the other's transaction.

    with Rival(house, "place_order.decided", lambda: buy(second)) as rival:
        buy(first)
    rival.outcome

On PostgreSQL the rival has finished, or waits for a row of the first, before the first goes on.
On SQLite it waits in the writer's line: there a second transaction cannot begin.
"""

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from sqlalchemy import text
from sqlalchemy.orm import Session

from kaibo.kernel.errors import KaiboError
from kaibo.kernel.points import watch
from tests.support.house import House
from tests.support.network import wait_until


class Rival:
    """Acts once, when the point is first reached; ``outcome`` is its result, or its error."""

    def __init__(self, house: House, point: str, act: Callable[[], object]) -> None:
        self.outcome: object = None
        self._house = house
        self._point = point
        self._act = act
        self._thread = threading.Thread(target=self._run, name="rival")
        self._started = threading.Lock()

    def __enter__(self) -> Self:
        """Begin to watch."""
        watch(self._reached)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for the rival; one that never had its chance is a fault of the test."""
        watch(None)
        if kind is None:
            assert self._thread.ident is not None, f"{self._point} was never reached"
            self._thread.join(30)
            assert not self._thread.is_alive()

    def _reached(self, point: str) -> None:
        if point == self._point and self._started.acquire(blocking=False):
            self._thread.start()
            if not self._house.db.is_sqlite:
                wait_until(lambda: not self._thread.is_alive() or self._house.read(_is_waiting))

    def _run(self) -> None:
        try:
            self.outcome = self._act()
        except KaiboError as error:
            self.outcome = error


def _is_waiting(session: Session) -> bool:
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    return bool(session.scalar(waiting))
