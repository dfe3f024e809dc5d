"""Orders whose time ran out, or that have been where they are for long."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.orders.models import OrderLineRow, OrderRow


def due(
    session: Session, *, before: datetime, after: tuple[datetime, str] | None, limit: int
) -> Sequence[tuple[datetime, str]]:
    """Give unpaid orders whose time ran out before that moment, with when, first in line first.

    ``after`` is the last of those that were given before.
    """
    query = select(OrderRow.expires_at, OrderRow.id).where(
        OrderRow.state == OrderState.CREATED, OrderRow.expires_at <= before
    )
    if after is not None:
        last, order_id = after
        query = query.where(
            OrderRow.expires_at >= last,
            or_(OrderRow.expires_at > last, OrderRow.id > order_id),
        )
    found = session.execute(query.order_by(OrderRow.expires_at, OrderRow.id).limit(limit))
    return [(expires_at, order_id) for expires_at, order_id in found]


def next_expiry(session: Session, *, after: datetime) -> datetime | None:
    """Give when the next unpaid order runs out, of those that do after that moment."""
    return session.scalar(
        select(func.min(OrderRow.expires_at)).where(
            OrderRow.state == OrderState.CREATED, OrderRow.expires_at > after
        )
    )


def overdue_with(
    session: Session, variant_ids: Collection[str], *, before: datetime, limit: int
) -> Sequence[OrderRow]:
    """Give unpaid orders that hold these variants though their time ran out before that moment.

    They are held until the transaction ends; those that somebody moves just now are left out.
    """
    holding = select(OrderLineRow.order_id).where(OrderLineRow.variant_id.in_(variant_ids))
    return session.scalars(
        select(OrderRow)
        .where(
            OrderRow.state == OrderState.CREATED,
            OrderRow.expires_at <= before,
            OrderRow.id.in_(holding),
        )
        .order_by(OrderRow.id)
        .limit(limit)
        .with_for_update(of=OrderRow, skip_locked=True)
    ).all()


def stale(
    session: Session, state: OrderState, stamp: str, *, before: datetime, limit: int
) -> Sequence[str]:
    """Give orders that have been in a state since before that moment; ``stamp`` is its column."""
    since = getattr(OrderRow, stamp)
    return session.scalars(
        select(OrderRow.id).where(OrderRow.state == state, since <= before).limit(limit)
    ).all()
