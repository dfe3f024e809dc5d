"""HTTP: going on air."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from kaibo.modules.media import facade as media
from kaibo.modules.shows import facade as shows
from kaibo.modules.shows.contracts import Show
from kaibo.platform.auth import Principal
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/shows/{show}", tags=["shows"])


def go_on_air(uow: UnitOfWork, reference: str) -> Show:
    """Begin the show, and write down with which picture, in one transaction."""
    show = shows.go_on_air(uow, reference)
    if show.on_air_at == uow.now:
        media.begin_program(uow, show)
    return show


@router.post("/go-on-air")
async def begin(
    ctx: Ctx, show: str, _staff: Annotated[Principal, Depends(StaffWith("shows:write"))]
) -> Show:
    """Begin the show, with or without a picture yet; repeating it changes nothing."""
    return await ctx.db.run(go_on_air, show)
