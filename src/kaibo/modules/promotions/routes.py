"""HTTP: flash deals, for staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, status
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from kaibo.modules.promotions import repository, service
from kaibo.modules.promotions.contracts import FlashDeal
from kaibo.modules.shows import facade as shows
from kaibo.platform.auth import Principal
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.paging import Page

router = APIRouter(prefix="/shows/{show}/deals", tags=["promotions"])

Reader = Annotated[Principal, Depends(StaffWith("shows:read"))]
Director = Annotated[Principal, Depends(StaffWith("shows:write"))]


class DealInput(BaseModel):
    """The deal to announce: price in minor units, limits in pieces, times in seconds.

    A deal never gives anything away: ``price`` is at least one minor unit.
    """

    product_id: str = Field(max_length=40)
    variant_id: str | None = Field(default=None, max_length=40)
    price: int = Field(ge=1, le=10**12, strict=True)
    total_limit: int = Field(ge=1, le=10**6, strict=True)
    buyer_limit: int | None = Field(default=None, ge=1, le=999, strict=True)
    countdown_s: int = Field(default=10, ge=0, le=300)
    duration_s: int = Field(default=300, ge=60, le=1200)


@router.get("")
async def list_deals(ctx: Ctx, show: str, _staff: Reader) -> Page[FlashDeal]:
    """List every deal of a show, newest first."""

    def query(session: Session) -> Page[FlashDeal]:
        found = shows.get_show(session, show)
        rows = repository.all_of_show(session, found.id)
        return Page(items=[service.to_deal(row) for row in rows])

    return await ctx.db.read(query)


@router.post("", status_code=status.HTTP_201_CREATED)
async def announce_deal(ctx: Ctx, show: str, staff: Director, data: DealInput) -> FlashDeal:
    """Announce a deal: viewers see it count down, then buy at its price."""
    new = service.NewDeal(
        product_id=data.product_id,
        variant_id=data.variant_id,
        price=data.price,
        total_limit=data.total_limit,
        buyer_limit=data.buyer_limit,
        countdown=timedelta(seconds=data.countdown_s),
        duration=timedelta(seconds=data.duration_s),
    )
    return await ctx.db.run(service.announce, show, new, staff.name)


@router.post("/{deal_id}/stop")
async def stop_deal(ctx: Ctx, show: str, deal_id: str, _staff: Director) -> FlashDeal:
    """End a deal now; orders sent before still count for three seconds."""

    def stop(uow: UnitOfWork) -> FlashDeal:
        return service.stop(uow, deal_id, show_id=shows.get_show(uow.session, show).id)

    return await ctx.db.run(stop)
