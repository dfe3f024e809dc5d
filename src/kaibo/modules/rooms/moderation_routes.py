"""HTTP: what the crew does about a room's talk."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, status
from pydantic import BaseModel, Field, model_validator

from kaibo.modules.rooms import frames, moderating
from kaibo.modules.rooms.contracts import Moderation, Mute
from kaibo.modules.rooms.errors import LineGoneError
from kaibo.modules.rooms.hub import RoomHub
from kaibo.modules.shows import facade as shows
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Context, Ctx
from kaibo.platform.http.moments import Moment

router = APIRouter(tags=["rooms"])

Crew = Annotated[Principal, Depends(StaffWith("rooms:talk"))]
LineId = Annotated[str, Path(max_length=64)]


class LineInput(BaseModel):
    """A line of talk, by the id that the room gave it."""

    danmaku_id: str = Field(min_length=1, max_length=64)


class MuteInput(BaseModel):
    """For how long, or until when (as an earlier mute was to end); neither: to the show's end."""

    minutes: Literal[5] | None = None
    until: Moment | None = None

    @model_validator(mode="after")
    def _one_end(self) -> MuteInput:
        if self.minutes is not None and self.until is not None:
            msg = "Say minutes or until, not both"
            raise ValueError(msg)
        return self


@router.get("/rooms/{show}/moderation")
async def get_moderation(ctx: Ctx, _staff: Crew, show: str) -> Moderation:
    """Give what is hidden, who may not speak, and what is held up, now."""
    return await ctx.db.read(moderating.present, show, ctx.clock.now())


@router.put("/rooms/{show}/hidden-lines/{danmaku_id}", status_code=status.HTTP_204_NO_CONTENT)
async def hide_line(ctx: Ctx, staff: Crew, show: str, danmaku_id: LineId) -> None:
    """Let nobody see this line of talk, those who come later neither."""
    line = await _line(ctx, show, danmaku_id)
    await ctx.db.run(moderating.hide, show, danmaku_id, line, staff)


@router.delete("/rooms/{show}/hidden-lines/{danmaku_id}", status_code=status.HTTP_204_NO_CONTENT)
async def restore_line(ctx: Ctx, staff: Crew, show: str, danmaku_id: LineId) -> None:
    """Let everybody see this line of talk again."""
    await ctx.db.run(moderating.restore, show, danmaku_id, staff)


@router.put("/rooms/{show}/announcement", status_code=status.HTTP_204_NO_CONTENT)
async def announce_line(ctx: Ctx, staff: Crew, show: str, data: LineInput) -> None:
    """Hold a line of talk up for all; one at a time."""
    line = await _line(ctx, show, data.danmaku_id)
    if line is None:
        raise LineGoneError(danmaku_id=data.danmaku_id)
    await ctx.db.run(moderating.announce, show, line, staff)


@router.delete("/rooms/{show}/announcement", status_code=status.HTTP_204_NO_CONTENT)
async def take_announcement_down(ctx: Ctx, staff: Crew, show: str) -> None:
    """Hold no line of talk up any more."""
    await ctx.db.run(moderating.take_down, show, staff)


@router.put("/rooms/{show}/mutes/{viewer_id}")
async def mute_viewer(ctx: Ctx, staff: Crew, show: str, viewer_id: str, data: MuteInput) -> Mute:
    """Let a viewer not speak in this show for a while, or to its end."""
    return await ctx.db.run(
        moderating.mute, show, viewer_id, staff, minutes=data.minutes, until=data.until
    )


@router.delete("/rooms/{show}/mutes/{viewer_id}", status_code=status.HTTP_204_NO_CONTENT)
async def unmute_viewer(ctx: Ctx, staff: Crew, show: str, viewer_id: str) -> None:
    """Let a viewer speak again."""
    await ctx.db.run(moderating.unmute, show, viewer_id, staff)


async def _line(ctx: Context, show: str, danmaku_id: str) -> frames.Danmaku | None:
    """Give what the room knows of the line."""
    found = await ctx.db.read(shows.get_show, show)
    room = ctx.port(RoomHub).room(found.id)
    return None if room is None else room.line(danmaku_id)
