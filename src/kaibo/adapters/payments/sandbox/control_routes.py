"""HTTP: the panel that tells the simulated gateway how to behave. For owners of a test store."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from kaibo.adapters.payments.sandbox import activity, conditions
from kaibo.adapters.payments.sandbox.contracts import (
    LONGEST_DELAY_MS,
    LONGEST_LATENCY_MS,
    MOST_COPIES,
    SandboxAct,
    SandboxControls,
)
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/sandbox/api/controls", tags=["sandbox gateway (simulation)"])

Owner = Annotated[Principal, Depends(StaffWith("store:write"))]


class SandboxControlsInput(BaseModel):
    """How the gateway is to behave; what is left out behaves well. Times in milliseconds."""

    is_down: bool = False
    declines: bool = False
    captures_when_asked: bool = False
    refuses_refunds: bool = False
    latency_ms: int = Field(default=0, ge=0, le=LONGEST_LATENCY_MS)
    webhook_copies: int = Field(default=1, ge=1, le=MOST_COPIES)
    webhook_delay_ms: int = Field(default=0, ge=0, le=LONGEST_DELAY_MS)
    shuffles_webhooks: bool = False


class SandboxActivity(BaseModel):
    """What happened at the gateway last, the latest checkout first."""

    items: list[SandboxAct]


@router.get("")
async def get_controls(ctx: Ctx, _staff: Owner) -> SandboxControls:
    """Tell how the simulated gateway behaves."""

    def query(session: Session) -> SandboxControls:
        conditions.check_test_store(session)
        return conditions.controls(session)

    return await ctx.db.read(query)


@router.put("")
async def set_controls(ctx: Ctx, _staff: Owner, data: SandboxControlsInput) -> SandboxControls:
    """Have the simulated gateway behave so, from its next call on."""
    return await ctx.db.run(conditions.set_controls, SandboxControls(**data.model_dump()))


@router.get("/activity")
async def get_activity(
    ctx: Ctx, _staff: Owner, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> SandboxActivity:
    """Give the last checkouts with their refunds and how their webhooks stand."""
    return SandboxActivity(items=await ctx.db.read(activity.latest, limit))
