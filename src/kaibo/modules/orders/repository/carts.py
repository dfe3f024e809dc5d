"""Carts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, aliased

from kaibo.modules.orders.models import CartLineRow
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import insert_new


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


def hand_over_carts(session: Session, from_viewer: str, to_viewer: str) -> None:
    """Give a viewer's cart lines to another; where both have a variant, the newcomer's counts."""
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
