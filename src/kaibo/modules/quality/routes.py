"""HTTP: players report, staff look at the chain."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, status
from pydantic import BaseModel, Field

from kaibo.modules.quality.acquaintance import Acquaintance
from kaibo.modules.quality.beacons import EVERY_SECONDS, LONGEST_MS, Beacon
from kaibo.modules.quality.board import QualityBoard
from kaibo.modules.quality.contracts import Chain, Protocol
from kaibo.modules.quality.errors import TooManyBeaconsError
from kaibo.modules.quality.keeper import QualityKeeper
from kaibo.modules.shows import facade as shows
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.households import household
from kaibo.platform.http.moments import Moment

router = APIRouter(prefix="/shows/{show}", tags=["quality"])

Reader = Annotated[Principal, Depends(StaffWith("shows:read"))]
Milliseconds = Annotated[int, Field(ge=0, le=LONGEST_MS)]


class BeaconInput(BaseModel):
    """What a player saw since its last report; times in milliseconds."""

    player_id: str = Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
    protocol: Protocol
    first_frame_ms: Milliseconds | None = None
    stalls: int = Field(default=0, ge=0, le=1000)
    stalled_ms: Milliseconds = 0
    played_ms: Milliseconds = 0
    latency_ms: Milliseconds | None = None
    bitrate_kbps: int | None = Field(default=None, ge=0, le=200_000)
    dropped_frames: int = Field(default=0, ge=0, le=100_000)
    height: int | None = Field(default=None, ge=1, le=8640)
    leaving: bool = False


@router.post("/beacons", status_code=status.HTTP_204_NO_CONTENT)
async def take_beacon(request: Request, ctx: Ctx, show: str, data: BeaconInput) -> None:
    """Take a player's report, about every ten seconds; no account is needed.

    Answered alike whether the show exists, is over, or the report is not believed: it says
    nothing about shows that the caller may not see.
    """
    now = ctx.clock.now()
    address = household(request.client.host if request.client else None)
    if not ctx.port(QualityBoard).admits(data.player_id, address, now):
        raise TooManyBeaconsError(retry_after=EVERY_SECONDS)
    show_id = await ctx.port(Acquaintance).show_id(show, now)
    if show_id is not None:
        beacon = Beacon(**data.model_dump())
        ctx.port(QualityBoard).take_beacon(show_id, beacon, address, ctx.clock.now())


@router.get("/chain")
async def get_chain(
    ctx: Ctx, _staff: Reader, show: str, after: Annotated[Moment | None, Query()] = None
) -> Chain:
    """Give the picture's way from encoder to player, and the one stage at fault.

    ``after`` asks only for the history since then; otherwise it is the last hour's.
    """
    found = await ctx.db.read(shows.get_show, show)
    await ctx.port(QualityKeeper).recall(found.id)
    return ctx.port(QualityBoard).chain(found.id, ctx.clock.now(), after)
