"""HTTP: a buyer's own data."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Response, status

from kaibo.flows.buyer_data import service
from kaibo.modules.audience import facade as audience
from kaibo.platform.http.callers import VIEWER_COOKIE, SignedInViewer
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/viewers/me/data", tags=["viewers"])


@router.get("")
async def export_my_data(caller: SignedInViewer, ctx: Ctx, response: Response) -> dict[str, Any]:
    """Give all that is held about the buyer who asks, as a file."""
    response.headers["cache-control"] = "no-store"
    response.headers["content-disposition"] = 'attachment; filename="my-data.json"'
    return await ctx.db.read(service.export, caller.id)


@router.delete("", status_code=status.HTTP_204_NO_CONTENT)
async def erase_my_data(caller: SignedInViewer, ctx: Ctx, response: Response) -> None:
    """Erase the buyer who asks, for good; orders stay for the books without a name."""
    picture = await ctx.db.run(service.erase, caller.id, ctx.port(audience.SessionBook))
    if picture:
        await asyncio.to_thread(ctx.blobs.delete, picture)
    response.delete_cookie(VIEWER_COOKIE, path="/")
