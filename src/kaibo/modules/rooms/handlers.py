"""Reactions: whatever changed, the room shows it."""

from __future__ import annotations

from kaibo.modules.audience import facade as audience
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.events import (
    ProductChanged,
    ProductsChanged,
    SoldOut,
    StockChanged,
    StockLow,
)
from kaibo.modules.media.events import PlaybackChanged
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.events import OrderPaid
from kaibo.modules.promotions.events import DealChanged
from kaibo.modules.rooms import explaining, frames, service
from kaibo.modules.rooms.events import (
    ExplanationChanged,
    ProductPinned,
    ProductUnpinned,
    TalkModerated,
)
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.rooms.refresh import RoomRefresher
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import EntryKind, TimelineEntry
from kaibo.modules.shows.events import ShowChanged, ShowClosed, ShowWentOnAir
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context

RoomChange = (
    ShowChanged
    | ShowWentOnAir
    | ShowClosed
    | PlaybackChanged
    | ProductPinned
    | ProductUnpinned
    | ExplanationChanged
    | TalkModerated
    | DealChanged
)


async def refresh_room(context: Context, event: RoomChange) -> None:
    """Show what changed about a show."""
    await context.port(RoomRefresher).refresh(event.show_id)


async def refresh_rooms_selling(context: Context, event: ProductChanged | StockChanged) -> None:
    """Show a product's change in every room that sells it."""
    await _refresh_selling(context, [event.product_id])


async def refresh_rooms_selling_any(context: Context, event: ProductsChanged) -> None:
    """Show the change of many products in every room that sells one of them."""
    await _refresh_selling(context, event.product_ids)


async def _refresh_selling(context: Context, product_ids: list[str]) -> None:
    for show_id in await context.db.read(shows.shows_selling, product_ids):
        await context.port(RoomRefresher).refresh(show_id)


async def tell_of_purchase(context: Context, event: OrderPaid) -> None:
    """Tell the room that somebody bought; the name is masked."""
    order = await context.db.read(orders.get_order, event.order_id)
    names = await context.db.read(audience.names_of, [order.viewer_id])
    buyer = service.mask(names.get(order.viewer_id, ""))
    hub = context.port(RoomHub)
    for line in order.lines:
        hub.publish(event.show_id, frames.OrderPaid(buyer, line.product_id, line.quantity))


def put_back_what_left(uow: UnitOfWork, event: ShowChanged) -> None:
    """End the intervals of products that were taken out of the tray."""
    service.unpin_what_left(uow, event.show_id)
    explaining.end_what_left(uow, event.show_id)


def put_everything_back(uow: UnitOfWork, event: ShowClosed) -> None:
    """End the intervals of what was pinned or explained when the show ended."""
    service.unpin_all(uow, event.show_id)
    explaining.end(uow, event.show_id)


def note_stock(uow: UnitOfWork, event: StockLow | SoldOut) -> None:
    """Write on the timelines of the shows on air that sell it that stock is low, or gone.

    A show with a part of its own is told of that part alone, and of it nobody else is.
    """
    drawing = catalog.products_drawing_on(uow.session, event.variant_id)
    selling = shows.shows_selling(uow.session, drawing)
    concerned = set(selling) & set(shows.on_air(uow.session))
    if event.show_id:
        concerned &= {event.show_id}
    elif concerned:
        concerned -= catalog.with_own_part(uow.session, concerned, event.variant_id)
    kind, left = EntryKind.SOLD_OUT, 0
    if isinstance(event, StockLow):
        kind, left = EntryKind.STOCK_LOW, event.available
    data = {"own": bool(event.show_id), "available": left}
    shows.append(
        uow,
        [
            TimelineEntry(show_id, event.at_ms, kind, event.variant_id, data)
            for show_id in sorted(concerned)
        ],
    )
