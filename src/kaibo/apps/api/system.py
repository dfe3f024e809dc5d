"""HTTP: how the installation is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from kaibo.apps import system
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/system", tags=["operations"])


@router.get("")
async def system_state(
    ctx: Ctx, _staff: Annotated[Principal, Depends(StaffWith("work:write"))]
) -> system.SystemState:
    """Tell how the installation is: processes, database, work, disk, and the last half hour."""
    return await system.system_state(ctx)
