"""HTTP: the dead-letter view, for staff who may replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, status

from kaibo.kernel.errors import NotFoundError
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.paging import PAGE_LIMIT, Page
from kaibo.platform.work import repository

router = APIRouter(prefix="/work/dead-letters", tags=["work"])

Keeper = Annotated[Principal, Depends(StaffWith("work:write"))]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event or a job that was given up after its last attempt."""

    id: str
    kind: str
    name: str
    handler: str
    payload: dict[str, Any]
    attempts: int
    last_error: str | None
    created_at: datetime


@router.get("")
async def list_dead_letters(ctx: Ctx, _staff: Keeper) -> Page[DeadLetter]:
    """List what was given up, newest first (a hundred at most)."""
    rows = await ctx.db.read(repository.dead_letters, PAGE_LIMIT)
    return Page(
        items=[
            DeadLetter(
                id=row.id,
                kind=row.kind,
                name=row.name,
                handler=row.handler,
                payload=row.payload,
                attempts=row.attempts,
                last_error=row.last_error,
                created_at=row.created_at,
            )
            for row in rows
        ]
    )


@router.post("/{item_id}/replay", status_code=status.HTTP_204_NO_CONTENT)
async def replay(ctx: Ctx, _staff: Keeper, item_id: str) -> None:
    """Try it again, from the first attempt."""
    if not await ctx.db.run(repository.replay, item_id):
        raise NotFoundError(item=item_id)
    ctx.db.outbox.wake()
