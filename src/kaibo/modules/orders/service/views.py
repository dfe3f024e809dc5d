"""Rows as the rest of the house may see them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.money import Money
from kaibo.modules.orders import repository
from kaibo.modules.orders.contracts import (
    Address,
    CancelReason,
    Contact,
    OrderLine,
    OrderState,
    PlacedOrder,
)
from kaibo.modules.orders.models import OrderLineRow, OrderRow


def get(session: Session, order_id: str) -> PlacedOrder:
    """Give an order, or raise ``NotFoundError``."""
    row = repository.order(session, order_id)
    if row is None:
        raise NotFoundError(order_id=order_id)
    return to_order(row)


def to_order(row: OrderRow) -> PlacedOrder:
    """Give the order as others may know it."""
    return PlacedOrder(
        id=row.id,
        number=row.number,
        show_id=row.show_id,
        viewer_id=row.viewer_id,
        state=OrderState(row.state),
        lines=[_line(line, row.currency) for line in row.lines],
        total=Money(row.total, row.currency),
        refunded=Money(row.refunded, row.currency),
        contact=Contact(row.contact_name, row.contact_phone, row.contact_email),
        address=Address(**row.address),
        note=row.note,
        created_at=row.created_at,
        expires_at=row.expires_at,
        paid_at=row.paid_at,
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
        completed_at=row.completed_at,
        cancelled_at=row.cancelled_at,
        refunded_at=row.refunded_at,
        cancel_reason=CancelReason(row.cancel_reason) if row.cancel_reason else None,
        fingerprint=row.fingerprint,
        language=row.language,
    )


def _line(line: OrderLineRow, currency: str) -> OrderLine:
    return OrderLine(
        position=line.position,
        product_id=line.product_id,
        variant_id=line.variant_id,
        title=line.title,
        values=line.option_values,
        sku=line.sku,
        picture_url=line.picture_url,
        unit_price=Money(line.unit_price, currency),
        list_price=Money(line.list_price, currency),
        quantity=line.quantity,
        total=Money(line.total, currency),
        return_class=line.return_class,
        deal_id=line.deal_id,
        page_id=line.page_id,
        refunded_quantity=line.refunded_quantity,
    )
