"""SQL of retention."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from kaibo.modules.retention.models import KeepingRow, RemovalRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import insert_new


def chosen(session: Session) -> dict[str, int]:
    """Give what the store has chosen, in days by rule."""
    return {row.rule: row.days for row in session.scalars(select(KeepingRow))}


def choose(uow: UnitOfWork, rule: str, days: int) -> None:
    """Keep the store's choice; of two at once the later holds."""
    insert_new(uow.session, KeepingRow, [{"rule": rule, "days": days}])
    uow.session.execute(update(KeepingRow).where(KeepingRow.rule == rule).values(days=days))


def add_removal(uow: UnitOfWork, row: dict[str, Any]) -> None:
    """Write down that a removal begins."""
    insert_new(uow.session, RemovalRow, [row])


def removal(session: Session, removal_id: str) -> RemovalRow | None:
    """Find a removal."""
    return session.get(RemovalRow, removal_id)


def last_removals(session: Session, limit: int) -> Sequence[RemovalRow]:
    """Give removals, newest first."""
    return session.scalars(select(RemovalRow).order_by(RemovalRow.id.desc()).limit(limit)).all()


def forget_removals(uow: UnitOfWork, before: datetime) -> None:
    """Delete what is told of removals that began before then."""
    uow.session.execute(delete(RemovalRow).where(RemovalRow.started_at < before))
