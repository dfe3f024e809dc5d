"""What other parts may do with products and stock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.modules.catalog.contracts import Allocation, ProductCard, ProductPage
from kaibo.modules.catalog.models import PageSnapshotRow
from kaibo.modules.catalog.offers import OfferBook
from kaibo.modules.catalog.pictures import UPLOAD_BODY as PICTURE_BODY
from kaibo.modules.catalog.pictures import store as store_picture
from kaibo.modules.catalog.repository import products as repository
from kaibo.modules.catalog.repository import stock as stock_repository
from kaibo.modules.catalog.repository.shown import shown
from kaibo.modules.catalog.service import prices, products, stock, views
from kaibo.modules.catalog.service.search import settle as settle_search
from kaibo.modules.catalog.shelf import Shelf
from kaibo.platform.db import UnitOfWork

__all__ = [
    "PICTURE_BODY",
    "OfferBook",
    "Shelf",
    "add_parts",
    "allocations",
    "cards",
    "drawing_on",
    "free",
    "give_back",
    "hold",
    "hold_products",
    "note_paid",
    "page",
    "page_kept",
    "products_drawing_on",
    "release",
    "require",
    "reserve",
    "set_aside",
    "settle_search",
    "store_picture",
    "struck_through",
    "take",
    "titles_of",
    "units_of",
    "variant_titles",
    "with_own_part",
    "write",
]


def cards(
    session: Session, product_ids: Collection[str], *, show_id: str | None = None
) -> dict[str, ProductCard]:
    """Give the products of these ids as buyers see them, in that show; unknown ids are left out."""
    found = shown(session, product_ids)
    own = stock_repository.own_parts(session, show_id)
    return {row.id: views.to_card(row, own) for row in found.values()}


def titles_of(session: Session, product_ids: Collection[str]) -> dict[str, str]:
    """Give the titles of these products, by id."""
    return repository.titles(session, product_ids)


def variant_titles(session: Session, variant_ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Give these variants' products and titles, *Longjing · 50 g*; without values its product's."""
    return {
        variant_id: (product_id, " · ".join(filter(None, words)))
        for variant_id, product_id, *words in repository.variant_titles(session, variant_ids)
    }


def page(session: Session, product_id: str, *, show_id: str | None = None) -> ProductPage:
    """Give all that a buyer in that show may read of a product, or raise ``NotFoundError``."""
    row = products.find_shown(session, product_id)
    return views.to_page(row, stock_repository.own_parts(session, show_id))


def page_kept(session: Session, page_id: str) -> Mapping[str, object]:
    """Give a product page as it was when an order named it, or raise ``NotFoundError``."""
    row = session.get(PageSnapshotRow, page_id)
    if row is None:
        raise NotFoundError(page_id=page_id)
    return {**row.content, "kept_at": row.created_at.isoformat()}


def require(session: Session, product_ids: Collection[str]) -> None:
    """Raise ``NotFoundError`` naming the first id that is no product."""
    known = {row.id for row in repository.products(session, product_ids)}
    for product_id in product_ids:
        if product_id not in known:
            raise NotFoundError(field="product_ids", product_id=product_id)


def drawing_on(session: Session, items: Collection[str]) -> set[str]:
    """Give the variants that draw on these stock items: themselves, and bundles of them."""
    return {*items, *(row.id for row in repository.bundles_of(session, items))}


def hold_products(uow: UnitOfWork, product_ids: Collection[str]) -> None:
    """Hold these products until the transaction ends: what is counted by product stays true."""
    repository.hold(uow.session, product_ids)


def hold(uow: UnitOfWork, items: Collection[str], show_ids: Collection[str | None]) -> Shelf:
    """Give the stock of these items, held until the transaction ends; ``write`` it back."""
    return stock_repository.hold(uow, items, show_ids)


def add_parts(uow: UnitOfWork, shelf: Shelf, show_ids: Collection[str]) -> None:
    """Add to a shelf what these shows hold of its items for themselves."""
    for part in stock_repository.allotments(uow.session, show_ids, shelf.levels):
        shelf.allotments.setdefault((part.show_id, part.variant_id), part)


def write(uow: UnitOfWork, shelf: Shelf) -> None:
    """Write what was decided on a shelf: stock, ledger, and what follows from them."""
    stock.write(uow, shelf)


def reserve(
    uow: UnitOfWork, quantities: Mapping[str, int], *, show_id: str | None, reference: str
) -> None:
    """Reserve pieces by variant for an order, all or none.

    Raises ``SoldOutError``; nothing is changed then.
    """
    units = stock.units_of(uow, quantities)
    shelf = stock_repository.hold(uow, units, [show_id])
    shelf.reserve(units, show_id=show_id, reference=reference)
    stock.write(uow, shelf)


def units_of(uow: UnitOfWork, quantities: Mapping[str, int]) -> dict[str, int]:
    """Give the units by stock item that these pieces by variant draw."""
    return stock.units_of(uow, quantities)


def release(
    uow: UnitOfWork, quantities: Mapping[str, int], *, show_id: str | None, reference: str
) -> None:
    """Give reserved pieces back; call once an order, guarded by the order's own state."""
    units = stock.units_of(uow, quantities)
    shelf = stock_repository.hold(uow, units, [show_id])
    shelf.release(units, show_id=show_id, reference=reference)
    stock.write(uow, shelf)


def take(uow: UnitOfWork, quantities: Mapping[str, int], *, reference: str) -> None:
    """Turn reserved pieces into sold ones; call once an order, guarded by its state."""
    units = stock.units_of(uow, quantities)
    shelf = stock_repository.hold(uow, units)
    shelf.take(units, reference=reference)
    stock.write(uow, shelf)


def give_back(
    uow: UnitOfWork, quantities: Mapping[str, int], *, reference: str, actor: str = ""
) -> None:
    """Put sold pieces back on the shelf, after a refund."""
    units = stock.units_of(uow, quantities)
    shelf = stock_repository.hold(uow, units)
    shelf.give_back(units, reference=reference, actor=actor)
    stock.write(uow, shelf)


def set_aside(uow: UnitOfWork, show_id: str, variant_id: str, units: int, actor: str) -> None:
    """Have a show hold units of a variant for itself, those it sold already included.

    Raises ``StockTooLowError`` when fewer are free.
    """
    stock.set_aside(uow, show_id, variant_id, units, actor)


def free(uow: UnitOfWork, show_id: str) -> None:
    """Give what a show holds for itself and has not sold back to all."""
    stock.free(uow, show_id)


def allocations(session: Session, show_id: str) -> list[Allocation]:
    """Give what a show holds for itself."""
    return [
        Allocation(row.show_id, row.variant_id, row.units, row.remaining)
        for row in stock_repository.allocations(session, show_id=show_id)
    ]


def products_drawing_on(session: Session, item: str) -> list[str]:
    """Give the products that draw on a stock item: its own, and those with a bundle of it."""
    own = [variant.product_id for variant in repository.variants(session, [item])]
    return [*own, *repository.products_of_bundles(session, [item])]


def with_own_part(session: Session, show_ids: Collection[str], item: str) -> set[str]:
    """Give those of these shows that sell an item from a part of their own."""
    return {part.show_id for part in stock_repository.allotments(session, show_ids, [item])}


def note_paid(uow: UnitOfWork, paid: Collection[tuple[str, int]]) -> None:
    """Note the prices, as variant and price of a piece, that were really paid now."""
    prices.note_paid(uow, paid)


def struck_through(
    session: Session, offered: dict[str, int], *, begins: datetime
) -> dict[str, int]:
    """Give what may be struck through beside these prices by variant, which begin at ``begins``."""
    return prices.struck_through(session, offered, begins=begins)
