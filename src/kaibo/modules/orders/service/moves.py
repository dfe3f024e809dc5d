"""Moving orders through their life; each move is a line of the order's audit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from kaibo.kernel.events import Event
from kaibo.kernel.ids import new_id
from kaibo.kernel.states import IllegalMoveError
from kaibo.modules.orders import repository
from kaibo.modules.orders.contracts import CancelReason, OrderState, PlacedOrder
from kaibo.modules.orders.domain import STAMPS, STATES
from kaibo.modules.orders.errors import BadRefundError
from kaibo.modules.orders.events import (
    OrderCancelled,
    OrderCompleted,
    OrderDelivered,
    OrderPaid,
    OrderRefunded,
    OrderShipped,
)
from kaibo.modules.orders.models import OrderMoveRow
from kaibo.modules.orders.service import views
from kaibo.modules.orders.service.views import to_order
from kaibo.platform.db import UnitOfWork

SYSTEM: Final = "system"
BUYER: Final = "buyer"

_EVENTS: dict[OrderState, Callable[..., Event]] = {
    OrderState.PAID: OrderPaid,
    OrderState.SHIPPED: OrderShipped,
    OrderState.DELIVERED: OrderDelivered,
    OrderState.COMPLETED: OrderCompleted,
}


def mark_paid(uow: UnitOfWork, order_id: str) -> bool:
    """Note the payment; tell whether this call did, so that it counts once."""
    return _move(uow, order_id, OrderState.PAID, SYSTEM, cancelled_at=None, cancel_reason=None)


def advance(uow: UnitOfWork, order_id: str, target: OrderState, actor: str) -> PlacedOrder:
    """Move an order on; one that cannot come there raises ``IllegalMoveError``."""
    moved = _move(uow, order_id, target, actor)
    order = views.get(uow.session, order_id)
    if not moved:
        raise IllegalMoveError(kind="order", current=order.state.value, wanted=target.value)
    return order


def mark_cancelled(
    uow: UnitOfWork, order_ids: Collection[str], reason: CancelReason, actor: str = SYSTEM
) -> list[PlacedOrder]:
    """Cancel those of the orders that are unpaid, and give them."""
    moved = repository.move(
        uow,
        order_ids,
        STATES.sources(OrderState.CANCELLED),
        OrderState.CANCELLED,
        cancelled_at=uow.now,
        cancel_reason=reason,
    )
    cancelled = [to_order(row) for row in repository.of_ids(uow.session, moved)]
    for order in cancelled:
        note(uow, order.id, OrderState.CANCELLED.value, actor, reason.value)
        uow.emit(OrderCancelled(order_id=order.id, show_id=order.show_id, reason=reason.value))
    return cancelled


def mark_refunded(
    uow: UnitOfWork, order_id: str, amount: int, pieces: Mapping[int, int], detail: str
) -> PlacedOrder:
    """Count money, and pieces by the position of their line, as given back.

    Raises ``BadRefundError`` for more than there is.
    """
    if not repository.add_refunded(uow, order_id, amount):
        raise BadRefundError(field="amount")
    for position, number in sorted(pieces.items()):
        if number and not repository.add_refunded_pieces(uow, order_id, position, number):
            raise BadRefundError(field="lines")
    order = views.get(uow.session, order_id)
    is_whole = order.refunded.amount >= order.total.amount
    note(uow, order_id, "refund", SYSTEM, detail)
    if is_whole:
        _move(uow, order_id, OrderState.REFUNDED, SYSTEM)
    uow.emit(
        OrderRefunded(order_id=order_id, show_id=order.show_id, amount=amount, is_whole=is_whole)
    )
    return views.get(uow.session, order_id)


def note(uow: UnitOfWork, order_id: str, move: str, actor: str, detail: str = "") -> None:
    """Write a line into the order's audit."""
    uow.session.add(
        OrderMoveRow(
            id=new_id("mve"), order_id=order_id, move=move, actor=actor, detail=detail, at=uow.now
        )
    )


def _move(uow: UnitOfWork, order_id: str, target: OrderState, actor: str, **stamps: None) -> bool:
    moved = repository.move(
        uow,
        [order_id],
        STATES.sources(target),
        target,
        **{STAMPS[target]: uow.now},
        **stamps,
    )
    if not moved:
        return False
    note(uow, order_id, target.value, actor)
    if event := _EVENTS.get(target):
        uow.emit(event(order_id=order_id, show_id=views.get(uow.session, order_id).show_id))
    return True
