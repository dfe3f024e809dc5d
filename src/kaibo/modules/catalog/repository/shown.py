"""SQL of products as they are shown: plain rows, read with one statement a table.

A page shows fifty products with all that hangs on them. What a row needs to be changed (its
identity in the session, its history, its collections) costs several times the reading itself, so
that whoever only looks reads here, and ``products`` is for those who change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Executable, String, any_, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kaibo.modules.catalog.models import (
    BundleComponentRow,
    CategoryRow,
    ProductPictureRow,
    ProductRow,
    StockRow,
    TagRow,
    VariantRow,
)


@dataclass(slots=True)
class ShownStock:
    """The stock of a variant, in units."""

    on_hand: int
    reserved: int
    allocated: int
    low_at: int
    version: int


@dataclass(slots=True)
class ShownComponent:
    """What a piece of a bundle draws, and the stock that it draws on."""

    variant_id: str
    units: int
    stock: ShownStock | None


@dataclass(slots=True)
class ShownVariant:
    """A variant; a bundle has components instead of stock."""

    stock: ShownStock | None
    components: Sequence[ShownComponent]
    id: str
    sku: str | None
    value1: str
    value2: str
    price: int
    compare_at: int | None
    picture_id: str | None
    archived_at: datetime | None


@dataclass(slots=True)
class ShownPicture:
    """A picture of a product."""

    id: str
    file: str


@dataclass(slots=True)
class ShownProduct:
    """A product with all that hangs on it; variants and pictures by position, tags by word."""

    variants: Sequence[ShownVariant]
    pictures: Sequence[ShownPicture]
    tags: Sequence[str]
    id: str
    title: str
    description: str
    currency: str
    option1: str
    option2: str
    specifications: list[Any]
    certificates: list[Any]
    return_class: str
    compare_kind: str
    compare_basis: str
    limit_per_buyer: int | None
    sale_from: datetime | None
    sale_until: datetime | None
    archived_at: datetime | None
    created_at: datetime
    category_id: str | None
    category_path: str | None


_STOCK = (
    StockRow.on_hand,
    StockRow.reserved,
    StockRow.allocated,
    StockRow.low_at,
    StockRow.version,
)
_PRODUCTS = select(
    ProductRow.id,
    ProductRow.title,
    ProductRow.description,
    ProductRow.currency,
    ProductRow.option1,
    ProductRow.option2,
    ProductRow.specifications,
    ProductRow.certificates,
    ProductRow.return_class,
    ProductRow.compare_kind,
    ProductRow.compare_basis,
    ProductRow.limit_per_buyer,
    ProductRow.sale_from,
    ProductRow.sale_until,
    ProductRow.archived_at,
    ProductRow.created_at,
    CategoryRow.id,
    CategoryRow.path,
).outerjoin(CategoryRow, CategoryRow.id == ProductRow.category_id)
_VARIANTS = (
    select(
        VariantRow.product_id,
        VariantRow.id,
        VariantRow.sku,
        VariantRow.value1,
        VariantRow.value2,
        VariantRow.price,
        VariantRow.compare_at,
        VariantRow.picture_id,
        VariantRow.archived_at,
        *_STOCK,
    )
    .outerjoin(StockRow, StockRow.variant_id == VariantRow.id)
    .order_by(VariantRow.product_id, VariantRow.position)
)
_COMPONENTS = (
    select(
        BundleComponentRow.bundle_id,
        BundleComponentRow.variant_id,
        BundleComponentRow.units,
        *_STOCK,
    )
    .outerjoin(StockRow, StockRow.variant_id == BundleComponentRow.variant_id)
    .order_by(BundleComponentRow.bundle_id, BundleComponentRow.variant_id)
)
_PICTURES = select(
    ProductPictureRow.product_id, ProductPictureRow.id, ProductPictureRow.file
).order_by(ProductPictureRow.product_id, ProductPictureRow.position)
_TAGS = select(TagRow.product_id, TagRow.tag).order_by(TagRow.product_id, TagRow.tag)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The statements; each is told ``ids``."""

    products: Executable
    variants: Executable
    components: Executable
    pictures: Executable
    tags: Executable


@cache
def _reading(dialect: str) -> _Reading:
    """Give the statements for a database, made once: that takes longer than to run them."""

    def among(ids: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        if dialect == "postgresql":
            # One array: fifty parameters are planned anew each time, for longer than they run.
            return ids == any_(bindparam("ids", type_=ARRAY(String)))
        return ids.in_(bindparam("ids", expanding=True))

    return _Reading(
        _PRODUCTS.where(among(ProductRow.id)),
        _VARIANTS.where(among(VariantRow.product_id)),
        _COMPONENTS.where(among(BundleComponentRow.bundle_id)),
        _PICTURES.where(among(ProductPictureRow.product_id)),
        _TAGS.where(among(TagRow.product_id)),
    )


def shown(session: Session, product_ids: Collection[str]) -> dict[str, ShownProduct]:
    """Give the products of these ids that exist, by id and in the order of ``product_ids``."""
    ids = {"ids": list(product_ids)}
    if not ids["ids"]:
        return {}
    reading = _reading(session.get_bind().dialect.name)
    rows = {row[0]: row for row in session.execute(reading.products, ids)}
    variants = _variants(session, reading, ids)
    pictures = defaultdict(list)
    for product_id, picture_id, file in session.execute(reading.pictures, ids):
        pictures[product_id].append(ShownPicture(picture_id, file))
    tags = defaultdict(list)
    for product_id, tag in session.execute(reading.tags, ids):
        tags[product_id].append(tag)
    return {
        product_id: ShownProduct(
            variants.get(product_id, ()),
            pictures.get(product_id, ()),
            tags.get(product_id, ()),
            *rows[product_id],
        )
        for product_id in product_ids
        if product_id in rows
    }


def _variants(
    session: Session, reading: _Reading, ids: Mapping[str, Sequence[str]]
) -> Mapping[str, Sequence[ShownVariant]]:
    """Give variants by product."""
    found = defaultdict(list)
    bundles: dict[str, ShownVariant] = {}
    for row in session.execute(reading.variants, ids):
        product_id, *told = row[: -len(_STOCK)]
        stock = _stock(row[-len(_STOCK) :])
        variant = ShownVariant(stock, (), *told)
        found[product_id].append(variant)
        if stock is None:
            bundles[variant.id] = variant
    if bundles:
        _add_components(session, reading, bundles)
    return found


def _add_components(
    session: Session, reading: _Reading, bundles: Mapping[str, ShownVariant]
) -> None:
    parts = defaultdict(list)
    found = session.execute(reading.components, {"ids": [*bundles]})
    for bundle_id, variant_id, units, *stock in found:
        parts[bundle_id].append(ShownComponent(variant_id, units, _stock(stock)))
    for bundle_id, components in parts.items():
        bundles[bundle_id].components = components


def _stock(told: Sequence[int]) -> ShownStock | None:
    return None if told[0] is None else ShownStock(*told)
