"""HTTP: recordings, captions, clips and the room for them, for staff."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, status
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from kaibo.modules.recordings import captions, clips, facade, service
from kaibo.modules.recordings.contracts import Captions, Clip, DeletionCause, Storage
from kaibo.modules.recordings.storage import StorageWatch
from kaibo.modules.shows import facade as shows
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.paging import Page
from kaibo.platform.i18n import Language

router = APIRouter(tags=["recordings"])

Reader = Annotated[Principal, Depends(StaffWith("shows:read"))]
Editor = Annotated[Principal, Depends(StaffWith("shows:write"))]

_CAPTIONS_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}}
            for kind in ("text/vtt", "application/x-subrip")
        },
    }
}


class ClipChanges(BaseModel):
    """Fields to change; those left out stay. ``cover_at_ms`` is on the replay's time line."""

    title: str | None = Field(default=None, min_length=1, max_length=120)
    cover_at_ms: int | None = Field(default=None, ge=0)


@router.get("/recordings/storage")
async def get_storage(ctx: Ctx, _staff: Reader) -> Storage:
    """Tell how much room recordings take and have."""
    return await ctx.port(StorageWatch).look(ctx)


@router.delete("/recordings/{recording_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_recording(ctx: Ctx, _staff: Editor, recording_id: str) -> None:
    """Delete one recording of a show that is not on air; the replay closes up."""
    await ctx.db.run(service.delete, recording_id, DeletionCause.STAFF)


@router.delete("/shows/{show}/recordings", status_code=status.HTTP_204_NO_CONTENT)
async def erase_recordings(
    ctx: Ctx,
    _staff: Editor,
    show: str,
    confirm: Annotated[str, Query(max_length=60, description="The show's address (slug).")],
) -> None:
    """Delete all recordings of a show that is not on air. Clips stay."""
    await ctx.db.run(service.erase, show, confirm=confirm)


@router.put("/shows/{show}/captions/{language}", openapi_extra=_CAPTIONS_BODY)
async def set_captions(
    request: Request, ctx: Ctx, _staff: Editor, show: str, language: Language
) -> Captions:
    """Set the replay's captions in one language: WebVTT or SubRip in UTF-8, of 2 MB at most."""
    return await captions.take_in(ctx, show, language, request.stream())


@router.delete("/shows/{show}/captions/{language}", status_code=status.HTTP_204_NO_CONTENT)
async def remove_captions(ctx: Ctx, _staff: Editor, show: str, language: Language) -> None:
    """Remove the replay's captions in one language."""
    await ctx.db.run(captions.remove, show, language)


@router.get("/shows/{show}/clips")
async def list_clips(ctx: Ctx, _staff: Reader, show: str) -> Page[Clip]:
    """List a show's clips, newest first."""

    def query(session: Session) -> list[Clip]:
        return facade.clips_of(session, shows.get_show(session, show).id)

    return Page(items=await ctx.db.read(query))


@router.get("/clips/{clip_id}")
async def get_clip(ctx: Ctx, _staff: Reader, clip_id: str) -> Clip:
    """Give one clip, with its progress."""
    return await ctx.db.read(lambda session: clips.to_clip(clips.get_row(session, clip_id)))


@router.patch("/clips/{clip_id}")
async def change_clip(ctx: Ctx, _staff: Editor, clip_id: str, data: ClipChanges) -> Clip:
    """Change a clip's title or the picture that is its cover."""
    return await ctx.db.run(clips.change, clip_id, title=data.title, cover_at_ms=data.cover_at_ms)


@router.delete("/clips/{clip_id}", status_code=status.HTTP_204_NO_CONTENT)
async def delete_clip(ctx: Ctx, _staff: Editor, clip_id: str) -> None:
    """Delete a clip; one that is being cut is given up."""
    await ctx.db.run(clips.delete, clip_id)
