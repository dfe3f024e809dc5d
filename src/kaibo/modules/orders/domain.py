"""Pure rules of an order."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from kaibo.kernel.states import StateMachine
from kaibo.modules.orders.contracts import OrderState

STATES = StateMachine(
    "order",
    {
        OrderState.CREATED: {OrderState.PAID, OrderState.CANCELLED},
        # A payment that arrives after the order was cancelled revives it, if stock is left.
        OrderState.CANCELLED: {OrderState.PAID},
        OrderState.PAID: {OrderState.SHIPPED, OrderState.REFUNDED},
        OrderState.SHIPPED: {OrderState.DELIVERED, OrderState.REFUNDED},
        OrderState.DELIVERED: {OrderState.COMPLETED, OrderState.REFUNDED},
        # Goods that came back after the return window are still paid back, by staff's goodwill.
        OrderState.COMPLETED: {OrderState.REFUNDED},
        OrderState.REFUNDED: set(),
    },
)

# Nobody needs the buyer's address any more. A state that is not named here counts as open, so
# that a new one never lets the address of a parcel be erased. Not told by STATES: money is still
# given back after the goods have come, and a late payment revives what was cancelled.
SETTLED = frozenset(
    {OrderState.DELIVERED, OrderState.COMPLETED, OrderState.CANCELLED, OrderState.REFUNDED}
)

# The column that says when an order came into a state.
STAMPS = {
    OrderState.PAID: "paid_at",
    OrderState.SHIPPED: "shipped_at",
    OrderState.DELIVERED: "delivered_at",
    OrderState.COMPLETED: "completed_at",
    OrderState.CANCELLED: "cancelled_at",
    OrderState.REFUNDED: "refunded_at",
}


def order_number(at: datetime, order_id: str) -> str:
    """Make the number people read to each other: the date and eight letters of the id."""
    return f"{_day(at)}-{order_id[-8:].upper()}"


@lru_cache(maxsize=16)
def _day(at: datetime) -> str:
    # All orders of one transaction are placed at one moment.
    return f"{at:%y%m%d}"
