"""Finding products by their words: the index, kept by whatever changes a product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kaibo.modules.catalog.models import ProductRow
from kaibo.platform.search import Entry, SearchIndex

INDEX = SearchIndex("products_search")


def store(session: Session, rows: Iterable[ProductRow]) -> None:
    """Have these products found by what they are now."""
    INDEX.put_many(session, [_entry(row) for row in rows])


def marks_of(*, category_id: str | None, tags: Iterable[str], is_archived: bool) -> tuple[str, ...]:
    """Give the marks of such a product, and so of a search for such products."""
    marks = [f"tag:{tag}" for tag in tags]
    if category_id is not None:
        marks.append(f"category:{category_id}")
    if is_archived:
        marks.append("archived")
    return tuple(marks)


def page(
    session: Session,
    statement: Select[str],
    text: str,
    *,
    marks: Iterable[str],
    among: Select[int] | None,
    before: str | None,
    limit: int,
) -> Sequence[str]:
    """Give those of the statement's ids that are found by ``text``, newest first."""
    last = None
    if before is not None:
        last = session.scalar(select(ProductRow.seq).where(ProductRow.id == before))
        if last is None:
            return []
    found = INDEX.newest(
        session,
        statement,
        text,
        key=ProductRow.seq,
        marks=marks,
        among=among,
        before=last,
        limit=limit,
    )
    # A text of signs alone has nothing by which a product could be found.
    return [product_id for (product_id,) in found or ()]


def hold_after(session: Session, seq: int, limit: int) -> Sequence[ProductRow]:
    """Give the products after that one, the oldest first; nobody changes them meanwhile."""
    return session.scalars(
        select(ProductRow)
        .where(ProductRow.seq > seq)
        .order_by(ProductRow.seq)
        .limit(limit)
        .with_for_update(key_share=True)
    ).all()


def _entry(row: ProductRow) -> Entry:
    tags = [tag.tag for tag in row.tags]
    category = row.category
    marks = marks_of(
        category_id=category.id if category else None,
        tags=tags,
        is_archived=row.archived_at is not None,
    )
    # Values repeat from variant to variant.
    words = dict.fromkeys([row.title, *tags, category.path if category else "", *_of_variants(row)])
    return Entry(row.seq, "\n".join(words), marks)


def _of_variants(row: ProductRow) -> Iterator[str]:
    for variant in row.variants:
        if variant.archived_at is None:
            yield from (variant.value1, variant.value2, variant.sku or "")
