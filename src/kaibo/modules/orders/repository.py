"""SQL of orders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from kaibo.modules.orders.contracts import OrderState, Sale, SaleLine
from kaibo.modules.orders.models import CartLineRow, OrderLineRow, OrderMoveRow, OrderRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import Given, Lookup, insert_new, insert_rows


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders to list; ``None`` means any. Times are when the order was placed."""

    states: Collection[OrderState] | None = None
    show_id: str | None = None
    viewer_id: str | None = None
    product_id: str | None = None
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    is_refunded: bool = False


def _with_keys(given: Given) -> Select[str]:
    wanted, (viewer_id, key) = given("keys", 2)
    return (
        select(OrderRow.id)
        .select_from(wanted)
        .join(OrderRow, and_(OrderRow.viewer_id == viewer_id, OrderRow.idempotency_key == key))
    )


_WITH_KEYS = Lookup(_with_keys)


def order(session: Session, order_id: str) -> OrderRow | None:
    """Find an order by id."""
    return session.get(OrderRow, order_id)


def hold(uow: UnitOfWork, order_id: str) -> OrderRow | None:
    """Give an order as it is now, held until the transaction ends."""
    return uow.session.scalar(
        select(OrderRow)
        .where(OrderRow.id == order_id)
        .with_for_update(of=OrderRow)
        .execution_options(populate_existing=True)
    )


def of_ids(session: Session, order_ids: Collection[str]) -> Sequence[OrderRow]:
    """Give the orders of these ids, in no order."""
    return session.scalars(select(OrderRow).where(OrderRow.id.in_(order_ids))).all()


def by_keys(session: Session, keys: Collection[tuple[str, str]]) -> Sequence[OrderRow]:
    """Find the orders that were placed with these, as viewer and idempotency key."""
    found = _WITH_KEYS(session, keys=keys)
    # As a rule there are none, and whole orders are not asked for.
    return of_ids(session, [row.id for row in found]) if found else []


def by_number(session: Session, number: str) -> OrderRow | None:
    """Find an order by the number people read."""
    return session.scalar(select(OrderRow).where(OrderRow.number == number))


def page(
    session: Session, chosen: OrderFilter, *, before: str | None, limit: int
) -> Sequence[OrderRow]:
    """Give orders, newest first."""
    query = _chosen(select(OrderRow), chosen).order_by(OrderRow.id.desc()).limit(limit)
    if before:
        query = query.where(OrderRow.id < before)
    return session.scalars(query).all()


def _chosen(query: Select[OrderRow], chosen: OrderFilter) -> Select[OrderRow]:
    if chosen.states is not None:
        query = query.where(OrderRow.state.in_(chosen.states))
    if chosen.show_id:
        query = query.where(OrderRow.show_id == chosen.show_id)
    if chosen.viewer_id:
        query = query.where(OrderRow.viewer_id == chosen.viewer_id)
    if chosen.product_id:
        bought = select(OrderLineRow.order_id).where(OrderLineRow.product_id == chosen.product_id)
        query = query.where(OrderRow.id.in_(bought))
    if chosen.since:
        query = query.where(OrderRow.created_at >= chosen.since)
    if chosen.until:
        query = query.where(OrderRow.created_at < chosen.until)
    if chosen.is_refunded:
        query = query.where(OrderRow.refunded > 0)
    if chosen.text:
        wanted = chosen.text.strip()
        query = query.where(
            or_(
                OrderRow.number.contains(wanted.upper(), autoescape=True),
                func.lower(OrderRow.contact_name).contains(wanted.lower(), autoescape=True),
                OrderRow.contact_phone.contains(wanted, autoescape=True),
            )
        )
    return query


def paid_moments(session: Session, show_id: str) -> Sequence[datetime]:
    """Give when each order of a show was paid, in no order."""
    found = session.scalars(
        select(OrderRow.paid_at).where(OrderRow.show_id == show_id, OrderRow.paid_at.is_not(None))
    )
    return [paid_at for paid_at in found if paid_at is not None]


def sales(session: Session, show_id: str) -> list[Sale]:
    """Give a show's orders as reports need them, in no order."""
    lines: dict[str, list[SaleLine]] = {}
    for order_id, product_id, title, quantity, total in session.execute(
        select(
            OrderLineRow.order_id,
            OrderLineRow.product_id,
            OrderLineRow.title,
            OrderLineRow.quantity,
            OrderLineRow.total,
        )
        .join(OrderRow, OrderRow.id == OrderLineRow.order_id)
        .where(OrderRow.show_id == show_id)
        .order_by(OrderLineRow.position)
    ):
        line = SaleLine(product_id, title, quantity, total)
        lines.setdefault(order_id, []).append(line)
    return [
        Sale(
            row.id,
            row.viewer_id,
            OrderState(row.state),
            row.currency,
            row.total,
            row.refunded,
            row.created_at,
            row.paid_at,
            tuple(lines.get(row.id, ())),
        )
        for row in session.execute(
            select(
                OrderRow.id,
                OrderRow.viewer_id,
                OrderRow.state,
                OrderRow.currency,
                OrderRow.total,
                OrderRow.refunded,
                OrderRow.created_at,
                OrderRow.paid_at,
            ).where(OrderRow.show_id == show_id)
        )
    ]


def bought(
    session: Session, viewer_ids: Collection[str], product_ids: Collection[str]
) -> dict[tuple[str, str], int]:
    """Give the pieces that these viewers hold by orders that stand, by viewer and product."""
    rows = session.execute(
        select(
            OrderRow.viewer_id,
            OrderLineRow.product_id,
            func.sum(OrderLineRow.quantity - OrderLineRow.refunded_quantity),
        )
        .join(OrderLineRow, OrderLineRow.order_id == OrderRow.id)
        .where(
            OrderRow.viewer_id.in_(viewer_ids),
            OrderLineRow.product_id.in_(product_ids),
            OrderRow.state != OrderState.CANCELLED,
        )
        .group_by(OrderRow.viewer_id, OrderLineRow.product_id)
    )
    return {(viewer_id, product_id): int(pieces) for viewer_id, product_id, pieces in rows}


def bought_in_deals(
    session: Session, viewer_ids: Collection[str], deal_ids: Collection[str]
) -> dict[tuple[str, str], int]:
    """Give the pieces that these viewers hold by deals, by viewer and deal."""
    rows = session.execute(
        select(OrderRow.viewer_id, OrderLineRow.deal_id, func.sum(OrderLineRow.quantity))
        .join(OrderLineRow, OrderLineRow.order_id == OrderRow.id)
        .where(
            OrderRow.viewer_id.in_(viewer_ids),
            OrderLineRow.deal_id.in_(deal_ids),
            OrderRow.state != OrderState.CANCELLED,
        )
        .group_by(OrderRow.viewer_id, OrderLineRow.deal_id)
    )
    return {(viewer_id, str(deal_id)): int(pieces) for viewer_id, deal_id, pieces in rows}


def recent_buyers(session: Session, *, since: datetime, limit: int) -> Sequence[str]:
    """Give the viewers who ordered since then, those who did last first."""
    return session.scalars(
        select(OrderRow.viewer_id)
        .where(OrderRow.created_at >= since)
        .order_by(OrderRow.id.desc())
        .limit(limit)
    ).all()


def due(
    session: Session, *, before: datetime, after: tuple[datetime, str] | None, limit: int
) -> Sequence[tuple[datetime, str]]:
    """Give unpaid orders whose time ran out before that moment, with when, first in line first.

    ``after`` is the last of those that were given before.
    """
    query = select(OrderRow.expires_at, OrderRow.id).where(
        OrderRow.state == OrderState.CREATED, OrderRow.expires_at <= before
    )
    if after is not None:
        last, order_id = after
        query = query.where(
            OrderRow.expires_at >= last,
            or_(OrderRow.expires_at > last, OrderRow.id > order_id),
        )
    found = session.execute(query.order_by(OrderRow.expires_at, OrderRow.id).limit(limit))
    return [(expires_at, order_id) for expires_at, order_id in found]


def next_expiry(session: Session, *, after: datetime) -> datetime | None:
    """Give when the next unpaid order runs out, of those that do after that moment."""
    return session.scalar(
        select(func.min(OrderRow.expires_at)).where(
            OrderRow.state == OrderState.CREATED, OrderRow.expires_at > after
        )
    )


def overdue_with(
    session: Session, variant_ids: Collection[str], *, before: datetime, limit: int
) -> Sequence[OrderRow]:
    """Give unpaid orders that hold these variants though their time ran out before that moment.

    They are held until the transaction ends; those that somebody moves just now are left out.
    """
    holding = select(OrderLineRow.order_id).where(OrderLineRow.variant_id.in_(variant_ids))
    return session.scalars(
        select(OrderRow)
        .where(
            OrderRow.state == OrderState.CREATED,
            OrderRow.expires_at <= before,
            OrderRow.id.in_(holding),
        )
        .order_by(OrderRow.id)
        .limit(limit)
        .with_for_update(of=OrderRow, skip_locked=True)
    ).all()


def stale(
    session: Session, state: OrderState, stamp: str, *, before: datetime, limit: int
) -> Sequence[str]:
    """Give orders that have been in a state since before that moment; ``stamp`` is its column."""
    since = getattr(OrderRow, stamp)
    return session.scalars(
        select(OrderRow.id).where(OrderRow.state == state, since <= before).limit(limit)
    ).all()


def add_all(uow: UnitOfWork, orders: list[dict[str, Any]], lines: list[dict[str, Any]]) -> None:
    """Write orders and their lines at once."""
    insert_rows(uow.session, OrderRow, orders)
    insert_rows(uow.session, OrderLineRow, lines)


def move(
    uow: UnitOfWork,
    order_ids: Collection[str],
    sources: frozenset[OrderState],
    target: OrderState,
    **stamps: datetime | str | None,
) -> Sequence[str]:
    """Change the state of those that are in one of ``sources``, and give them.

    Of two transactions that try at once, one does.
    """
    moved = uow.session.scalars(
        update(OrderRow)
        .where(OrderRow.id.in_(order_ids), OrderRow.state.in_(sources))
        .values(state=target, **stamps)
        .returning(OrderRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    uow.session.expire_all()
    return moved


def add_refunded(uow: UnitOfWork, order_id: str, amount: int) -> bool:
    """Count money as given back; tell whether it was within the total."""
    changed = uow.session.scalars(
        update(OrderRow)
        .where(OrderRow.id == order_id, OrderRow.refunded + amount <= OrderRow.total)
        .values(refunded=OrderRow.refunded + amount)
        .returning(OrderRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    uow.session.expire_all()
    return bool(changed)


def add_refunded_pieces(uow: UnitOfWork, order_id: str, position: int, pieces: int) -> bool:
    """Count pieces of a line as given back; tell whether there were as many."""
    changed = uow.session.scalars(
        update(OrderLineRow)
        .where(
            OrderLineRow.order_id == order_id,
            OrderLineRow.position == position,
            OrderLineRow.refunded_quantity + pieces <= OrderLineRow.quantity,
        )
        .values(refunded_quantity=OrderLineRow.refunded_quantity + pieces)
        .returning(OrderLineRow.order_id)
        .execution_options(synchronize_session=False)
    ).all()
    uow.session.expire_all()
    return bool(changed)


def moves(session: Session, order_id: str) -> Sequence[OrderMoveRow]:
    """Give the audit of an order, oldest first."""
    return session.scalars(
        select(OrderMoveRow).where(OrderMoveRow.order_id == order_id).order_by(OrderMoveRow.id)
    ).all()


def cart(session: Session, viewer_id: str, show_id: str) -> Sequence[CartLineRow]:
    """Give a viewer's cart in a show, in the order things were put in."""
    return session.scalars(
        select(CartLineRow)
        .where(CartLineRow.viewer_id == viewer_id, CartLineRow.show_id == show_id)
        .order_by(CartLineRow.changed_at, CartLineRow.variant_id)
    ).all()


def put_in_cart(uow: UnitOfWork, row: dict[str, Any]) -> None:
    """Add a line to a cart; one that the same buyer added in the same moment is set to it."""
    insert_new(uow.session, CartLineRow, [row])
    uow.session.execute(
        update(CartLineRow)
        .where(
            CartLineRow.viewer_id == row["viewer_id"],
            CartLineRow.show_id == row["show_id"],
            CartLineRow.variant_id == row["variant_id"],
        )
        .values(quantity=row["quantity"], unit_price=row["unit_price"])
        .execution_options(synchronize_session=False)
    )


def hand_over(uow: UnitOfWork, from_viewer: str, to_viewer: str) -> int:
    """Give a viewer's orders and cart lines to another; give how many orders.

    Where both used one key, the order that comes loses it; where both have a variant in the cart,
    the newcomer's line counts.
    """
    session = uow.session
    theirs = select(OrderRow.idempotency_key).where(
        OrderRow.viewer_id == to_viewer, OrderRow.idempotency_key.is_not(None)
    )
    session.execute(
        update(OrderRow)
        .where(OrderRow.viewer_id == from_viewer, OrderRow.idempotency_key.in_(theirs))
        .values(idempotency_key=None)
        .execution_options(synchronize_session=False)
    )
    moved = session.scalars(
        update(OrderRow)
        .where(OrderRow.viewer_id == from_viewer)
        .values(viewer_id=to_viewer)
        .returning(OrderRow.id)
        .execution_options(synchronize_session=False)
    ).all()
    _hand_over_cart(session, from_viewer, to_viewer)
    return len(moved)


def _hand_over_cart(session: Session, from_viewer: str, to_viewer: str) -> None:
    newer = aliased(CartLineRow)
    session.execute(
        delete(CartLineRow)
        .where(
            CartLineRow.viewer_id == to_viewer,
            select(newer.variant_id)
            .where(
                newer.viewer_id == from_viewer,
                newer.show_id == CartLineRow.show_id,
                newer.variant_id == CartLineRow.variant_id,
            )
            .exists(),
        )
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(CartLineRow)
        .where(CartLineRow.viewer_id == from_viewer)
        .values(viewer_id=to_viewer)
        .execution_options(synchronize_session=False)
    )


def all_of(session: Session, viewer_id: str) -> Sequence[OrderRow]:
    """Give every order of a viewer, oldest first."""
    wanted = select(OrderRow).where(OrderRow.viewer_id == viewer_id).order_by(OrderRow.id)
    return session.scalars(wanted).all()


def all_carts(session: Session, viewer_id: str) -> Sequence[CartLineRow]:
    """Give a viewer's carts in all shows, in the order things were put in."""
    return session.scalars(
        select(CartLineRow)
        .where(CartLineRow.viewer_id == viewer_id)
        .order_by(CartLineRow.changed_at, CartLineRow.variant_id)
    ).all()


def empty_carts(session: Session, viewer_id: str) -> None:
    """Take everything out of a viewer's carts."""
    session.execute(delete(CartLineRow).where(CartLineRow.viewer_id == viewer_id))
