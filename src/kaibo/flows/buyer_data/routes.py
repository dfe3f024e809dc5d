"""HTTP: a buyer's data, for the buyer, and for staff who act on the buyer's wish."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response, status
from pydantic import BaseModel, StringConstraints

from kaibo.flows.buyer_data import jobs, service
from kaibo.flows.buyer_data.service import FoundBuyer
from kaibo.flows.buyer_data.throttle import ExportThrottle
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import VIEWER_COOKIE, SignedInViewer, StaffWith, take_note
from kaibo.platform.http.context import Context, Ctx
from kaibo.platform.http.fields import NO_NUL

router = APIRouter(tags=["viewers"])

Keeper = Annotated[Principal, Depends(StaffWith("store:write"))]
# What leaves the house is an act itself.
Exporter = Annotated[Principal, Depends(StaffWith("store:write", takes_out=True))]

_Text = StringConstraints(strip_whitespace=True, min_length=3, max_length=254, pattern=NO_NUL)


class BuyerSought(BaseModel):
    """Whom to find: an e-mail address, or the number of an order."""

    buyer: Annotated[str, _Text]


class Erasure(BaseModel):
    """Why a buyer is erased, for the audit log; name nobody in it."""

    reason: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=3, max_length=160, pattern=NO_NUL),
    ]


@router.get("/viewers/me/data")
async def export_my_data(
    request: Request, caller: SignedInViewer, ctx: Ctx, response: Response
) -> dict[str, Any]:
    """Give all that is held about the buyer who asks, as a file."""
    ctx.port(ExportThrottle).begin(request.client.host if request.client else None, caller.id)
    response.headers["cache-control"] = "no-store"
    response.headers["content-disposition"] = 'attachment; filename="my-data.json"'
    return await ctx.db.read(service.export, caller.id)


@router.delete("/viewers/me/data", status_code=status.HTTP_204_NO_CONTENT)
async def erase_my_data(caller: SignedInViewer, ctx: Ctx, response: Response) -> None:
    """Erase the buyer who asks, for good; orders stay for the books without a name."""
    await _erase(ctx, caller.id)
    response.delete_cookie(VIEWER_COOKIE, path="/")


@router.post("/buyers/lookup")
async def find_buyer(ctx: Ctx, response: Response, data: BuyerSought, _staff: Keeper) -> FoundBuyer:
    """Find a buyer by e-mail address or order number."""
    response.headers["cache-control"] = "no-store"
    await ctx.db.run(take_note)
    return await ctx.db.read(service.find, data.buyer)


@router.get("/buyers/{viewer_id}/data")
async def export_buyer(
    ctx: Ctx, response: Response, viewer_id: str, _staff: Exporter
) -> dict[str, Any]:
    """Give all that is held about a buyer, as a file, for staff to hand over."""
    response.headers["cache-control"] = "no-store"
    response.headers["content-disposition"] = 'attachment; filename="buyer-data.json"'
    return await ctx.db.read(service.export, viewer_id)


@router.post("/buyers/{viewer_id}/erasure", status_code=status.HTTP_204_NO_CONTENT)
async def erase_buyer(ctx: Ctx, viewer_id: str, _data: Erasure, _staff: Keeper) -> None:
    """Erase a buyer on their wish, for good; the reason stands in the audit log."""
    await _erase(ctx, viewer_id)


async def _erase(ctx: Context, viewer_id: str) -> None:
    remains = await ctx.db.run(service.erase, viewer_id)
    await jobs.let_go(ctx, remains)
