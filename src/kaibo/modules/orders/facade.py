"""What the flows may do with orders."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.orders import repository
from kaibo.modules.orders.contracts import (
    CancelReason,
    CartLine,
    NewOrder,
    OrderMove,
    OrderState,
    PlacedOrder,
    ProductSale,
    Sale,
)
from kaibo.modules.orders.domain import STAMPS
from kaibo.modules.orders.errors import UnknownOrderError
from kaibo.modules.orders.repository import OrderFilter
from kaibo.modules.orders.service import carts, forgetting, moves, placing, views
from kaibo.modules.orders.service.forgetting import is_open
from kaibo.modules.orders.service.moves import BUYER, SYSTEM
from kaibo.platform.db import UnitOfWork

__all__ = [
    "BUYER",
    "SYSTEM",
    "OrderFilter",
    "advance",
    "all_of",
    "audit",
    "bought",
    "bought_in_deals",
    "buyer_of_number",
    "cart",
    "carts_of",
    "create_all",
    "due",
    "find_by_keys",
    "find_by_number",
    "forget_person",
    "get_order",
    "hand_over",
    "hold_order",
    "is_open",
    "mark_cancelled",
    "mark_paid",
    "mark_refunded",
    "next_expiry",
    "note",
    "numbers_of",
    "overdue_with",
    "page",
    "paid_moments",
    "product_sales",
    "put_in_cart",
    "recent_buyers",
    "stale",
    "take_out_of_carts",
]


def create_all(
    uow: UnitOfWork, orders: Sequence[NewOrder], *, holds_for: timedelta
) -> list[PlacedOrder]:
    """Write orders down; ``holds_for`` is how long they may stay unpaid."""
    return placing.create_all(uow, orders, holds_for=holds_for)


def get_order(session: Session, order_id: str) -> PlacedOrder:
    """Give an order, or raise ``NotFoundError``."""
    return views.get(session, order_id)


def numbers_of(session: Session, order_ids: Collection[str]) -> dict[str, str]:
    """Give the numbers of these orders, by id."""
    return repository.numbers(session, order_ids)


def hold_order(uow: UnitOfWork, order_id: str) -> PlacedOrder:
    """Give an order that nobody else moves until the transaction ends."""
    row = repository.hold(uow, order_id)
    if row is None:
        raise NotFoundError(order_id=order_id)
    return views.to_order(row)


def find_by_keys(
    session: Session, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], PlacedOrder]:
    """Give the orders that were placed with these, by viewer and idempotency key."""
    if not keys:
        return {}
    rows = repository.by_keys(session, keys)
    return {(row.viewer_id, row.idempotency_key or ""): views.to_order(row) for row in rows}


def buyer_of_number(session: Session, number: str) -> str | None:
    """Give whose order has this number; none when there is no such order."""
    row = repository.by_number(session, number.strip().upper())
    return row.viewer_id if row else None


def find_by_number(session: Session, number: str, phone: str) -> PlacedOrder:
    """Give an order to whoever knows its number and telephone, or raise ``UnknownOrderError``.

    Of the telephone its digits count, the last six of them at least.
    """
    row = repository.by_number(session, number.strip().upper())
    told, known = _digits(phone), _digits(row.contact_phone) if row else ""
    if not told or row is None or len(told) < min(6, len(known)) or not known.endswith(told):
        raise UnknownOrderError
    return views.to_order(row)


def page(
    session: Session, chosen: OrderFilter, *, before: str | None = None, limit: int
) -> Sequence[PlacedOrder]:
    """Give orders, newest first."""
    rows = repository.page(session, chosen, before=before, limit=limit)
    return [views.to_order(row) for row in rows]


def paid_moments(session: Session, show_id: str) -> Sequence[datetime]:
    """Give when each order of a show was paid, in no order."""
    return repository.paid_moments(session, show_id)


def sales(session: Session, show_id: str) -> list[Sale]:
    """Give a show's orders as reports need them, in no order."""
    return repository.sales(session, show_id)


def product_sales(
    session: Session, show_id: str, product_id: str | None = None
) -> list[ProductSale]:
    """Give what a show's orders have of each product, or of one, in no order."""
    return repository.product_sales(session, show_id, product_id)


def bought(
    session: Session, viewer_ids: Collection[str], product_ids: Collection[str]
) -> dict[tuple[str, str], int]:
    """Give the pieces that these viewers hold by orders that stand, by viewer and product."""
    return repository.bought(session, viewer_ids, product_ids)


def bought_in_deals(
    session: Session, viewer_ids: Collection[str], deal_ids: Collection[str]
) -> dict[tuple[str, str], int]:
    """Give the pieces that these viewers hold by deals, by viewer and deal."""
    return repository.bought_in_deals(session, viewer_ids, deal_ids)


def recent_buyers(session: Session, *, since: datetime, limit: int) -> Sequence[str]:
    """Give the viewers who ordered since then, those who did last first."""
    return repository.recent_buyers(session, since=since, limit=limit)


def due(
    session: Session, *, before: datetime, after: tuple[datetime, str] | None = None, limit: int
) -> Sequence[tuple[datetime, str]]:
    """Give unpaid orders whose time ran out before that moment, with when, in this order.

    ``after`` is the last of those that were given before.
    """
    return repository.due(session, before=before, after=after, limit=limit)


def next_expiry(session: Session, *, after: datetime) -> datetime | None:
    """Give when the next unpaid order runs out, of those that do after that moment."""
    return repository.next_expiry(session, after=after)


def overdue_with(
    session: Session, variant_ids: Collection[str], *, before: datetime
) -> list[PlacedOrder]:
    """Give unpaid orders that hold these variants though their time ran out before that moment."""
    rows = repository.overdue_with(session, variant_ids, before=before, limit=500)
    return [views.to_order(row) for row in rows]


def stale(session: Session, state: OrderState, *, before: datetime, limit: int) -> Sequence[str]:
    """Give orders that have been in a state since before that moment."""
    return repository.stale(session, state, STAMPS[state], before=before, limit=limit)


def mark_paid(uow: UnitOfWork, order_id: str) -> bool:
    """Note the payment; tell whether this call did."""
    return moves.mark_paid(uow, order_id)


def advance(uow: UnitOfWork, order_id: str, target: OrderState, actor: str) -> PlacedOrder:
    """Move an order on; one that cannot come there raises ``IllegalMoveError``."""
    return moves.advance(uow, order_id, target, actor)


def mark_cancelled(
    uow: UnitOfWork, order_ids: Collection[str], reason: CancelReason, actor: str = SYSTEM
) -> list[PlacedOrder]:
    """Cancel those of the orders that are unpaid, and give them."""
    return moves.mark_cancelled(uow, order_ids, reason, actor)


def mark_refunded(
    uow: UnitOfWork, order_id: str, amount: int, pieces: Mapping[int, int], detail: str
) -> PlacedOrder:
    """Count money, and pieces by the position of their line, as given back."""
    return moves.mark_refunded(uow, order_id, amount, pieces, detail)


def note(uow: UnitOfWork, order_id: str, move: str, actor: str, detail: str = "") -> None:
    """Write a line into the order's audit."""
    moves.note(uow, order_id, move, actor, detail)


def audit(session: Session, order_id: str) -> list[OrderMove]:
    """Give what happened to an order, oldest first."""
    return [
        OrderMove(row.at, row.move, row.actor, row.detail)
        for row in repository.moves(session, order_id)
    ]


def cart(session: Session, viewer_id: str, show_id: str) -> list[CartLine]:
    """Give a viewer's cart in a show, in the order things were put in."""
    return carts.lines(session, viewer_id, show_id)


def carts_of(session: Session, viewer_id: str) -> list[CartLine]:
    """Give a viewer's carts in all shows, in the order things were put in."""
    return carts.all_lines(session, viewer_id)


def put_in_cart(uow: UnitOfWork, viewer_id: str, line: CartLine) -> None:
    """Have the cart hold this many pieces of a variant; none takes it out."""
    carts.put(uow, viewer_id, line)


def hand_over(uow: UnitOfWork, from_viewer: str, to_viewer: str) -> int:
    """Give a viewer's orders and carts to another, who is the same person; give how many orders."""
    return repository.hand_over(uow, from_viewer, to_viewer)


def all_of(session: Session, viewer_id: str) -> Sequence[PlacedOrder]:
    """Give every order of a viewer, oldest first."""
    return [views.to_order(row) for row in repository.all_of(session, viewer_id)]


def forget_person(uow: UnitOfWork, viewer_id: str) -> dict[str, list[str]]:
    """Take out of a viewer's orders who it was, and empty their carts.

    Gives the addresses that were written to, each with the orders that it was about.

    Raises ``OpenOrdersError`` while an order is unpaid, to be sent, or on its way.
    """
    return forgetting.forget_person(uow, viewer_id)


def take_out_of_carts(uow: UnitOfWork, bought: Collection[tuple[str, str, str]]) -> None:
    """Take what was ordered out of carts: viewer, show and variant."""
    carts.take_out(uow, bought)


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isdigit())
