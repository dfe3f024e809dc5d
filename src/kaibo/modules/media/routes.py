"""HTTP: stream keys and status for staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from kaibo.modules.media import addresses, service
from kaibo.modules.media.contracts import StreamKey, StreamStatus
from kaibo.modules.media.health import HealthBoard
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.origin import origin_of

router = APIRouter(prefix="/shows/{show}", tags=["media"])

Reader = Annotated[Principal, Depends(StaffWith("shows:read"))]
KeyReader = Annotated[Principal, Depends(StaffWith("streams:read"))]
KeyChanger = Annotated[Principal, Depends(StaffWith("shows:write"))]


@router.get("/stream-key")
async def get_stream_key(request: Request, ctx: Ctx, _staff: KeyReader, show: str) -> StreamKey:
    """Give what to enter in an encoder; the key is made on first use."""
    key = await ctx.db.run(service.stream_key, show)
    return StreamKey(addresses.rtmp_url(ctx.settings, origin_of(request)), key)


@router.post("/stream-key/rotate")
async def rotate_stream_key(request: Request, ctx: Ctx, _staff: KeyChanger, show: str) -> StreamKey:
    """Replace the key; the old one stops working at once."""
    key = await ctx.db.run(service.stream_key, show, fresh=True)
    return StreamKey(addresses.rtmp_url(ctx.settings, origin_of(request)), key)


@router.get("/stream")
async def get_stream(request: Request, ctx: Ctx, _staff: Reader, show: str) -> StreamStatus:
    """Give the state and health of the show's picture."""
    found, play_path = await ctx.db.read(service.status, show)
    health = ctx.port(HealthBoard).of(found.stream_id) if found.stream_id else None
    url = addresses.hls_url(ctx.settings, origin_of(request), play_path)
    return service.with_live_figures(found, health=health, hls_url=url)
