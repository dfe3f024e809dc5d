"""Pure rules of an order."""

from __future__ import annotations

from datetime import datetime

from kaibo.kernel.states import StateMachine
from kaibo.modules.orders.contracts import OrderState

STATES = StateMachine(
    "order",
    {
        OrderState.CREATED: {OrderState.PAID, OrderState.CANCELLED},
        # A payment that arrives after the order was cancelled revives it, if stock is left.
        OrderState.CANCELLED: {OrderState.PAID},
        OrderState.PAID: {OrderState.SHIPPED},
        OrderState.SHIPPED: set(),
    },
)


def order_number(at: datetime, order_id: str) -> str:
    """Make the number people read to each other: the date and eight letters of the id."""
    return f"{at:%y%m%d}-{order_id[-8:].upper()}"
