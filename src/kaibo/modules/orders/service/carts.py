"""What viewers mean to buy, kept for them until they do."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, tuple_
from sqlalchemy.orm import Session

from kaibo.modules.orders import repository
from kaibo.modules.orders.contracts import CartLine
from kaibo.modules.orders.errors import LimitReachedError
from kaibo.modules.orders.models import CartLineRow
from kaibo.platform.db import UnitOfWork

# As many lines as one order may have.
CART_LIMIT = 50


def lines(session: Session, viewer_id: str, show_id: str) -> list[CartLine]:
    """Give a viewer's cart in a show, in the order things were put in."""
    return [_line(row) for row in repository.cart(session, viewer_id, show_id)]


def all_lines(session: Session, viewer_id: str) -> list[CartLine]:
    """Give a viewer's carts in all shows, in the order things were put in."""
    return [_line(row) for row in repository.all_carts(session, viewer_id)]


def put(uow: UnitOfWork, viewer_id: str, line: CartLine) -> None:
    """Have the cart hold this many pieces of a variant; none takes it out."""
    known = uow.session.get(CartLineRow, (viewer_id, line.show_id, line.variant_id))
    if line.quantity <= 0:
        if known is not None:
            uow.session.delete(known)
        return
    if known is not None:
        known.quantity, known.unit_price = line.quantity, line.unit_price
        return
    if len(repository.cart(uow.session, viewer_id, line.show_id)) >= CART_LIMIT:
        raise LimitReachedError(limit=CART_LIMIT, left=0)
    repository.put_in_cart(
        uow,
        {
            "viewer_id": viewer_id,
            "show_id": line.show_id,
            "variant_id": line.variant_id,
            "product_id": line.product_id,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "changed_at": uow.now,
        },
    )


def take_out(uow: UnitOfWork, bought: Collection[tuple[str, str, str]]) -> None:
    """Take what was ordered out of carts: viewer, show and variant."""
    if bought:
        uow.session.execute(
            delete(CartLineRow)
            .where(
                tuple_(CartLineRow.viewer_id, CartLineRow.show_id, CartLineRow.variant_id).in_(
                    bought
                )
            )
            .execution_options(synchronize_session=False)
        )


def _line(row: CartLineRow) -> CartLine:
    return CartLine(row.show_id, row.product_id, row.variant_id, row.quantity, row.unit_price)
