"""SQL of products and stock."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from kaibo.kernel.ids import new_id
from kaibo.modules.catalog.models import ProductRow, StockMovementRow, StockRow
from kaibo.platform.db import UnitOfWork

ProductWithStock = Row[ProductRow, StockRow]


def product(session: Session, product_id: str) -> ProductWithStock | None:
    """Find a product with its stock."""
    return session.execute(
        select(ProductRow, StockRow).join(StockRow).where(ProductRow.id == product_id)
    ).one_or_none()


def products(session: Session, product_ids: Collection[str]) -> Sequence[ProductWithStock]:
    """Give the products of these ids that exist, in no order."""
    return session.execute(
        select(ProductRow, StockRow).join(StockRow).where(ProductRow.id.in_(product_ids))
    ).all()


def page(
    session: Session, *, text: str | None, before: str | None, limit: int
) -> Sequence[ProductWithStock]:
    """Give products, newest first, whose title holds ``text``."""
    query = select(ProductRow, StockRow).join(StockRow).order_by(ProductRow.id.desc()).limit(limit)
    if text:
        query = query.where(func.lower(ProductRow.title).contains(text.lower(), autoescape=True))
    if before:
        query = query.where(ProductRow.id < before)
    return session.execute(query).all()


def move_stock(
    uow: UnitOfWork,
    product_id: str,
    *,
    kind: str,
    reference: str,
    on_hand: int = 0,
    reserved: int = 0,
) -> bool:
    """Change stock by these deltas and write the ledger; tell whether there was enough.

    One guarded statement decides: what is on hand never falls below what is reserved.
    """
    changed = uow.session.scalars(
        update(StockRow)
        .where(
            StockRow.product_id == product_id,
            StockRow.on_hand + on_hand >= StockRow.reserved + reserved,
            StockRow.reserved + reserved >= 0,
        )
        .values(
            on_hand=StockRow.on_hand + on_hand,
            reserved=StockRow.reserved + reserved,
            version=StockRow.version + 1,
        )
        .returning(StockRow.product_id)
        .execution_options(synchronize_session=False)
    ).all()
    if not changed:
        return False
    uow.session.add(
        StockMovementRow(
            id=new_id("mov"),
            product_id=product_id,
            kind=kind,
            on_hand_delta=on_hand,
            reserved_delta=reserved,
            reference=reference,
            created_at=uow.now,
        )
    )
    return True


def available(session: Session, product_id: str) -> int:
    """Give the units left to sell; 0 for an unknown product."""
    left = session.scalar(
        select(StockRow.on_hand - StockRow.reserved).where(StockRow.product_id == product_id)
    )
    return left or 0
