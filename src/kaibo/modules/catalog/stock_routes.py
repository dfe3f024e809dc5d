"""HTTP: stock, its ledger, what shows hold for themselves, and prices, for staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, status
from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy.orm import Session

from kaibo.kernel.errors import NotFoundError
from kaibo.kernel.money import Money
from kaibo.modules.catalog.contracts import (
    Allocation,
    MovementKind,
    PricePoint,
    Product,
    StockMovement,
)
from kaibo.modules.catalog.errors import BadVariantsError
from kaibo.modules.catalog.models import ProductRow
from kaibo.modules.catalog.repository import stock as stock_repository
from kaibo.modules.catalog.routes import STOCK_LIMIT, Editor, Reader
from kaibo.modules.catalog.service import prices, products, stock
from kaibo.modules.catalog.service.views import on_offer
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.paging import Limit, Page, by_id, page_of

router = APIRouter(prefix="/products", tags=["products"])


class StockAdjustment(BaseModel):
    """Units to add (or, negative, to remove) and why; ``variant_id`` where there are several."""

    variant_id: str | None = Field(default=None, max_length=40)
    delta: int = Field(ge=-STOCK_LIMIT, le=STOCK_LIMIT, strict=True)
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


@router.post("/{product_id}/stock-adjustments", status_code=status.HTTP_201_CREATED)
async def adjust_stock(ctx: Ctx, staff: Editor, product_id: str, data: StockAdjustment) -> Product:
    """Add or remove units by hand."""

    def use_case(uow: UnitOfWork) -> Product:
        row = products.get(uow, product_id)
        variant_id = _variant_id(row, data.variant_id)
        stock.adjust(uow, variant_id, data.delta, data.reason, staff.name)
        return products.view(uow, row)

    return await ctx.db.run(use_case)


@router.get("/{product_id}/stock-movements")
async def list_movements(
    ctx: Ctx,
    _staff: Reader,
    product_id: str,
    cursor: Annotated[str | None, by_id("mov")] = None,
    limit: Limit = 50,
) -> Page[StockMovement]:
    """List the ledger of a product's variants, newest first."""

    def query(session: Session) -> Page[StockMovement]:
        row = products.find(session, product_id)
        ids = [variant.id for variant in row.variants]
        rows = stock_repository.movements(session, ids, before=cursor, limit=limit + 1)
        kept, following = page_of(rows, limit, key=lambda line: line.id)
        items = [
            StockMovement(
                id=line.id,
                variant_id=line.variant_id,
                kind=MovementKind(line.kind),
                on_hand_delta=line.on_hand_delta,
                reserved_delta=line.reserved_delta,
                allocated_delta=line.allocated_delta,
                reference=line.reference,
                actor=line.actor,
                created_at=line.created_at,
            )
            for line in kept
        ]
        return Page(items=items, next_cursor=following)

    return await ctx.db.read(query)


@router.get("/{product_id}/prices")
async def list_prices(ctx: Ctx, _staff: Reader, product_id: str) -> list[PricePoint]:
    """List every price that a product's variants had, newest first."""

    def query(session: Session) -> list[PricePoint]:
        row = products.find(session, product_id)
        return [
            PricePoint(
                variant_id=line.variant_id,
                price=Money(line.price, row.currency),
                compare_at=(
                    None if line.compare_at is None else Money(line.compare_at, row.currency)
                ),
                actor=line.actor,
                at=line.at,
            )
            for line in prices.history(session, [variant.id for variant in row.variants])
        ]

    return await ctx.db.read(query)


@router.get("/{product_id}/allocations")
async def list_allocations(ctx: Ctx, _staff: Reader, product_id: str) -> list[Allocation]:
    """List what shows hold of a product for themselves."""

    def query(session: Session) -> list[Allocation]:
        ids = [variant.id for variant in products.find(session, product_id).variants]
        return [
            Allocation(part.show_id, part.variant_id, part.units, part.remaining)
            for part in stock_repository.allocations(session, variant_ids=ids)
        ]

    return await ctx.db.read(query)


def _variant_id(row: ProductRow, named: str | None) -> str:
    """Give the variant that was meant: the one named, else the only one there is."""
    offered = [variant.id for variant in on_offer(row)]
    if named is None and len(offered) == 1:
        return offered[0]
    if named is None:
        raise BadVariantsError(field="variant_id", limit=len(offered))
    if named not in offered:
        raise NotFoundError(variant_id=named)
    return named
