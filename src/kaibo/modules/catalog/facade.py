"""What other parts may do with products and stock."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.catalog import repository
from kaibo.modules.catalog.contracts import ProductCard
from kaibo.modules.catalog.errors import SoldOutError
from kaibo.modules.catalog.events import StockChanged
from kaibo.modules.catalog.service import to_card
from kaibo.platform.db import UnitOfWork


def cards(session: Session, product_ids: Collection[str]) -> dict[str, ProductCard]:
    """Give the products of these ids as buyers see them; unknown ids are left out."""
    return {
        product.id: to_card(product, stock)
        for product, stock in repository.products(session, product_ids)
    }


def require(session: Session, product_ids: Collection[str]) -> None:
    """Raise ``NotFoundError`` naming the first id that is no product."""
    known = cards(session, product_ids)
    for product_id in product_ids:
        if product_id not in known:
            raise NotFoundError(field="product_ids", product_id=product_id)


def reserve(uow: UnitOfWork, quantities: Mapping[str, int], *, reference: str) -> None:
    """Reserve units of each product for an order, all or none.

    ``quantities`` maps product id to units, already summed over the order's lines. Rows
    are taken in the order of their ids, so that two orders cannot wait for each other.
    Raises ``SoldOutError``; the caller's transaction must then not commit.
    """
    for product_id, units in sorted(quantities.items()):
        if not repository.move_stock(
            uow, product_id, kind="reserve", reference=reference, reserved=units
        ):
            left = repository.available(uow.session, product_id)
            raise SoldOutError(product_id=product_id, available=left)
        uow.emit(StockChanged(product_id=product_id))


def release(uow: UnitOfWork, quantities: Mapping[str, int], *, reference: str) -> None:
    """Give reserved units back; call once an order, guarded by the order's own state."""
    for product_id, units in sorted(quantities.items()):
        _must(
            repository.move_stock(
                uow, product_id, kind="release", reference=reference, reserved=-units
            )
        )
        uow.emit(StockChanged(product_id=product_id))


def take(uow: UnitOfWork, quantities: Mapping[str, int], *, reference: str) -> None:
    """Turn reserved units into sold ones; call once an order, guarded by its state."""
    for product_id, units in sorted(quantities.items()):
        _must(
            repository.move_stock(
                uow, product_id, kind="take", reference=reference, on_hand=-units, reserved=-units
            )
        )
        uow.emit(StockChanged(product_id=product_id))


def _must(moved: bool) -> None:  # noqa: FBT001 - the outcome of the call it wraps
    if not moved:
        msg = "the ledger holds less than was reserved"
        raise AssertionError(msg)
