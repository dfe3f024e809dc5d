"""Reactions: what is sold out may no longer be."""

from __future__ import annotations

from kaibo.flows.place_order.intake import OrderIntake
from kaibo.modules.catalog.events import ProductsChanged, StockChanged
from kaibo.platform.http.context import Context


async def forget_sold_out(context: Context, event: StockChanged) -> None:
    """Ask the records again about a product whose stock moved."""
    context.port(OrderIntake).sold_out.forget(event.product_id)


async def forget_all_sold_out(context: Context, event: ProductsChanged) -> None:
    """Ask the records again about many products whose stock may have moved."""
    for product_id in event.product_ids:
        context.port(OrderIntake).sold_out.forget(product_id)
