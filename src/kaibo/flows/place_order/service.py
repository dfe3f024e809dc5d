"""The flow: all of it commits, or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.exc import IntegrityError

from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.contracts import ProductCard
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import Address, Contact, NewLine, NewOrder, PlacedOrder
from kaibo.modules.orders.errors import NotInShowError, NotOnAirError, PriceChangedError
from kaibo.modules.payments import facade as payments
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import ShowState
from kaibo.platform.db import UnitOfWork

EXPIRY_JOB = "cancel_order.expire"
# The buyer sees the clock run out a little before the stock is really given back.
GRACE = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class WantedLine:
    """A product, how many, and the unit price the buyer saw (minor units)."""

    product_id: str
    quantity: int
    unit_price: int


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """What a buyer asks for; ``visitor`` may see the show, or there is none."""

    show: str
    viewer_id: str
    lines: tuple[WantedLine, ...]
    contact: Contact
    address: Address
    note: str
    idempotency_key: str | None
    gateway: str
    holds_for: timedelta
    visitor: shows.Visitor = field(default_factory=shows.Visitor)


def place_order(uow: UnitOfWork, wanted: PlaceOrder) -> PlacedOrder:
    """Reserve the stock, write the order and open its payment.

    Raises ``NotFoundError`` (no show that the buyer may see), ``NotOnAirError``,
    ``NotInShowError``, ``PriceChangedError`` or ``SoldOutError``; nothing is changed then.
    A repeat with the same idempotency key gives the first order.
    """
    if first := _placed_before(uow, wanted):
        return first
    show = shows.visible(uow.session, wanted.show, wanted.visitor)
    if show.state != ShowState.ON_AIR:
        raise NotOnAirError
    cards = catalog.cards(uow.session, [line.product_id for line in wanted.lines])
    lines: list[NewLine] = []
    quantities: dict[str, int] = {}
    for line in wanted.lines:
        card = cards.get(line.product_id)
        if card is None or line.product_id not in show.product_ids:
            raise NotInShowError(product_id=line.product_id)
        lines.append(_line(card, line))
        quantities[line.product_id] = quantities.get(line.product_id, 0) + line.quantity
    try:
        with uow.session.begin_nested():
            order = _write(uow, wanted, show.id, lines)
    except IntegrityError:
        # A rival with the same key was quicker, after this one had looked for it.
        first = _placed_before(uow, wanted)
        if first is None:
            raise
        return first
    # Last of the guarded steps: on PostgreSQL the row of a hot product stays locked from
    # here to the commit, so as little as possible follows.
    catalog.reserve(uow, quantities, reference=order.id)
    payments.open_payment(uow, order.id, order.total, wanted.gateway)
    uow.enqueue(
        EXPIRY_JOB,
        {"order_id": order.id},
        run_at=order.expires_at + GRACE,
        key=f"expire:{order.id}",
    )
    return order


def _placed_before(uow: UnitOfWork, wanted: PlaceOrder) -> PlacedOrder | None:
    if not wanted.idempotency_key:
        return None
    return orders.find_by_key(uow.session, wanted.viewer_id, wanted.idempotency_key)


def _write(uow: UnitOfWork, wanted: PlaceOrder, show_id: str, lines: list[NewLine]) -> PlacedOrder:
    new = NewOrder(
        show_id=show_id,
        viewer_id=wanted.viewer_id,
        lines=tuple(lines),
        contact=wanted.contact,
        address=wanted.address,
        note=wanted.note,
        idempotency_key=wanted.idempotency_key,
    )
    return orders.create(uow, new, holds_for=wanted.holds_for)


def _line(card: ProductCard, line: WantedLine) -> NewLine:
    if card.price.amount != line.unit_price:
        raise PriceChangedError(product_id=card.id, price=card.price.amount)
    return NewLine(card.id, card.title, card.picture_url, card.price, line.quantity)
