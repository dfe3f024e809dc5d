"""SQL of orders and carts."""

from __future__ import annotations

from kaibo.modules.orders.repository.carts import all_carts, cart, empty_carts, put_in_cart
from kaibo.modules.orders.repository.expiry import due, next_expiry, overdue_with, stale
from kaibo.modules.orders.repository.listing import OrderFilter, page
from kaibo.modules.orders.repository.orders import (
    add_all,
    add_refunded,
    add_refunded_pieces,
    all_of,
    by_keys,
    by_number,
    hand_over,
    hold,
    move,
    moves,
    numbers,
    of_ids,
    order,
)
from kaibo.modules.orders.repository.sold import (
    bought,
    bought_in_deals,
    paid_moments,
    product_sales,
    recent_buyers,
    sales,
)

__all__ = [
    "OrderFilter",
    "add_all",
    "add_refunded",
    "add_refunded_pieces",
    "all_carts",
    "all_of",
    "bought",
    "bought_in_deals",
    "by_keys",
    "by_number",
    "cart",
    "due",
    "empty_carts",
    "hand_over",
    "hold",
    "move",
    "moves",
    "next_expiry",
    "numbers",
    "of_ids",
    "order",
    "overdue_with",
    "page",
    "paid_moments",
    "product_sales",
    "put_in_cart",
    "recent_buyers",
    "sales",
    "stale",
]
