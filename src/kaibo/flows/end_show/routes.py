"""HTTP: ending a show."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from kaibo.modules.catalog import facade as catalog
from kaibo.modules.media import facade as media
from kaibo.modules.promotions import facade as promotions
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Show
from kaibo.platform.auth import Principal
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/shows/{show}", tags=["shows"])


def end_show(uow: UnitOfWork, reference: str) -> Show:
    """Close the show, its deals and its own stock, and cut off its picture, in one transaction."""
    show = shows.close(uow, reference)
    promotions.stop_all(uow, show.id)
    catalog.free(uow, show.id)
    media.cut_off(uow, show)
    return show


@router.post("/end")
async def end(
    ctx: Ctx, show: str, _staff: Annotated[Principal, Depends(StaffWith("shows:write"))]
) -> Show:
    """End the show for good; repeating it changes nothing. Unpaid orders can still be paid."""
    return await ctx.db.run(end_show, show)
