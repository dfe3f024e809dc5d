"""SQL of products, variants, pictures and categories."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kaibo.modules.catalog.models import (
    BundleComponentRow,
    CategoryRow,
    ProductRow,
    StockRow,
    TagRow,
    VariantRow,
)
from kaibo.modules.catalog.repository import search
from kaibo.platform.db import UnitOfWork
from kaibo.platform.db.statements import Given, Lookup

# PostgreSQL's advisory lock of whoever makes products: "seq" in ASCII, after the house's "kaib".
_MAKING = 0x6B616962_736571

_IS_LOW = (VariantRow.archived_at.is_(None), StockRow.is_low)


@dataclass(frozen=True, slots=True)
class ProductFilter:
    """Which products to list; ``None`` means any.

    ``text`` is looked for in titles, values and SKUs of variants, categories and tags.
    """

    text: str | None = None
    category_id: str | None = None
    tag: str | None = None
    is_archived: bool = False
    is_low: bool = False


def product(session: Session, product_id: str) -> ProductRow | None:
    """Find a product."""
    return session.get(ProductRow, product_id)


def products(session: Session, product_ids: Collection[str]) -> Sequence[ProductRow]:
    """Give the products of these ids that exist, in no order."""
    return session.scalars(select(ProductRow).where(ProductRow.id.in_(product_ids))).all()


def titles(session: Session, product_ids: Collection[str]) -> dict[str, str]:
    """Give the titles of these products, by id."""
    wanted = select(ProductRow.id, ProductRow.title).where(ProductRow.id.in_(product_ids))
    return {row.id: row.title for row in session.execute(wanted)}


def hold(session: Session, product_ids: Collection[str]) -> None:
    """Hold products until the transaction ends, in the order of their ids."""
    session.execute(
        select(ProductRow.id)
        .where(ProductRow.id.in_(product_ids))
        .order_by(ProductRow.id)
        .with_for_update(key_share=True)
    ).all()


def page(
    session: Session, chosen: ProductFilter, *, before: str | None, limit: int
) -> Sequence[str]:
    """Give the ids of products, newest first."""
    query = _chosen(select(ProductRow.id), chosen)
    if chosen.text and not chosen.text.isspace():
        return _found(session, query, chosen, chosen.text, before=before, limit=limit)
    if chosen.is_low:
        return _low(session, query, before=before, limit=limit)
    if before:
        query = query.where(ProductRow.id < before)
    return session.scalars(query.order_by(ProductRow.id.desc()).limit(limit)).all()


def _chosen(query: Select[str], chosen: ProductFilter) -> Select[str]:
    archived = ProductRow.archived_at
    query = query.where(archived.is_not(None) if chosen.is_archived else archived.is_(None))
    if chosen.category_id:
        query = query.where(ProductRow.category_id == chosen.category_id)
    if chosen.tag:
        tagged = select(TagRow.product_id).where(TagRow.tag == chosen.tag)
        query = query.where(ProductRow.id.in_(tagged))
    return query


def _found(
    session: Session,
    query: Select[str],
    chosen: ProductFilter,
    text: str,
    *,
    before: str | None,
    limit: int,
) -> Sequence[str]:
    marks = search.marks_of(
        category_id=chosen.category_id,
        tags=[chosen.tag] if chosen.tag else [],
        is_archived=chosen.is_archived,
    )
    among = None
    if chosen.is_low:
        among = select(StockRow.product_seq).where(StockRow.is_low)
        # The index of low stock knows nothing of archived variants, whose stock does not count.
        query = query.where(
            select(VariantRow.id)
            .join(StockRow, StockRow.variant_id == VariantRow.id)
            .where(VariantRow.product_id == ProductRow.id, *_IS_LOW)
            .exists()
        )
    return search.page(session, query, text, marks=marks, among=among, before=before, limit=limit)


def _low(session: Session, query: Select[str], *, before: str | None, limit: int) -> Sequence[str]:
    """Go through low stock by its index, newest product first."""
    number = StockRow.product_seq
    query = (
        # The sum lets a number lead to its product only, and not the other way round.
        query.join(StockRow, ProductRow.seq == number + 0)
        .join(VariantRow, VariantRow.id == StockRow.variant_id)
        .where(*_IS_LOW)
    )
    if before:
        last = select(ProductRow.seq).where(ProductRow.id == before).scalar_subquery()
        query = query.where(number < last)
    ordered = query.add_columns(number).distinct().order_by(number.desc()).limit(limit)
    return [product_id for product_id, _ in session.execute(ordered)]


def next_seq(uow: UnitOfWork) -> int:
    """Give the number of the next product to be made, and those after it until the commit.

    Nobody else makes a product meanwhile: SQLite has one writer, and on PostgreSQL others wait
    here. So the numbers rest on nothing but the products, wherever those came from.
    """
    if uow.session.get_bind().dialect.name == "postgresql":
        uow.session.execute(select(func.pg_advisory_xact_lock(_MAKING)))
    return (uow.session.scalar(select(func.max(ProductRow.seq))) or 0) + 1


def variants(session: Session, variant_ids: Collection[str]) -> Sequence[VariantRow]:
    """Give the variants of these ids that exist, in no order."""
    return session.scalars(select(VariantRow).where(VariantRow.id.in_(variant_ids))).all()


def variant_titles(session: Session, variant_ids: Collection[str]) -> Sequence[tuple[str, ...]]:
    """Give of each of these variants its id, its product's and its title, and values or nothing."""
    found = session.execute(
        select(
            VariantRow.id,
            VariantRow.product_id,
            ProductRow.title,
            VariantRow.value1,
            VariantRow.value2,
        )
        .join(ProductRow, ProductRow.id == VariantRow.product_id)
        .where(VariantRow.id.in_(variant_ids))
    )
    return [tuple(row) for row in found]


def draws(session: Session, variant_ids: Collection[str]) -> dict[str, tuple[tuple[str, int], ...]]:
    """Give what a piece of each of these variants draws, as units by stock item."""
    found: dict[str, list[tuple[str, int]]] = {}
    for row in session.execute(
        select(
            BundleComponentRow.bundle_id, BundleComponentRow.variant_id, BundleComponentRow.units
        )
        .where(BundleComponentRow.bundle_id.in_(variant_ids))
        .order_by(BundleComponentRow.bundle_id, BundleComponentRow.variant_id)
    ):
        found.setdefault(row.bundle_id, []).append((row.variant_id, row.units))
    return {
        variant_id: tuple(found.get(variant_id, [(variant_id, 1)])) for variant_id in variant_ids
    }


def bundles_of(session: Session, variant_ids: Collection[str]) -> Sequence[VariantRow]:
    """Give the bundles that draw on these variants."""
    return session.scalars(
        select(VariantRow)
        .join(BundleComponentRow, BundleComponentRow.bundle_id == VariantRow.id)
        .where(BundleComponentRow.variant_id.in_(variant_ids))
        .distinct()
    ).all()


def _of_bundles(given: Given) -> Select[str]:
    wanted, (variant_id,) = given("variant_ids")
    return (
        select(VariantRow.product_id)
        .join(BundleComponentRow, BundleComponentRow.bundle_id == VariantRow.id)
        .where(BundleComponentRow.variant_id.in_(select(variant_id).select_from(wanted)))
        .distinct()
    )


_OF_BUNDLES = Lookup(_of_bundles)


def products_of_bundles(session: Session, variant_ids: Collection[str]) -> Sequence[str]:
    """Give the ids of products with a bundle that draws on these variants."""
    return [row.product_id for row in _OF_BUNDLES(session, variant_ids=variant_ids)]


def categories(session: Session) -> Sequence[CategoryRow]:
    """Give all categories by path."""
    return session.scalars(select(CategoryRow).order_by(CategoryRow.path)).all()


def category_by_path(session: Session, path: str) -> CategoryRow | None:
    """Find a category."""
    return session.scalar(select(CategoryRow).where(CategoryRow.path == path))


def tags(session: Session) -> Sequence[str]:
    """Give every tag in use."""
    return session.scalars(select(TagRow.tag).distinct().order_by(TagRow.tag)).all()
