"""Reactions: what is sold out may no longer be."""

from __future__ import annotations

from kaibo.flows.place_order.intake import OrderIntake
from kaibo.modules.catalog.events import StockChanged
from kaibo.platform.http.context import Context


async def forget_sold_out(context: Context, event: StockChanged) -> None:
    """Ask the records again about a product whose stock moved."""
    context.port(OrderIntake).sold_out.forget(event.product_id)
