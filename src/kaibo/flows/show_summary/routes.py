"""HTTP: a show in figures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from kaibo.flows.show_summary import export, facade
from kaibo.flows.show_summary.contracts import ShowSummary
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.sheets import csv_bytes

router = APIRouter(prefix="/shows/{show}", tags=["summary"])

Reader = Annotated[Principal, Depends(StaffWith("shows:read"))]


@router.get("/summary")
async def get_summary(ctx: Ctx, _staff: Reader, show: str) -> ShowSummary:
    """Give the show in figures, each with its definition; on air, up to now."""
    return await facade.summary(ctx, show)


@router.get("/summary.csv", response_class=StreamingResponse)
async def export_summary(
    ctx: Ctx, _staff: Reader, show: str, table: export.Table = "metrics"
) -> StreamingResponse:
    """Give one table of the show's figures as CSV: metrics, products or minutes (in UTC)."""
    found = await facade.summary(ctx, show)
    name = f"{found.show_id}-{table}.csv"
    return StreamingResponse(
        csv_bytes(export.rows(found, table)),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )
