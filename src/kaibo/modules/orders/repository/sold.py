"""What was ordered and paid, by show, viewer, product and deal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kaibo.modules.orders.contracts import OrderState, ProductSale, Sale, SaleLine
from kaibo.modules.orders.models import OrderLineRow, OrderRow


def paid_moments(session: Session, show_id: str) -> Sequence[datetime]:
    """Give when each order of a show was paid, in no order."""
    found = session.scalars(
        select(OrderRow.paid_at).where(OrderRow.show_id == show_id, OrderRow.paid_at.is_not(None))
    )
    return [paid_at for paid_at in found if paid_at is not None]


def sales(session: Session, show_id: str) -> list[Sale]:
    """Give a show's orders as reports need them, in no order."""
    lines: dict[str, list[SaleLine]] = {}
    for order_id, product_id, title, quantity, total in session.execute(
        select(
            OrderLineRow.order_id,
            OrderLineRow.product_id,
            OrderLineRow.title,
            OrderLineRow.quantity,
            OrderLineRow.total,
        )
        .join(OrderRow, OrderRow.id == OrderLineRow.order_id)
        .where(OrderRow.show_id == show_id)
        .order_by(OrderLineRow.position)
    ):
        line = SaleLine(product_id, title, quantity, total)
        lines.setdefault(order_id, []).append(line)
    return [
        Sale(
            row.id,
            row.viewer_id,
            OrderState(row.state),
            row.currency,
            row.total,
            row.refunded,
            row.created_at,
            row.paid_at,
            tuple(lines.get(row.id, ())),
        )
        for row in session.execute(
            select(
                OrderRow.id,
                OrderRow.viewer_id,
                OrderRow.state,
                OrderRow.currency,
                OrderRow.total,
                OrderRow.refunded,
                OrderRow.created_at,
                OrderRow.paid_at,
            ).where(OrderRow.show_id == show_id)
        )
    ]


def product_sales(
    session: Session, show_id: str, product_id: str | None = None
) -> list[ProductSale]:
    """Give what a show's orders have of each product, or of one, in no order."""
    lines = (
        select(
            OrderLineRow.order_id,
            OrderLineRow.product_id,
            func.max(OrderLineRow.title).label("title"),
            func.sum(OrderLineRow.quantity).label("pieces"),
            func.sum(OrderLineRow.total).label("total"),
        )
        .join(OrderRow, OrderRow.id == OrderLineRow.order_id)
        .where(OrderRow.show_id == show_id)
        .group_by(OrderLineRow.order_id, OrderLineRow.product_id)
    )
    if product_id is not None:
        lines = lines.where(OrderLineRow.product_id == product_id)
    of = lines.subquery()
    return [
        ProductSale(product, title, int(pieces), currency, int(total), created_at, paid_at)
        for product, title, pieces, currency, total, created_at, paid_at in session.execute(
            select(
                of.c.product_id,
                of.c.title,
                of.c.pieces,
                OrderRow.currency,
                of.c.total,
                OrderRow.created_at,
                OrderRow.paid_at,
            ).join(of, of.c.order_id == OrderRow.id)
        )
    ]


def bought(
    session: Session, viewer_ids: Collection[str], product_ids: Collection[str]
) -> dict[tuple[str, str], int]:
    """Give the pieces that these viewers hold by orders that stand, by viewer and product."""
    rows = session.execute(
        select(
            OrderRow.viewer_id,
            OrderLineRow.product_id,
            func.sum(OrderLineRow.quantity - OrderLineRow.refunded_quantity),
        )
        .join(OrderLineRow, OrderLineRow.order_id == OrderRow.id)
        .where(
            OrderRow.viewer_id.in_(viewer_ids),
            OrderLineRow.product_id.in_(product_ids),
            OrderRow.state != OrderState.CANCELLED,
        )
        .group_by(OrderRow.viewer_id, OrderLineRow.product_id)
    )
    return {(viewer_id, product_id): int(pieces) for viewer_id, product_id, pieces in rows}


def bought_in_deals(
    session: Session, viewer_ids: Collection[str], deal_ids: Collection[str]
) -> dict[tuple[str, str], int]:
    """Give the pieces that these viewers hold by deals, by viewer and deal."""
    rows = session.execute(
        select(OrderRow.viewer_id, OrderLineRow.deal_id, func.sum(OrderLineRow.quantity))
        .join(OrderLineRow, OrderLineRow.order_id == OrderRow.id)
        .where(
            OrderRow.viewer_id.in_(viewer_ids),
            OrderLineRow.deal_id.in_(deal_ids),
            OrderRow.state != OrderState.CANCELLED,
        )
        .group_by(OrderRow.viewer_id, OrderLineRow.deal_id)
    )
    return {(viewer_id, str(deal_id)): int(pieces) for viewer_id, deal_id, pieces in rows}


def recent_buyers(session: Session, *, since: datetime, limit: int) -> Sequence[str]:
    """Give the viewers who ordered since then, those who did last first."""
    return session.scalars(
        select(OrderRow.viewer_id)
        .where(OrderRow.created_at >= since)
        .order_by(OrderRow.id.desc())
        .limit(limit)
    ).all()
