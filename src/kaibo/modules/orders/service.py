"""Writing orders down and moving them through their life."""

from __future__ import annotations

from datetime import timedelta

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.kernel.money import Money
from kaibo.kernel.states import IllegalMoveError
from kaibo.modules.orders import repository
from kaibo.modules.orders.contracts import (
    Address,
    CancelReason,
    Contact,
    NewOrder,
    OrderLine,
    OrderState,
    PlacedOrder,
)
from kaibo.modules.orders.domain import STATES, order_number
from kaibo.modules.orders.events import OrderCancelled, OrderCreated, OrderPaid, OrderShipped
from kaibo.modules.orders.models import OrderLineRow, OrderRow
from kaibo.platform.db import UnitOfWork


def create(uow: UnitOfWork, new: NewOrder, *, holds_for: timedelta) -> PlacedOrder:
    """Write the order down; ``holds_for`` is how long it may stay unpaid.

    Raises ``IntegrityError`` when the viewer used the idempotency key before; the flow
    then gives the first order back.
    """
    order_id = new_id("ord")
    currency = new.lines[0].unit_price.currency
    row = OrderRow(
        id=order_id,
        number=order_number(uow.now, order_id),
        show_id=new.show_id,
        viewer_id=new.viewer_id,
        idempotency_key=new.idempotency_key,
        state=OrderState.CREATED,
        currency=currency,
        total=sum(line.unit_price.amount * line.quantity for line in new.lines),
        contact_name=new.contact.name,
        contact_phone=new.contact.phone,
        address={
            "country": new.address.country,
            "region": new.address.region,
            "city": new.address.city,
            "line1": new.address.line1,
            "line2": new.address.line2,
            "postal_code": new.address.postal_code,
        },
        note=new.note,
        created_at=uow.now,
        expires_at=uow.now + holds_for,
        lines=[
            OrderLineRow(
                position=position,
                product_id=line.product_id,
                title=line.title,
                picture_url=line.picture_url,
                unit_price=line.unit_price.amount,
                quantity=line.quantity,
                total=line.unit_price.amount * line.quantity,
            )
            for position, line in enumerate(new.lines)
        ],
    )
    uow.session.add(row)
    uow.session.flush()
    uow.emit(OrderCreated(order_id=order_id, show_id=new.show_id))
    return to_order(row)


def get(uow: UnitOfWork, order_id: str) -> PlacedOrder:
    """Give an order, or raise ``NotFoundError``."""
    row = repository.order(uow.session, order_id)
    if row is None:
        raise NotFoundError(order_id=order_id)
    return to_order(row)


def mark_paid(uow: UnitOfWork, order_id: str) -> bool:
    """Note the payment; tell whether this call did, so that it counts once."""
    moved = repository.move(
        uow,
        order_id,
        STATES.sources(OrderState.PAID),
        OrderState.PAID,
        paid_at=uow.now,
        cancelled_at=None,
        cancel_reason=None,
    )
    if moved:
        uow.emit(OrderPaid(order_id=order_id, show_id=get(uow, order_id).show_id))
    return moved


def mark_shipped(uow: UnitOfWork, order_id: str) -> PlacedOrder:
    """Note that the goods left; an order shipped already raises ``IllegalMoveError``."""
    moved = repository.move(
        uow,
        order_id,
        STATES.sources(OrderState.SHIPPED),
        OrderState.SHIPPED,
        shipped_at=uow.now,
    )
    order = get(uow, order_id)
    if not moved:
        raise IllegalMoveError(
            kind="order", current=order.state.value, wanted=OrderState.SHIPPED.value
        )
    uow.emit(OrderShipped(order_id=order_id, show_id=order.show_id))
    return order


def mark_cancelled(uow: UnitOfWork, order_id: str, reason: CancelReason) -> bool:
    """Cancel an unpaid order; tell whether this call did."""
    moved = repository.move(
        uow,
        order_id,
        STATES.sources(OrderState.CANCELLED),
        OrderState.CANCELLED,
        cancelled_at=uow.now,
        cancel_reason=reason,
    )
    if moved:
        show_id = get(uow, order_id).show_id
        uow.emit(OrderCancelled(order_id=order_id, show_id=show_id, reason=reason.value))
    return moved


def to_order(row: OrderRow) -> PlacedOrder:
    """Give the order as others may know it."""
    return PlacedOrder(
        id=row.id,
        number=row.number,
        show_id=row.show_id,
        viewer_id=row.viewer_id,
        state=OrderState(row.state),
        lines=[
            OrderLine(
                product_id=line.product_id,
                title=line.title,
                picture_url=line.picture_url,
                unit_price=Money(line.unit_price, row.currency),
                quantity=line.quantity,
                total=Money(line.total, row.currency),
            )
            for line in row.lines
        ],
        total=Money(row.total, row.currency),
        contact=Contact(row.contact_name, row.contact_phone),
        address=Address(**row.address),
        note=row.note,
        created_at=row.created_at,
        expires_at=row.expires_at,
        paid_at=row.paid_at,
        shipped_at=row.shipped_at,
        cancelled_at=row.cancelled_at,
        cancel_reason=CancelReason(row.cancel_reason) if row.cancel_reason else None,
    )
