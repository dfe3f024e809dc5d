"""SQL of workplaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from kaibo.modules.workplace.contracts import ListName
from kaibo.modules.workplace.models import SavedViewRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import insert_new


def views(session: Session, staff_id: str) -> Sequence[SavedViewRow]:
    """Give a person's views, in the order in which they were saved."""
    return session.scalars(
        select(SavedViewRow).where(SavedViewRow.staff_id == staff_id).order_by(SavedViewRow.id)
    ).all()


def count(session: Session, staff_id: str, list_: ListName) -> int:
    """Count a person's views of a list."""
    return (
        session.scalar(
            select(func.count()).where(
                SavedViewRow.staff_id == staff_id, SavedViewRow.list == list_
            )
        )
        or 0
    )


def named(session: Session, staff_id: str, list_: ListName, name: str) -> SavedViewRow | None:
    """Find a person's view of that name."""
    return session.scalar(
        select(SavedViewRow).where(
            SavedViewRow.staff_id == staff_id,
            SavedViewRow.list == list_,
            SavedViewRow.name == name,
        )
    )


def add(uow: UnitOfWork, row: dict[str, Any]) -> None:
    """Add a view unless one of its name stands."""
    insert_new(uow.session, SavedViewRow, [row])


def remove(uow: UnitOfWork, staff_id: str, view_id: str) -> bool:
    """Remove a view of that person; tell whether there was one."""
    removed = uow.session.scalars(
        delete(SavedViewRow)
        .where(SavedViewRow.id == view_id, SavedViewRow.staff_id == staff_id)
        .returning(SavedViewRow.id)
    ).all()
    return bool(removed)
