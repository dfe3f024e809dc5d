"""HTTP: how long what is kept."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from kaibo.modules.retention import service
from kaibo.modules.retention.contracts import Retention, Rule
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/retention", tags=["retention"])


class RetentionChanges(BaseModel):
    """How many days to keep what; what is left out stays."""

    days: dict[Rule, int] = Field(min_length=1)


@router.get("")
async def get_retention(
    ctx: Ctx, _staff: Annotated[Principal, Depends(StaffWith("audit:read"))]
) -> Retention:
    """Give how long what is kept, and what the last days' removals took out."""
    return await ctx.db.read(service.overview)


@router.patch("")
async def change_retention(
    ctx: Ctx,
    data: RetentionChanges,
    _staff: Annotated[Principal, Depends(StaffWith("store:write"))],
) -> Retention:
    """Change how long what is kept; what is then too old goes with the next daily removal."""
    return await ctx.db.run(service.change, data.days)
