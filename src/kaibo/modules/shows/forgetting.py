"""What the timeline tells of a viewer, and forgets.

Who was there, when the store no longer keeps it; and what an erased viewer said, which leaves a
mark that something stood there.

All else of a timeline stays as it was written.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from kaibo.modules.shows.contracts import EntryKind, ShowState, TimelineEntry
from kaibo.modules.shows.models import ShowRow, TimelineRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import delete_some

_LINES = tuple(kind.value for kind in (EntryKind.DANMAKU_HIDDEN, EntryKind.DANMAKU_PINNED))
_SAID = (*_LINES, EntryKind.SIGNAL.value)
_OF_VIEWER = tuple(
    kind.value
    for kind in (
        *(EntryKind.JOINED, EntryKind.LEFT, EntryKind.SIGNAL),
        *(EntryKind.MUTED, EntryKind.UNMUTED),
    )
)
_STAFF = frozenset({"by", "by_name"})
_VISITS = tuple(kind.value for kind in (EntryKind.JOINED, EntryKind.LEFT, EntryKind.SIGNAL))


def with_visits(session: Session, before: datetime) -> Sequence[str]:
    """Give the shows that ended before then and of which it is still known who came."""
    known = exists().where(TimelineRow.show_id == ShowRow.id, TimelineRow.kind.in_(_VISITS))
    return session.scalars(
        select(ShowRow.id)
        .where(ShowRow.state == ShowState.CLOSED, ShowRow.closed_at < before, known)
        .order_by(ShowRow.closed_at)
    ).all()


def closed_before(session: Session, show_ids: Collection[str], before: datetime) -> Sequence[str]:
    """Give those of these shows that ended before then."""
    return session.scalars(
        select(ShowRow.id)
        .where(
            ShowRow.id.in_(show_ids), ShowRow.state == ShowState.CLOSED, ShowRow.closed_at < before
        )
        .order_by(ShowRow.closed_at)
    ).all()


def forget_visits(uow: UnitOfWork, show_id: str, most: int) -> int:
    """Remove at most so many entries of who came, went, or looked automatic; tell how many."""
    visits = (TimelineRow.show_id == show_id, TimelineRow.kind.in_(_VISITS))
    return delete_some(uow.session, TimelineRow, *visits, most=most)


def told_of(session: Session, viewer_ids: Collection[str]) -> list[TimelineEntry]:
    """Give what the timelines hold of these viewers, oldest first; not which of the staff acted.

    These are their visits, mutes, what looked automatic, and lines that were hidden or held up.
    """
    of_them = select(TimelineRow).where(
        TimelineRow.subject.in_(viewer_ids), TimelineRow.kind.in_(_OF_VIEWER)
    )
    # By show, as in `forget_said`: whose line it was stands in its data, which no index knows.
    lines = select(TimelineRow).where(
        TimelineRow.show_id.in_(select(ShowRow.id)),
        TimelineRow.kind.in_(_LINES),
        TimelineRow.data["viewer_id"].as_string().in_(viewer_ids),
    )
    # Two queries, each by its index: one for both would read the visits of all shows.
    rows = [*session.scalars(of_them), *session.scalars(lines)]
    rows.sort(key=lambda row: (row.at_ms, row.id))
    return [
        TimelineEntry(
            row.show_id,
            row.at_ms,
            EntryKind(row.kind),
            row.subject,
            {name: value for name, value in row.data.items() if name not in _STAFF},
        )
        for row in rows
    ]


def forget_said(uow: UnitOfWork, viewer_id: str) -> None:
    """Take out what a viewer said from the entries that hold it: ``erased`` stands in its place.

    That the crew hid or held up a line, when, and who did it, stays.
    """
    # By show: of millions of entries the index finds these few.
    rows = uow.session.scalars(
        select(TimelineRow).where(
            TimelineRow.show_id.in_(select(ShowRow.id)),
            TimelineRow.kind.in_(_SAID),
            or_(
                TimelineRow.subject == viewer_id,
                TimelineRow.data["viewer_id"].as_string() == viewer_id,
            ),
        )
    )
    for row in rows:
        held = {name: "" for name in ("text", "network") if row.data.get(name)}
        if held:
            row.data = row.data | held | {"erased": True}
