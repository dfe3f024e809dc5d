"""A show's timeline: what happened in it, written once and never changed.

The one source for chapters, figures and evidence. Whoever changes something writes its entry in the
same transaction, with ``note``; what only the room knows comes in batches, with ``append``. Nothing
here changes or removes an entry; what may be forgotten all the same, `forgetting` says.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, tuple_
from sqlalchemy.orm import Session

from kaibo.kernel.clock import epoch_ms
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry
from kaibo.modules.shows.models import TimelineRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import insert_rows

Entry = Row[int, str, int, str, str, dict[str, Any]]
# Columns, not objects: a large show has entries by the hundred thousand.
_COLUMNS = (
    TimelineRow.id,
    TimelineRow.show_id,
    TimelineRow.at_ms,
    TimelineRow.kind,
    TimelineRow.subject,
    TimelineRow.data,
)


def note(
    uow: UnitOfWork,
    show_id: str,
    kind: EntryKind,
    subject: str = "",
    *,
    at: datetime | None = None,
    **data: Any,  # noqa: ANN401 -- JSON
) -> None:
    """Write that this happened, now or ``at``, in the transaction of the change itself."""
    moment = epoch_ms(at or uow.now)
    append(uow, [TimelineEntry(show_id, moment, kind, subject, data)])


def append(uow: UnitOfWork, entries: Sequence[TimelineEntry]) -> None:
    """Write what happened, in this order, in one statement."""
    insert_rows(
        uow.session,
        TimelineRow,
        [
            {
                "show_id": entry.show_id,
                "at_ms": entry.at_ms,
                "kind": entry.kind.value,
                "subject": entry.subject,
                "data": entry.data,
            }
            for entry in entries
        ],
    )


def read(
    session: Session,
    show_id: str,
    kinds: Collection[EntryKind] = (),
    *,
    after: tuple[int, int] | None = None,
    limit: int | None = None,
) -> Sequence[Entry]:
    """Give what happened, oldest first, all kinds or these; ``after`` that (at_ms, id)."""
    query = (
        select(*_COLUMNS)
        .where(TimelineRow.show_id == show_id)
        .order_by(TimelineRow.at_ms, TimelineRow.id)
        .limit(limit)
    )
    if kinds:
        query = query.where(TimelineRow.kind.in_([kind.value for kind in kinds]))
    if after is not None:
        query = query.where(tuple_(TimelineRow.at_ms, TimelineRow.id) > after)
    return session.execute(query).all()


def newest(
    session: Session,
    show_id: str,
    kind: EntryKind,
    *,
    told: tuple[str, str] | None = None,
    before: tuple[int, int] | None = None,
    limit: int,
) -> Sequence[Entry]:
    """Give what happened of a kind, newest first, before that (at_ms, id).

    ``told`` is a key of the data, and the text that it must have.
    """
    query = (
        select(*_COLUMNS)
        .where(TimelineRow.show_id == show_id, TimelineRow.kind == kind.value)
        .order_by(TimelineRow.at_ms.desc(), TimelineRow.id.desc())
        .limit(limit)
    )
    if told is not None:
        key, text = told
        query = query.where(TimelineRow.data[key].as_string() == text)
    if before is not None:
        query = query.where(tuple_(TimelineRow.at_ms, TimelineRow.id) < before)
    return session.execute(query).all()


def since(
    session: Session, show_id: str, kinds: Collection[EntryKind], after: int
) -> Sequence[Entry]:
    """Give what was written of these kinds after the entry of that id, in that order."""
    return session.execute(
        select(*_COLUMNS)
        .where(
            TimelineRow.show_id == show_id,
            TimelineRow.kind.in_([kind.value for kind in kinds]),
            TimelineRow.id > after,
        )
        .order_by(TimelineRow.id)
    ).all()


def last_of_each(
    session: Session, show_id: str, kinds: Collection[EntryKind], until: int
) -> Sequence[Entry]:
    """Give the newest entry of these kinds of each subject, of those up to that id."""
    newest = (
        select(func.max(TimelineRow.id))
        .where(
            TimelineRow.show_id == show_id,
            TimelineRow.kind.in_([kind.value for kind in kinds]),
            TimelineRow.id <= until,
        )
        .group_by(TimelineRow.subject)
    )
    return session.execute(select(*_COLUMNS).where(TimelineRow.id.in_(newest))).all()


def last(session: Session, show_id: str, kind: EntryKind) -> Entry | None:
    """Give the entry of a kind that was written last."""
    return session.execute(
        select(*_COLUMNS)
        .where(TimelineRow.show_id == show_id, TimelineRow.kind == kind.value)
        .order_by(TimelineRow.id.desc())
        .limit(1)
    ).first()


def last_of_shows(session: Session, show_ids: Collection[str], kind: EntryKind) -> Sequence[Entry]:
    """Give of each of these shows the entry of a kind that was written last, in one query."""
    newest = (
        select(func.max(TimelineRow.id))
        .where(TimelineRow.show_id.in_(show_ids), TimelineRow.kind == kind.value)
        .group_by(TimelineRow.show_id)
    )
    return session.execute(select(*_COLUMNS).where(TimelineRow.id.in_(newest))).all()


def extent(session: Session, show_id: str, kinds: Collection[EntryKind]) -> tuple[int, int]:
    """Give how many entries of these kinds there are, and the newest one's time (0 without any).

    Nothing comes to a show that is over when old visits are removed: the same extent is then the
    same entries.
    """
    count, newest = session.execute(
        select(func.count(), func.coalesce(func.max(TimelineRow.at_ms), 0)).where(
            TimelineRow.show_id == show_id,
            TimelineRow.kind.in_([kind.value for kind in kinds]),
        )
    ).one()
    return int(count), int(newest)


def to_entry(row: Entry) -> TimelineEntry:
    """Give the entry as others may know it."""
    return TimelineEntry(row.show_id, row.at_ms, EntryKind(row.kind), row.subject, row.data)
