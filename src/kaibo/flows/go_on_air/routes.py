"""HTTP: going on air."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Show
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/shows/{show}", tags=["shows"])


@router.post("/go-on-air")
async def go_on_air(
    ctx: Ctx, show: str, _staff: Annotated[Principal, Depends(StaffWith("shows:write"))]
) -> Show:
    """Begin the show, with or without a picture yet; repeating it changes nothing."""
    return await ctx.db.run(shows.go_on_air, show)
