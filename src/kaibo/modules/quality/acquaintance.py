"""Which show a reference means, remembered for a minute, so that beacons read no records."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import ShowState
from kaibo.platform.db import Database

KEPT = timedelta(seconds=60)
MOST = 5000


class Acquaintance:
    """Knows the shows that players report about; unknown ones too, so that they cost nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: OrderedDict[str, tuple[str | None, datetime]] = OrderedDict()

    async def show_id(self, reference: str, now: datetime) -> str | None:
        """Give the id of a show that is not over; ``None`` when there is none."""
        known = self._known.get(reference)
        if known is not None and known[1] <= now < known[1] + KEPT:
            return known[0]
        found = await self._db.read(_find, reference)
        self._known[reference] = (found, now)
        self._known.move_to_end(reference)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
        return found


def _find(session: Session, reference: str) -> str | None:
    try:
        show = shows.get_show(session, reference)
    except NotFoundError:
        return None
    return None if show.state == ShowState.CLOSED else show.id
