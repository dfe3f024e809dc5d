"""Reading orders together with what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from kaibo.flows.order_desk.contracts import Order, OrderPayment
from kaibo.kernel.errors import NotFoundError
from kaibo.modules.audience import facade as audience
from kaibo.modules.fulfilment import facade as fulfilment
from kaibo.modules.fulfilment.contracts import Parcel
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import PlacedOrder
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import Payment, Refund
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Show, Stage
from kaibo.platform.auth import Principal


def view(session: Session, order_id: str) -> Order:
    """Give an order, or raise ``NotFoundError``."""
    return views(session, [orders.get_order(session, order_id)])[0]


def view_for_buyer(session: Session, order_id: str, viewer_id: str) -> Order:
    """Give an order of this viewer's; another's is as if it did not exist."""
    found = orders.get_order(session, order_id)
    if found.viewer_id != viewer_id:
        raise NotFoundError(order_id=order_id)
    return for_buyer(views(session, [found])[0])


def for_buyer(order: Order) -> Order:
    """Leave out what only staff may know: who gave money back, and the gateway's own words."""
    refunds = [replace(refund, actor="", error=None) for refund in order.refunds]
    return replace(order, refunds=refunds)


def view_for(
    session: Session, order_id: str, *, staff: Principal | None, viewer: Principal | None
) -> Order:
    """Give an order to staff who may read orders, or to its own buyer."""
    if staff is not None and staff.may("orders:read"):
        return view(session, order_id)
    return view_for_buyer(session, order_id, viewer.id if viewer else "")


def views(session: Session, found: Sequence[PlacedOrder]) -> list[Order]:
    """Give these orders, in their order, with one query for each kind of thing around them."""
    ids = [order.id for order in found]
    paid = payments.of_orders(session, ids)
    returned = payments.refunds_of(session, ids)
    sent = fulfilment.of_orders(session, ids)
    names = audience.names_of(session, {order.viewer_id for order in found})
    held = shows.of_ids(session, {order.show_id for order in found})
    return [
        compose(
            order,
            show=held[order.show_id],
            payment=paid[order.id],
            refunds=returned.get(order.id, []),
            parcels=sent.get(order.id, []),
            viewer_name=names.get(order.viewer_id, ""),
        )
        for order in found
    ]


def compose(
    order: PlacedOrder,
    *,
    show: Show | Stage,
    payment: Payment,
    viewer_name: str,
    refunds: Sequence[Refund] = (),
    parcels: Sequence[Parcel] = (),
) -> Order:
    """Give an order's view from its parts."""
    return Order(
        id=order.id,
        number=order.number,
        show_id=order.show_id,
        show_slug=show.slug,
        show_title=show.title,
        state=order.state,
        lines=order.lines,
        total=order.total,
        refunded=order.refunded,
        refund_standing=order.refund_standing,
        contact=order.contact,
        address=order.address,
        note=order.note,
        created_at=order.created_at,
        expires_at=order.expires_at,
        paid_at=order.paid_at,
        shipped_at=order.shipped_at,
        delivered_at=order.delivered_at,
        completed_at=order.completed_at,
        cancelled_at=order.cancelled_at,
        refunded_at=order.refunded_at,
        cancel_reason=order.cancel_reason,
        payment=OrderPayment(payment.state, payment.gateway),
        refunds=list(refunds),
        parcels=list(parcels),
        viewer_name=viewer_name,
    )
