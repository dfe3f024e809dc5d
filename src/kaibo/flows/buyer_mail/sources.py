"""The facts of mails, as they are when the mail is sent."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from kaibo.flows.buyer_mail.addresses import one_line
from kaibo.kernel.errors import NotFoundError
from kaibo.modules.fulfilment import facade as fulfilment
from kaibo.modules.mail.contracts import Goods, OrderFacts, ShowFacts
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import OrderLine, OrderState, PlacedOrder
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import ShowState
from kaibo.platform.http.context import Context


async def paid_order(context: Context, order_id: str, _extra: dict[str, Any]) -> OrderFacts | None:
    """Give an order as its buyer is told of it."""
    return await context.db.read(_order, order_id, {}, has_parcel=False)


async def shipped_order(
    context: Context, order_id: str, extra: dict[str, Any]
) -> OrderFacts | None:
    """Give an order and its newest parcel.

    ``extra`` may hold which correction of it, from 1, is to be told; none once there is a later
    one, whose own mail tells the same, or the parcel is no longer on its way.
    """
    return await context.db.read(_order, order_id, extra, has_parcel=True)


async def refunded_order(
    context: Context, order_id: str, extra: dict[str, Any]
) -> OrderFacts | None:
    """Give an order and what was given back of it."""
    return await context.db.read(_order, order_id, extra, has_parcel=False)


def corrections(session: Session, order_id: str) -> int:
    """Count how often parcels of an order have been corrected."""
    return sum(each.move == "parcel_corrected" for each in orders.audit(session, order_id))


async def show(context: Context, show_id: str, extra: dict[str, Any]) -> ShowFacts | None:
    """Give a show that begins; none once it is over. ``extra`` may hold ``minutes`` until then."""
    try:
        found = await context.db.read(shows.get_show, show_id)
    except NotFoundError:
        return None
    if found.state is ShowState.CLOSED:
        return None
    minutes = int(extra.get("minutes", 0))
    return ShowFacts(found.title, found.host_name, found.viewer_path, minutes)


def _order(
    session: Session, order_id: str, extra: dict[str, Any], *, has_parcel: bool
) -> OrderFacts | None:
    try:
        order = orders.get_order(session, order_id)
    except NotFoundError:
        return None
    correction = int(extra.get("correction", 0))
    if correction and not _is_news(session, order, correction):
        return None
    parcels = fulfilment.of_orders(session, [order_id]).get(order_id, []) if has_parcel else []
    if has_parcel and not parcels:
        return None
    return OrderFacts(
        number=order.number,
        path=f"/orders/{order.id}",
        currency=order.total.currency,
        total=order.total.amount,
        goods=tuple(Goods(_title(line), line.quantity, line.total.amount) for line in order.lines),
        recipient=order.contact.name,
        address=one_line(order.address),
        carrier=parcels[-1].carrier if parcels else "",
        tracking_number=parcels[-1].tracking_number if parcels else "",
        refunded=int(extra.get("refunded", 0)),
        is_whole=bool(extra.get("is_whole", True)),
        # Mails that waited for an update were not counted.
        is_corrected=correction > 0 or bool(extra.get("is_corrected")),
    )


def _is_news(session: Session, order: PlacedOrder, correction: int) -> bool:
    is_last = corrections(session, order.id) == correction
    return is_last and order.state is OrderState.SHIPPED


def _title(line: OrderLine) -> str:
    return f"{line.title} ({line.values})" if line.values else line.title
