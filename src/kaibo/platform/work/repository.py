"""SQL of the work table: lease, finish, retry, give up, replay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from kaibo.platform.db.uow import UnitOfWork
from kaibo.platform.work.models import WorkItem


def lease_due(
    uow: UnitOfWork,
    limit: int,
    lease: timedelta,
    *,
    but: Collection[str] = (),
    only: str | None = None,
) -> Sequence[WorkItem]:
    """Take up to ``limit`` due rows for ``lease``; nobody else gets them meanwhile.

    ``but`` names handlers whose rows stay, ``only`` the one whose rows are taken. Taking
    counts as an attempt, so that a row whose handler kills the process is given up at last.
    """
    handlers = [WorkItem.handler == only] if only else []
    if but:
        handlers.append(WorkItem.handler.not_in(but))
    due = (
        select(WorkItem.id)
        .where(*_due(uow.now), *handlers)
        .order_by(WorkItem.run_at, WorkItem.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = uow.session.scalars(due).all()
    if not ids:
        return []
    taken = uow.session.scalars(
        update(WorkItem)
        .where(WorkItem.id.in_(ids))
        .values(leased_until=uow.now + lease, attempts=WorkItem.attempts + 1)
        .returning(WorkItem)
    ).all()
    uow.session.flush()
    uow.session.expunge_all()
    return sorted(taken, key=lambda item: item.id)


def lease_one_of_each(
    uow: UnitOfWork, handlers: Collection[str], lease: timedelta
) -> list[WorkItem]:
    """Take the first due row of each of these handlers for ``lease``."""
    waiting = select(WorkItem.handler).where(*_due(uow.now), WorkItem.handler.in_(handlers))
    names = uow.session.scalars(waiting.distinct()).all()
    return [item for name in names for item in lease_due(uow, 1, lease, only=name)]


def renew(uow: UnitOfWork, item: WorkItem, lease: timedelta) -> None:
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


def finish(session: Session, item: WorkItem) -> bool:
    """Remove the row that was carried out; tell whether it was still ours to remove.

    It is not once its lease ran out and another worker took it, or staff replayed it.
    """
    removed = session.scalars(
        delete(WorkItem)
        .where(
            WorkItem.id == item.id,
            WorkItem.attempts == item.attempts,
            WorkItem.state == "ready",
        )
        .returning(WorkItem.id)
    ).all()
    return bool(removed)


def retry_later(session: Session, item: WorkItem, *, run_at: datetime, error: str) -> None:
    """Give the row back, to be tried at ``run_at``."""
    session.execute(
        update(WorkItem)
        .where(WorkItem.id == item.id, WorkItem.attempts == item.attempts)
        .values(leased_until=None, run_at=run_at, last_error=error)
    )


def give_up(session: Session, item: WorkItem, *, error: str) -> None:
    """Move the row to the dead-letter view; its key is free again."""
    session.execute(
        update(WorkItem)
        .where(WorkItem.id == item.id, WorkItem.attempts == item.attempts)
        .values(state="dead", leased_until=None, last_error=error, key=None)
    )


def next_due(session: Session, *, but: Collection[str] = ()) -> datetime | None:
    """When the next row falls due, but for those of the handlers named; ``None``: nothing waits."""
    return session.scalar(
        select(func.min(func.coalesce(WorkItem.leased_until, WorkItem.run_at))).where(
            WorkItem.state == "ready", WorkItem.handler.not_in(but)
        )
    )


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        WorkItem.state == "ready",
        WorkItem.run_at <= now,
        or_(WorkItem.leased_until.is_(None), WorkItem.leased_until <= now),
    )


def dead_letters(session: Session, limit: int) -> Sequence[WorkItem]:
    """Give the rows that were given up, newest first."""
    return session.scalars(
        select(WorkItem).where(WorkItem.state == "dead").order_by(WorkItem.id.desc()).limit(limit)
    ).all()


def replay(uow: UnitOfWork, item_id: str) -> bool:
    """Make a dead row ready again; tell whether there was such a row."""
    revived = uow.session.scalars(
        update(WorkItem)
        .where(WorkItem.id == item_id, WorkItem.state == "dead")
        .values(state="ready", attempts=0, run_at=uow.now, leased_until=None)
        .returning(WorkItem.id)
    ).all()
    return bool(revived)
