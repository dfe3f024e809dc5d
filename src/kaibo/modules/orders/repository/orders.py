"""Finding, holding, writing and moving orders."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select, update
from sqlalchemy.orm import Session

from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.orders.models import OrderLineRow, OrderMoveRow, OrderRow
from kaibo.modules.orders.repository import carts
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import Given, Lookup, insert_rows


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


def numbers(session: Session, order_ids: Collection[str]) -> dict[str, str]:
    """Give the numbers of these orders, by id."""
    wanted = select(OrderRow.id, OrderRow.number).where(OrderRow.id.in_(order_ids))
    return {row.id: row.number for row in session.execute(wanted)}


def by_keys(session: Session, keys: Collection[tuple[str, str]]) -> Sequence[OrderRow]:
    """Find the orders that were placed with these, as viewer and idempotency key."""
    found = _WITH_KEYS(session, keys=keys)
    # As a rule there are none, and whole orders are not asked for.
    return of_ids(session, [row.id for row in found]) if found else []


def by_number(session: Session, number: str) -> OrderRow | None:
    """Find an order by the number people read."""
    return session.scalar(select(OrderRow).where(OrderRow.number == number))


def all_of(session: Session, viewer_id: str) -> Sequence[OrderRow]:
    """Give every order of a viewer, oldest first."""
    wanted = select(OrderRow).where(OrderRow.viewer_id == viewer_id).order_by(OrderRow.id)
    return session.scalars(wanted).all()


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


def moves(session: Session, order_id: str) -> Sequence[OrderMoveRow]:
    """Give the audit of an order, oldest first."""
    return session.scalars(
        select(OrderMoveRow).where(OrderMoveRow.order_id == order_id).order_by(OrderMoveRow.id)
    ).all()


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
    carts.hand_over_carts(session, from_viewer, to_viewer)
    return len(moved)
