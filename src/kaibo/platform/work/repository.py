"""SQL of the work table: lease, finish, retry, give up, replay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from kaibo.platform.db.statements import Given, Lookup
from kaibo.platform.db.uow import UnitOfWork
from kaibo.platform.work.models import WorkItem


class LeasedItem(NamedTuple):
    """A row that was taken; ``attempts`` counts this one too."""

    id: str
    handler: str
    payload: dict[str, Any]
    attempts: int


# Looked for after nearly every commit, hence built once.
_IS_DUE = (
    WorkItem.state == "ready",
    WorkItem.run_at <= bindparam("now"),
    or_(WorkItem.leased_until.is_(None), WorkItem.leased_until <= bindparam("now")),
)


def _first(*handlers: ColumnElement[bool]) -> Select[str, str, dict[str, Any], int]:
    return (
        select(WorkItem.id, WorkItem.handler, WorkItem.payload, WorkItem.attempts)
        .where(*_IS_DUE, *handlers)
        .order_by(WorkItem.run_at, WorkItem.id)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True)
    )


def _first_but(given: Given) -> Select[str, str, dict[str, Any], int]:
    others, (name,) = given("but")
    return _first(WorkItem.handler.not_in(select(name).select_from(others)))


def _first_only(_given: Given) -> Select[str, str, dict[str, Any], int]:
    return _first(WorkItem.handler == bindparam("only"))


def _names(given: Given) -> Select[str]:
    handlers, (name,) = given("handlers")
    waiting = select(name).select_from(handlers).join(WorkItem, WorkItem.handler == name)
    return waiting.where(*_IS_DUE).distinct()


_FIRST_BUT = Lookup(_first_but)
_FIRST_ONLY = Lookup(_first_only)
_NAMES = Lookup(_names)
_TAKE = (
    update(WorkItem)
    .where(WorkItem.id == bindparam("item_id"))
    .values(leased_until=bindparam("until"), attempts=bindparam("attempt"))
)
_FINISH = delete(WorkItem).where(
    WorkItem.id == bindparam("item_id"),
    WorkItem.attempts == bindparam("attempt"),
    WorkItem.state == "ready",
)


def lease_due(
    uow: UnitOfWork,
    limit: int,
    lease: timedelta,
    *,
    but: Collection[str] = (),
    only: str | None = None,
) -> list[LeasedItem]:
    """Take up to ``limit`` due rows for ``lease``; nobody else gets them meanwhile.

    ``but`` names handlers whose rows stay, ``only`` the one whose rows are taken. Taking
    counts as an attempt, so that a row whose handler kills the process is given up at last.
    """
    if only is None:
        rows = _FIRST_BUT(uow.session, now=uow.now, limit=limit, but=but)
    else:
        rows = _FIRST_ONLY(uow.session, now=uow.now, limit=limit, only=only)
    taken = sorted(LeasedItem(row.id, row.handler, row.payload, row.attempts + 1) for row in rows)
    if taken:
        until = uow.now + lease
        uow.session.connection().execute(
            _TAKE, [_marked(item) | {"until": until} for item in taken]
        )
    return taken


def lease_one_of_each(
    uow: UnitOfWork, handlers: Collection[str], lease: timedelta
) -> list[LeasedItem]:
    """Take the first due row of each of these handlers for ``lease``."""
    names = [row[0] for row in _NAMES(uow.session, now=uow.now, handlers=handlers)]
    return [item for name in names for item in lease_due(uow, 1, lease, only=name)]


def _marked(item: LeasedItem) -> dict[str, Any]:
    return {"item_id": item.id, "attempt": item.attempts}


def renew(uow: UnitOfWork, item: LeasedItem, lease: timedelta) -> None:
    """Hold a row for longer, if it is still ours."""
    uow.session.execute(
        update(WorkItem)
        .where(WorkItem.id == item.id, WorkItem.attempts == item.attempts)
        .values(leased_until=uow.now + lease)
    )


def release_all(uow: UnitOfWork) -> None:
    """Give every lease back, at the start of the only process that takes any."""
    uow.session.execute(
        update(WorkItem).where(WorkItem.leased_until.is_not(None)).values(leased_until=None)
    )


def finish(session: Session, item: LeasedItem) -> bool:
    """Remove the row that was carried out; tell whether it was still ours to remove.

    It is not once its lease ran out and another worker took it, or staff replayed it.
    """
    return session.connection().execute(_FINISH, _marked(item)).rowcount > 0


def finish_all(session: Session, items: Collection[LeasedItem]) -> None:
    """Remove the rows that were carried out, where they are still ours to remove."""
    if items:
        session.connection().execute(_FINISH, [_marked(item) for item in items])


def retry_later(session: Session, item: LeasedItem, *, run_at: datetime, error: str) -> None:
    """Give the row back, to be tried at ``run_at``."""
    session.execute(
        update(WorkItem)
        .where(WorkItem.id == item.id, WorkItem.attempts == item.attempts)
        .values(leased_until=None, run_at=run_at, last_error=error)
    )


def give_up(session: Session, item: LeasedItem, *, error: str) -> bool:
    """Move the row to the dead-letter view, where it is still ours; its key is free again."""
    moved = session.scalars(
        update(WorkItem)
        .where(WorkItem.id == item.id, WorkItem.attempts == item.attempts)
        .values(state="dead", leased_until=None, last_error=error, key=None)
        .returning(WorkItem.id)
    ).all()
    return bool(moved)


def _next(given: Given) -> Select[datetime]:
    others, (name,) = given("but")
    soonest = func.min(func.coalesce(WorkItem.leased_until, WorkItem.run_at))
    is_other = WorkItem.handler.not_in(select(name).select_from(others))
    return select(soonest.label("due")).where(WorkItem.state == "ready", is_other)


_NEXT = Lookup(_next)


def next_due(session: Session, *, but: Collection[str] = ()) -> datetime | None:
    """When the next row falls due, but for those of the handlers named; ``None``: nothing waits."""
    due: datetime | None = _NEXT(session, but=but)[0].due
    return due


def dead_letters(session: Session, limit: int) -> Sequence[WorkItem]:
    """Give the rows that were given up, newest first."""
    return session.scalars(
        select(WorkItem).where(WorkItem.state == "dead").order_by(WorkItem.id.desc()).limit(limit)
    ).all()


def figures(session: Session, now: datetime) -> tuple[int, int, datetime | None]:
    """Give how many rows are due, how many were given up, and since when the oldest is due."""
    due = select(func.count(), func.min(WorkItem.run_at)).where(
        WorkItem.state == "ready", WorkItem.run_at <= now
    )
    waiting, oldest = session.execute(due).one()
    dead = select(func.count()).where(WorkItem.state == "dead")
    return waiting, session.scalar(dead) or 0, oldest


def by_handler(session: Session, now: datetime) -> list[tuple[str, int, int, datetime | None]]:
    """Give each handler's rows: how many are due, how many wait for later, and the next one."""
    is_due = case((WorkItem.run_at <= now, 1), else_=0)
    rows = session.execute(
        select(WorkItem.handler, func.sum(is_due), func.count(), func.min(WorkItem.run_at))
        .where(WorkItem.state == "ready")
        .group_by(WorkItem.handler)
        .order_by(WorkItem.handler)
    )
    return [(handler, due, count - due, first) for handler, due, count, first in rows]


def replay_all(uow: UnitOfWork, handler: str | None) -> int:
    """Make every dead row ready again, or those of one handler; give how many."""
    wanted = [WorkItem.handler == handler] if handler else []
    revived = uow.session.scalars(
        update(WorkItem)
        .where(WorkItem.state == "dead", *wanted)
        .values(state="ready", attempts=0, run_at=uow.now, leased_until=None)
        .returning(WorkItem.id)
    ).all()
    return len(revived)


def replay_of(uow: UnitOfWork, handlers: Collection[str], name: str, value: str) -> bool:
    """Make the job about something ready again if it was given up; tell whether there is one.

    It is told by a field of its payload.
    """
    items = uow.session.scalars(
        select(WorkItem).where(
            WorkItem.handler.in_(handlers), WorkItem.payload[name].as_string() == value
        )
    ).all()
    for item in items:
        replay(uow, item.id)
    return bool(items)


def forget_of(
    uow: UnitOfWork, handlers: Collection[str], name: str, values: Collection[str]
) -> None:
    """Remove the jobs about some things that are gone, whether they wait, run or were given up.

    They are told by a field of their payload. One that runs is not tried again, and leaves no word.
    """
    if values:
        uow.session.execute(
            delete(WorkItem)
            .where(WorkItem.handler.in_(handlers), WorkItem.payload[name].as_string().in_(values))
            .execution_options(synchronize_session=False)
        )


def discard(uow: UnitOfWork, item_id: str) -> bool:
    """Remove a dead row for good; tell whether there was such a row."""
    removed = uow.session.scalars(
        delete(WorkItem)
        .where(WorkItem.id == item_id, WorkItem.state == "dead")
        .returning(WorkItem.id)
    ).all()
    return bool(removed)


def replay(uow: UnitOfWork, item_id: str) -> bool:
    """Make a dead row ready again; tell whether there was such a row."""
    revived = uow.session.scalars(
        update(WorkItem)
        .where(WorkItem.id == item_id, WorkItem.state == "dead")
        .values(state="ready", attempts=0, run_at=uow.now, leased_until=None)
        .returning(WorkItem.id)
    ).all()
    return bool(revived)
