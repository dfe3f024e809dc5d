"""The one place that knows the names of the order route, its flow and its tables.

When ordering is rebuilt, this is what to change: the rest of the benchmark speaks HTTP, copies
whatever rows an order wrote, and counts units by the columns named here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import cast

from kaibo.flows.place_order.contracts import Placement, PlaceOrder
from kaibo.flows.place_order.intake import OrderIntake
from kaibo.modules.catalog.errors import SoldOutError
from kaibo.platform.http.context import Context

PATH = "/api/v1/orders"
LINE_KEY = "variant_id"
"""The member of a line, in the request, that names the item."""
SOLD_OUT = SoldOutError.code

ORDERS = "orders"
LINES = "order_lines"
STOCK = "stock"
LEDGER = "stock_movements"
ITEM = "variant_id"
"""The column of lines, stock and ledger that names the item."""
FREE = "on_hand - reserved - allocated"
"""Of an item's stock, what anyone may buy."""

Wanted = PlaceOrder
Answer = Placement
Place = Callable[[Wanted], Awaitable[Answer]]


class _Watched:
    """Stands where orders come in, and lets somebody else answer."""

    def __init__(
        self, real: OrderIntake, place: Callable[[Wanted, Place], Awaitable[Answer]]
    ) -> None:
        self._real = real
        self._place = place

    async def place(self, wanted: Wanted) -> Answer:
        """Give what is answered, or the real answer."""
        return await self._place(wanted, self._real.place)

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def watch(context: Context, place: Callable[[Wanted, Place], Awaitable[Answer]]) -> None:
    """Have `place` answer the order route; it is given the real flow to call, or not."""
    real = context.port(OrderIntake)
    context.provide(OrderIntake, cast("OrderIntake", _Watched(real, place)))


def item_of(wanted: Wanted) -> str:
    """Give the one item of an order for one of it."""
    (line,) = wanted.lines
    if line.quantity != 1:
        raise ValueError(line)
    return line.variant_id


def sold_out(item: str) -> SoldOutError:
    """Give the refusal."""
    return SoldOutError(variant_id=item, available=0)
