"""Rows as the rest of the house may see them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from kaibo.kernel.money import Money
from kaibo.modules.catalog.contracts import (
    Category,
    Certificate,
    CompareKind,
    Component,
    Product,
    ProductCard,
    ProductPage,
    ProductPicture,
    ReturnClass,
    Specification,
    Stock,
    Variant,
    VariantCard,
)
from kaibo.modules.catalog.models import ProductPictureRow, ProductRow, VariantRow
from kaibo.modules.catalog.repository.shown import (
    ShownPicture,
    ShownProduct,
    ShownStock,
    ShownVariant,
)

OwnParts = Mapping[str, int]
"""What is left, by item, of what a show holds for itself; it sells of nothing else."""


def on_offer(row: ProductRow) -> list[VariantRow]:
    """Give the variants that are not archived."""
    return [variant for variant in row.variants if variant.archived_at is None]


def to_product(row: ShownProduct) -> Product:
    """Give the product as staff see it."""
    variants = [_variant(row, variant) for variant in _on_offer(row)]
    cheapest = min(variants, key=lambda variant: variant.price.amount)
    return Product(
        id=row.id,
        title=row.title,
        description=row.description,
        options=options_of(row),
        variants=variants,
        price=cheapest.price,
        compare_at=cheapest.compare_at,
        compare_kind=CompareKind(row.compare_kind),
        compare_basis=row.compare_basis,
        picture_url=_first_picture(row),
        pictures=[ProductPicture(picture.id, url_of(picture)) for picture in row.pictures],
        specifications=[Specification(**entry) for entry in row.specifications],
        certificates=[_certificate(entry) for entry in row.certificates],
        return_class=ReturnClass(row.return_class),
        category=_category(row),
        tags=list(row.tags),
        limit_per_buyer=row.limit_per_buyer,
        sale_from=row.sale_from,
        sale_until=row.sale_until,
        archived_at=row.archived_at,
        stock=_sum(variant.stock for variant in variants),
        created_at=row.created_at,
    )


def to_card(row: ShownProduct, own: OwnParts) -> ProductCard:
    """Give the product as buyers see it; of an archived one nothing is to be had."""
    variants = [
        VariantCard(
            id=variant.id,
            values=values_of(row, variant),
            price=Money(variant.price, row.currency),
            compare_at=_compare_at(row, variant),
            available=0 if row.archived_at else max(0, _available(variant, own)),
            picture_url=_variant_picture(row, variant),
        )
        for variant in _on_offer(row)
    ]
    cheapest = min(variants, key=lambda variant: variant.price.amount)
    return ProductCard(
        id=row.id,
        title=row.title,
        description=row.description,
        price=cheapest.price,
        compare_at=cheapest.compare_at,
        compare_basis=row.compare_basis,
        picture_url=_first_picture(row),
        available=sum(variant.available for variant in variants),
        stock_version=_stock_version(row),
        options=options_of(row),
        variants=variants,
        limit_per_buyer=row.limit_per_buyer,
        return_class=ReturnClass(row.return_class),
        compare_kind=CompareKind(row.compare_kind),
        is_archived=row.archived_at is not None,
    )


def to_page(row: ShownProduct, own: OwnParts) -> ProductPage:
    """Give all that a buyer may read of the product."""
    return ProductPage(
        card=to_card(row, own),
        pictures=[url_of(picture) for picture in row.pictures],
        specifications=[Specification(**entry) for entry in row.specifications],
        certificates=[_certificate(entry) for entry in row.certificates],
        category=row.category_path or "",
        sale_from=row.sale_from,
        sale_until=row.sale_until,
    )


def page_content(row: ProductRow) -> dict[str, Any]:
    """Give what the product page says, but for stock, as it is kept with an order."""
    return {
        "product_id": row.id,
        "title": row.title,
        "description": row.description,
        "currency": row.currency,
        "options": options_of(row),
        "variants": [
            {
                "id": variant.id,
                "sku": variant.sku,
                "values": values_of(row, variant),
                "price": variant.price,
                "compare_at": variant.compare_at,
            }
            for variant in on_offer(row)
        ],
        "compare_kind": row.compare_kind,
        "compare_basis": row.compare_basis,
        "pictures": [url_of(picture) for picture in row.pictures],
        "specifications": row.specifications,
        "certificates": row.certificates,
        "return_class": row.return_class,
        "category": row.category.path if row.category else "",
    }


def page_id(content: dict[str, Any]) -> str:
    """Give the digest by which a page's content is kept once."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def options_of(row: ProductRow | ShownProduct) -> list[str]:
    """Give the names of the product's options."""
    return [name for name in (row.option1, row.option2) if name]


def values_of(row: ProductRow | ShownProduct, variant: VariantRow | ShownVariant) -> list[str]:
    """Give the variant's values, one an option."""
    return [variant.value1, variant.value2][: len(options_of(row))]


def url_of(picture: ProductPictureRow | ShownPicture) -> str:
    """Give the address of a picture."""
    return f"/files/{picture.file}"


def _on_offer(row: ShownProduct) -> list[ShownVariant]:
    return [variant for variant in row.variants if variant.archived_at is None]


def _variant(row: ShownProduct, variant: ShownVariant) -> Variant:
    return Variant(
        id=variant.id,
        sku=variant.sku,
        values=values_of(row, variant),
        price=Money(variant.price, row.currency),
        compare_at=_compare_at(row, variant),
        stock=_stock_of(variant),
        low_at=variant.stock.low_at if variant.stock else 0,
        picture_url=_variant_picture(row, variant),
        components=[Component(part.variant_id, part.units) for part in variant.components],
    )


def _stock_of(variant: ShownVariant) -> Stock:
    """Give a variant's stock; a bundle has as many as its scarcest component allows."""
    if variant.stock is not None:
        return _stock(variant.stock)
    whole = [
        (_stock(part.stock), part.units) for part in variant.components if part.stock is not None
    ]
    available = _available(variant, {})
    on_hand = min((stock.on_hand // units for stock, units in whole), default=0)
    return Stock(on_hand, on_hand - available, 0, available)


def _available(variant: ShownVariant, own: OwnParts) -> int:
    """Give the pieces that can be bought; of what a show has a part of, that part alone."""
    if variant.stock is not None:
        return own.get(variant.id, _stock(variant.stock).available)
    return min(
        (
            own.get(part.variant_id, _stock(part.stock).available) // part.units
            for part in variant.components
            if part.stock is not None
        ),
        default=0,
    )


def _stock(row: ShownStock) -> Stock:
    available = row.on_hand - row.reserved - row.allocated
    return Stock(row.on_hand, row.reserved, row.allocated, available)


def _sum(stocks: Iterable[Stock]) -> Stock:
    held = list(stocks)
    return Stock(
        sum(stock.on_hand for stock in held),
        sum(stock.reserved for stock in held),
        sum(stock.allocated for stock in held),
        sum(stock.available for stock in held),
    )


def _stock_version(row: ShownProduct) -> int:
    # Archived variants count on, so that the sum never falls.
    own = sum(variant.stock.version for variant in row.variants if variant.stock)
    drawn = {
        part.variant_id: part.stock.version
        for variant in row.variants
        for part in variant.components
        if part.stock
    }
    return own + sum(drawn.values())


def _category(row: ShownProduct) -> Category | None:
    if row.category_id is None or row.category_path is None:
        return None
    return Category(row.category_id, row.category_path)


def _compare_at(row: ShownProduct, variant: ShownVariant) -> Money | None:
    return None if variant.compare_at is None else Money(variant.compare_at, row.currency)


def _first_picture(row: ShownProduct) -> str | None:
    return url_of(row.pictures[0]) if row.pictures else None


def _variant_picture(row: ShownProduct, variant: ShownVariant) -> str | None:
    for picture in row.pictures:
        if picture.id == variant.picture_id:
            return url_of(picture)
    return None


def _certificate(entry: dict[str, Any]) -> Certificate:
    until = entry.get("valid_until")
    return Certificate(
        entry["name"],
        entry["number"],
        entry["issuer"],
        date.fromisoformat(until) if until else None,
    )
