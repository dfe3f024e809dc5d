"""Products: create, change, picture, stock by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.ids import new_id
from kaibo.kernel.money import Money
from kaibo.modules.catalog import repository
from kaibo.modules.catalog.contracts import Product, ProductCard, Stock
from kaibo.modules.catalog.errors import BadComparePriceError, StockTooLowError
from kaibo.modules.catalog.events import ProductChanged, StockChanged
from kaibo.modules.catalog.models import ProductRow, StockMovementRow, StockRow
from kaibo.platform.db import UnitOfWork


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product to be; prices in minor units of ``currency``."""

    title: str
    description: str
    currency: str
    price: int
    compare_at: int | None
    compare_basis: str
    stock: int


def create(uow: UnitOfWork, new: NewProduct) -> Product:
    """Create a product; its first stock is the ledger's first line."""
    _check_compare_price(new.price, new.compare_at, new.compare_basis)
    row = ProductRow(
        id=new_id("prd"),
        title=new.title,
        description=new.description,
        currency=new.currency,
        price=new.price,
        compare_at=new.compare_at,
        compare_basis=new.compare_basis,
        created_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    stock = StockRow(product_id=row.id, on_hand=new.stock, reserved=0, version=1)
    uow.session.add(stock)
    uow.session.add(
        StockMovementRow(
            id=new_id("mov"),
            product_id=row.id,
            kind="adjust",
            on_hand_delta=new.stock,
            reserved_delta=0,
            reference="first stock",
            created_at=uow.now,
        )
    )
    return to_product(row, stock)


def change(uow: UnitOfWork, product_id: str, changes: dict[str, Any]) -> Product:
    """Change the given fields."""
    row, stock = _get(uow, product_id)
    for name, value in changes.items():
        setattr(row, name, value)
    _check_compare_price(row.price, row.compare_at, row.compare_basis)
    uow.emit(ProductChanged(product_id=product_id))
    return to_product(row, stock)


def set_picture(uow: UnitOfWork, product_id: str, name: str) -> Product:
    """Show the stored file ``name`` as the product's picture."""
    return change(uow, product_id, {"picture": name})


def adjust_stock(uow: UnitOfWork, product_id: str, delta: int, reason: str) -> Product:
    """Add or remove units by hand; what unpaid orders hold cannot be removed."""
    _get(uow, product_id)
    if not repository.move_stock(uow, product_id, kind="adjust", reference=reason, on_hand=delta):
        left = repository.available(uow.session, product_id)
        raise StockTooLowError(field="delta", available=left)
    uow.emit(StockChanged(product_id=product_id))
    uow.session.expire_all()
    return to_product(*_get(uow, product_id))


def to_product(row: ProductRow, stock: StockRow) -> Product:
    """Give the product as staff see it."""
    return Product(
        id=row.id,
        title=row.title,
        description=row.description,
        price=Money(row.price, row.currency),
        compare_at=_compare_at(row),
        compare_basis=row.compare_basis,
        picture_url=_picture_url(row),
        stock=Stock(stock.on_hand, stock.reserved, stock.on_hand - stock.reserved),
        created_at=row.created_at,
    )


def to_card(row: ProductRow, stock: StockRow) -> ProductCard:
    """Give the product as buyers see it."""
    return ProductCard(
        id=row.id,
        title=row.title,
        description=row.description,
        price=Money(row.price, row.currency),
        compare_at=_compare_at(row),
        compare_basis=row.compare_basis,
        picture_url=_picture_url(row),
        available=stock.on_hand - stock.reserved,
        stock_version=stock.version,
    )


def _compare_at(row: ProductRow) -> Money | None:
    return None if row.compare_at is None else Money(row.compare_at, row.currency)


def _picture_url(row: ProductRow) -> str | None:
    return f"/files/{row.picture}" if row.picture else None


def _get(uow: UnitOfWork, product_id: str) -> repository.ProductWithStock:
    found = repository.product(uow.session, product_id)
    if found is None:
        raise NotFoundError(product_id=product_id)
    return found


def _check_compare_price(price: int, compare_at: int | None, basis: str) -> None:
    # A strike-through price whose basis is not stated misleads; several laws forbid it.
    if compare_at is not None and (compare_at <= price or not basis.strip()):
        raise BadComparePriceError(field="compare_at")
