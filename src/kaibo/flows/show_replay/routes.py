"""HTTP: the replay of a show, for the crew and for viewers, and what is cut from it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response, status
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field

from kaibo.flows.show_replay import facade
from kaibo.flows.show_replay.contracts import PublicReplay, ReplayDesk
from kaibo.modules.recordings import facade as recordings
from kaibo.modules.recordings.contracts import Clip
from kaibo.modules.shows import facade as shows
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.origin import origin_of

router = APIRouter(prefix="/shows/{show}", tags=["replay"])

Reader = Annotated[Principal, Depends(StaffWith("shows:read"))]
Editor = Annotated[Principal, Depends(StaffWith("shows:write"))]
Opens = Annotated[str, Query(max_length=80, description="From the address you were given.")]

# Briefly: a replay may be taken back. Players of other pages may play it.
_PLAYED = {"cache-control": "private, max-age=60", "access-control-allow-origin": "*"}


class Publication(BaseModel):
    """Whether viewers may watch the replay."""

    published: bool


class ClipInput(BaseModel):
    """The range to cut, in ms on the replay's time line; its ends move outwards to boundaries."""

    title: str = Field(min_length=1, max_length=120)
    in_ms: int = Field(ge=0)
    out_ms: int = Field(ge=0)
    cover_at_ms: int | None = Field(default=None, ge=0)


@router.get("/replay")
async def get_replay(ctx: Ctx, _staff: Reader, show: str) -> ReplayDesk:
    """Give the replay with chapters, attention and recordings; during the show, up to now."""
    return await facade.desk(ctx, await ctx.db.read(shows.get_show, show))


@router.put("/replay")
async def set_replay(ctx: Ctx, _staff: Editor, show: str, data: Publication) -> ReplayDesk:
    """Publish the replay, or take it back; without a decision it is published at the end."""
    found = await ctx.db.read(shows.get_show, show)
    await ctx.db.run(recordings.publish, found.id, published=data.published)
    return await facade.desk(ctx, found)


@router.get("/public/replay")
async def get_public_replay(ctx: Ctx, show: str, visitor: shows.AtTheDoor) -> PublicReplay:
    """Give the replay to viewers, once the show is over and while it is published."""
    return await facade.public(ctx, await ctx.db.read(shows.visible, show, visitor))


@router.get("/replay.m3u8", response_class=Response)
async def get_playlist(ctx: Ctx, request: Request, show: str, opens: Opens) -> Response:
    """Give the replay as a playlist of byte ranges into recordings (HLS, VOD)."""
    found = await ctx.db.read(shows.get_show, show)
    text = await facade.playlist(ctx, found, opens, origin_of(request))
    return Response(text, media_type="application/vnd.apple.mpegurl", headers=_PLAYED)


@router.get("/captions/{captions}.vtt", response_class=FileResponse)
async def get_captions(ctx: Ctx, show: str, captions: str, opens: Opens) -> FileResponse:
    """Give captions of the replay (WebVTT); take the address from the replay."""
    found = await ctx.db.read(shows.get_show, show)
    file = await facade.captions(ctx, found, captions, opens)
    return FileResponse(file, media_type="text/vtt", headers=_PLAYED)


@router.post("/clips", status_code=status.HTTP_202_ACCEPTED)
async def cut_clip(ctx: Ctx, _staff: Editor, show: str, data: ClipInput) -> Clip:
    """Order a clip; it is cut in the background."""
    found = await ctx.db.read(shows.get_show, show)
    timeline = await recordings.timeline_of(ctx, found)
    new = recordings.NewClip(data.title, data.in_ms, data.out_ms, data.cover_at_ms)
    return await ctx.db.run(recordings.order_clip, found.id, new, timeline)


@router.post("/replay/export", status_code=status.HTTP_202_ACCEPTED)
async def export(ctx: Ctx, _staff: Editor, show: str) -> Clip:
    """Order the whole replay as one MP4.

    Where the picture's format changes it becomes several; the first is given, all are listed.
    """
    found = await ctx.db.read(shows.get_show, show)
    timeline = await recordings.timeline_of(ctx, found)
    made = await ctx.db.run(recordings.order_whole, found.id, found.title, timeline)
    return made[0]
