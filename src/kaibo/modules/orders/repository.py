"""SQL of orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.orders.models import OrderRow
from kaibo.platform.db import UnitOfWork


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders to list; ``None`` means any."""

    state: OrderState | None = None
    show_id: str | None = None
    viewer_id: str | None = None
    text: str | None = None


def order(session: Session, order_id: str) -> OrderRow | None:
    """Find an order by id."""
    return session.get(OrderRow, order_id)


def by_key(session: Session, viewer_id: str, key: str) -> OrderRow | None:
    """Find the order that this viewer placed with this idempotency key."""
    return session.scalar(
        select(OrderRow).where(OrderRow.viewer_id == viewer_id, OrderRow.idempotency_key == key)
    )


def page(
    session: Session, chosen: OrderFilter, *, before: str | None, limit: int
) -> Sequence[OrderRow]:
    """Give orders, newest first."""
    query = select(OrderRow).order_by(OrderRow.id.desc()).limit(limit)
    if chosen.state:
        query = query.where(OrderRow.state == chosen.state)
    if chosen.show_id:
        query = query.where(OrderRow.show_id == chosen.show_id)
    if chosen.viewer_id:
        query = query.where(OrderRow.viewer_id == chosen.viewer_id)
    if chosen.text:
        wanted = chosen.text.strip()
        query = query.where(
            or_(
                OrderRow.number.contains(wanted.upper(), autoescape=True),
                func.lower(OrderRow.contact_name).contains(wanted.lower(), autoescape=True),
                OrderRow.contact_phone.contains(wanted, autoescape=True),
            )
        )
    if before:
        query = query.where(OrderRow.id < before)
    return session.scalars(query).all()


def paid_moments(session: Session, show_id: str) -> Sequence[datetime]:
    """Give when each order of a show was paid, in no order."""
    found = session.scalars(
        select(OrderRow.paid_at).where(OrderRow.show_id == show_id, OrderRow.paid_at.is_not(None))
    )
    return [paid_at for paid_at in found if paid_at is not None]


def move(
    uow: UnitOfWork,
    order_id: str,
    sources: frozenset[OrderState],
    target: OrderState,
    **stamps: datetime | str | None,
) -> bool:
    """Change the state if it is one of ``sources``; of two that try at once, one does."""
    moved = uow.session.scalars(
        update(OrderRow)
        .where(OrderRow.id == order_id, OrderRow.state.in_(sources))
        .values(state=target, **stamps)
        .returning(OrderRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    uow.session.expire_all()
    return bool(moved)
