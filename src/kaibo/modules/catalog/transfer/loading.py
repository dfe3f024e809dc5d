"""What is in the records for a chunk of groups, read with a handful of statements."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from kaibo.kernel.ids import is_id
from kaibo.modules.catalog.models import CategoryRow, ProductRow, VariantRow
from kaibo.modules.catalog.repository import products as repository
from kaibo.modules.catalog.repository import stock as stock_repository
from kaibo.modules.catalog.service.views import on_offer
from kaibo.modules.catalog.shelf import Shelf
from kaibo.modules.catalog.transfer.reading import Group
from kaibo.platform.db import UnitOfWork


@dataclass(slots=True)
class Found:
    """Products by id, variants on offer by SKU; ``shelf`` holds their stock in a run."""

    products: dict[str, ProductRow]
    by_sku: dict[str, tuple[ProductRow, VariantRow]] = field(init=False)
    shelf: Shelf | None = None

    def __post_init__(self) -> None:
        self.by_sku = {
            variant.sku: (product, variant)
            for product in self.products.values()
            for variant in on_offer(product)
            if variant.sku
        }

    def level(self, variant: VariantRow) -> tuple[int, int] | None:
        """Give units on hand and units held by orders and shows; ``None`` for a bundle."""
        if self.shelf is not None and (level := self.shelf.levels.get(variant.id)):
            return level.on_hand, level.reserved + level.allocated
        stock = variant.stock
        return None if stock is None else (stock.on_hand, stock.reserved + stock.allocated)


def look(session: Session, groups: Collection[Group]) -> Found:
    """Load the products that these groups name."""
    return _load(session, _product_ids(session, groups))


def hold(uow: UnitOfWork, groups: Collection[Group]) -> Found:
    """Load them, and hold the stock of those whose stock is given until the transaction ends."""
    ids = _product_ids(uow.session, groups)
    items: list[str] = []
    if any("stock" in row.cells for group in groups for row in group.rows):
        query = select(VariantRow.id).where(VariantRow.product_id.in_(ids))
        items = list(uow.session.scalars(query))
    # Held before the rows are read, so that what is read is what was held.
    shelf = stock_repository.hold(uow, items)
    found = _load(uow.session, ids)
    found.shelf = shelf
    return found


def categories(session: Session, paths: Collection[str]) -> dict[str, CategoryRow]:
    """Give the categories of these paths that exist."""
    rows = session.scalars(select(CategoryRow).where(CategoryRow.path.in_(paths)))
    return {row.path: row for row in rows}


def _product_ids(session: Session, groups: Collection[Group]) -> set[str]:
    named = {group.reference for group in groups if is_id(group.reference, "prd")}
    skus = {
        row.cells["sku"].strip() for group in groups for row in group.rows if "sku" in row.cells
    }
    query = (
        select(ProductRow.id)
        .outerjoin(VariantRow, VariantRow.product_id == ProductRow.id)
        .where(or_(ProductRow.id.in_(named), VariantRow.sku.in_(skus)))
        .distinct()
    )
    return set(session.scalars(query))


def _load(session: Session, ids: Collection[str]) -> Found:
    return Found({row.id: row for row in repository.products(session, ids)})
