"""What the flows may do with orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.orders import repository, service
from kaibo.modules.orders.contracts import CancelReason, NewOrder, OrderState, PlacedOrder
from kaibo.platform.db import UnitOfWork


def create(uow: UnitOfWork, new: NewOrder, *, holds_for: timedelta) -> PlacedOrder:
    """Write an order down; ``holds_for`` is how long it may stay unpaid."""
    return service.create(uow, new, holds_for=holds_for)


def get_order(session: Session, order_id: str) -> PlacedOrder:
    """Give an order, or raise ``NotFoundError``."""
    row = repository.order(session, order_id)
    if row is None:
        raise NotFoundError(order_id=order_id)
    return service.to_order(row)


def find_by_key(session: Session, viewer_id: str, key: str) -> PlacedOrder | None:
    """Give the order that this viewer placed with this idempotency key."""
    row = repository.by_key(session, viewer_id, key)
    return service.to_order(row) if row else None


def page(
    session: Session,
    *,
    state: OrderState | None = None,
    show_id: str | None = None,
    viewer_id: str | None = None,
    text: str | None = None,
    before: str | None = None,
    limit: int,
) -> Sequence[PlacedOrder]:
    """Give orders, newest first; ``None`` means any."""
    chosen = repository.OrderFilter(state, show_id, viewer_id, text)
    rows = repository.page(session, chosen, before=before, limit=limit)
    return [service.to_order(row) for row in rows]


def paid_moments(session: Session, show_id: str) -> Sequence[datetime]:
    """Give when each order of a show was paid, in no order."""
    return repository.paid_moments(session, show_id)


def mark_paid(uow: UnitOfWork, order_id: str) -> bool:
    """Note the payment; tell whether this call did."""
    return service.mark_paid(uow, order_id)


def mark_shipped(uow: UnitOfWork, order_id: str) -> PlacedOrder:
    """Note that the goods left."""
    return service.mark_shipped(uow, order_id)


def mark_cancelled(uow: UnitOfWork, order_id: str, reason: CancelReason) -> bool:
    """Cancel an unpaid order; tell whether this call did."""
    return service.mark_cancelled(uow, order_id, reason)
