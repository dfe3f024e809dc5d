"""What is counted of who came and what they did; kept for good before their records are removed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from kaibo.flows.show_summary.metrics import BOUNCE_MS
from kaibo.flows.show_summary.remembering import VisitBook
from kaibo.modules.analytics import facade as analytics
from kaibo.modules.analytics.contracts import ActKind, ActPeople
from kaibo.modules.rooms.contracts import Interval
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, Show
from kaibo.platform.db import UnitOfWork


@dataclass(frozen=True, slots=True)
class Crowd:
    """What viewers did in a show.

    ``explained_views`` are the visits that met each product's explanations. ``attendance``, the
    room's own figures, is there once all of this is kept.
    """

    bounced: int
    explained_views: dict[str, int]
    people: list[ActPeople]
    attendance: dict[str, Any] | None = None


def of(
    session: Session, show: Show, end_ms: int, explained: list[Interval], visits: VisitBook
) -> Crowd:
    """Give what was kept of a show's viewers, or count it."""
    return _kept(session, show.id) or _counted(session, show, end_ms, explained, visits)


def keep(uow: UnitOfWork, show_id: str, crowd: Crowd, attendance: dict[str, Any]) -> None:
    """Keep it for good; what was kept before stands."""
    shows.hold_show(uow, show_id)
    if _kept(uow.session, show_id) is None:
        shows.note(uow, show_id, EntryKind.CROWD, **asdict(replace(crowd, attendance=attendance)))
        # The room's own may be older than the last who came: a core that was killed kept none.
        shows.note(uow, show_id, EntryKind.ATTENDANCE, **attendance)


def _kept(session: Session, show_id: str) -> Crowd | None:
    found = shows.last_entry(session, show_id, EntryKind.CROWD)
    if found is None:
        return None
    data = found[1].data
    people = [ActPeople(**{**one, "kind": ActKind(one["kind"])}) for one in data["people"]]
    return Crowd(**{**data, "people": people})


def _counted(
    session: Session, show: Show, end_ms: int, explained: list[Interval], visits: VisitBook
) -> Crowd:
    stays = visits.stays(session, show, end_ms)
    views: dict[str, int] = {}
    for one in explained:
        until = end_ms if one.to_ms is None else one.to_ms
        met = stays.within(one.from_ms, until)
        views[one.product_id] = views.get(one.product_id, 0) + met
    return Crowd(stays.bounced(BOUNCE_MS), views, analytics.people(session, show.id))
