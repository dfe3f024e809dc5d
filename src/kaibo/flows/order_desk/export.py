"""Orders as a table: one row for each line, written while it is read."""

from __future__ import annotations

from collections.abc import Iterator

from kaibo.flows.order_desk import facade
from kaibo.flows.order_desk.contracts import Order
from kaibo.kernel.money import major_units
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import OrderLine
from kaibo.platform.db import Database
from kaibo.platform.i18n import Language, translate
from kaibo.platform.sheets import Cell

# Read so many at a time, each time anew: a long export holds no transaction open.
PIECE = 500

COLUMNS = (
    "number", "state", "placed_at", "paid_at", "shipped_at", "delivered_at", "show",
    "name", "phone", "country", "region", "city", "line1", "line2", "postal_code", "note",
    "product", "options", "sku", "unit_price", "quantity", "line_total", "refunded_quantity",
    "order_total", "order_refunded", "currency", "payment", "carrier", "tracking_number",
)  # fmt: skip


def rows(db: Database, chosen: orders.OrderFilter, language: Language) -> Iterator[list[Cell]]:
    """Give the head, then a row for each line of these orders, newest order first.

    Money in major units. What an order comes to stands in the row of its first line only, so that
    a column adds up.
    """
    yield [translate(f"orders.export.{column}", language) for column in COLUMNS]
    before: str | None = None
    while True:
        found = db.read_blocking(orders.page, chosen, before=before, limit=PIECE)
        for order in db.read_blocking(facade.views, found):
            for line in order.lines:
                yield _row(order, line, language)
        if len(found) < PIECE:
            return
        before = found[-1].id


def _row(order: Order, line: OrderLine, language: Language) -> list[Cell]:
    is_first = line.position == order.lines[0].position
    address = order.address
    return [
        order.number,
        translate(f"orders.state.{order.state}", language),
        order.created_at,
        order.paid_at,
        order.shipped_at,
        order.delivered_at,
        order.show_title,
        order.contact.name,
        order.contact.phone,
        address.country,
        address.region,
        address.city,
        address.line1,
        address.line2,
        address.postal_code,
        order.note,
        line.title,
        line.values,
        line.sku,
        major_units(line.unit_price.amount, line.unit_price.currency),
        line.quantity,
        major_units(line.total.amount, line.total.currency),
        line.refunded_quantity,
        major_units(order.total.amount, order.total.currency) if is_first else None,
        major_units(order.refunded.amount, order.refunded.currency) if is_first else None,
        order.total.currency,
        translate(f"payments.state.{order.payment.state}", language),
        ", ".join(parcel.carrier for parcel in order.parcels),
        ", ".join(parcel.tracking_number for parcel in order.parcels),
    ]
