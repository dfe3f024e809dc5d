"""HTTP: a show in figures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from kaibo.flows.show_summary import export, facade
from kaibo.flows.show_summary.contracts import ProductMinutes, ShowSummary
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.sheets import Cell, csv_bytes

router = APIRouter(prefix="/shows/{show}", tags=["summary"])

Reader = Annotated[Principal, Depends(StaffWith("shows:read"))]


@router.get("/summary")
async def get_summary(ctx: Ctx, _staff: Reader, show: str) -> ShowSummary:
    """Give the show in figures, each with its definition; on air, up to now."""
    return await facade.summary(ctx, show)


@router.get("/summary/products/{product_id}")
async def get_product_minutes(
    ctx: Ctx, _staff: Reader, show: str, product_id: str
) -> ProductMinutes:
    """Give what happened with one of the show's products, by the minute."""
    return await facade.product_minutes(ctx, show, product_id)


@router.get("/summary.csv", response_class=StreamingResponse)
async def export_summary(
    ctx: Ctx, _staff: Reader, show: str, table: export.Table = "metrics"
) -> StreamingResponse:
    """Give one table of the show's figures as CSV: metrics, products, minutes (in UTC) or both."""
    if table == "product_minutes":
        records, products = await facade.every_products_minutes(ctx, show)
        rows = export.product_minutes(products, records.currencies)
        return _csv(f"{records.show_id}-{table}.csv", rows)
    found = await facade.summary(ctx, show)
    return _csv(f"{found.show_id}-{table}.csv", export.rows(found, table))


def _csv(name: str, rows: Iterator[list[Cell]]) -> StreamingResponse:
    return StreamingResponse(
        csv_bytes(rows),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )
