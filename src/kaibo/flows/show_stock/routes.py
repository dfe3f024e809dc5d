"""HTTP: what a show holds for itself, for staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.contracts import Allocation
from kaibo.modules.shows import facade as shows
from kaibo.platform.auth import Principal
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/shows/{show}/allocations", tags=["shows"])

Reader = Annotated[Principal, Depends(StaffWith("shows:read"))]
Director = Annotated[Principal, Depends(StaffWith("shows:write"))]


class AllocationInput(BaseModel):
    """How many units the show holds for itself, those it sold already included."""

    units: int = Field(ge=0, le=10**9, strict=True)


def set_aside(
    uow: UnitOfWork, reference: str, variant_id: str, units: int, actor: str
) -> list[Allocation]:
    """Have a show that is not over hold units of a variant."""
    show = shows.hold_show(uow, reference)
    shows.require_open(show)
    catalog.set_aside(uow, show.id, variant_id, units, actor)
    return catalog.allocations(uow.session, show.id)


@router.get("")
async def list_allocations(ctx: Ctx, show: str, _staff: Reader) -> list[Allocation]:
    """List what a show holds for itself."""

    def query(session: Session) -> list[Allocation]:
        return catalog.allocations(session, shows.get_show(session, show).id)

    return await ctx.db.read(query)


@router.put("/{variant_id}")
async def allocate(
    ctx: Ctx, show: str, variant_id: str, staff: Director, data: AllocationInput
) -> list[Allocation]:
    """Set units aside for this show alone; what it has not sold is freed at its end."""
    return await ctx.db.run(set_aside, show, variant_id, data.units, staff.name)
