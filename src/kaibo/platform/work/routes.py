"""HTTP: the dead-letter view, for staff who may replay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, status
from pydantic import BaseModel, Field

from kaibo.kernel.errors import NotFoundError
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.details import details_of
from kaibo.platform.http.paging import PAGE_LIMIT, Page
from kaibo.platform.work import repository

router = APIRouter(prefix="/work", tags=["work"])

Keeper = Annotated[Principal, Depends(StaffWith("work:write"))]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event or a job that was given up after its last attempt; ``payload`` without secrets."""

    id: str
    kind: str
    name: str
    handler: str
    payload: dict[str, Any]
    attempts: int
    last_error: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for one handler: ``due`` now, ``later`` by its time; the next at ``next_at``."""

    handler: str
    due: int
    later: int
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many are tried again."""

    count: int


class ReplayInput(BaseModel):
    """Whose dead letters to try again; of every handler when left out."""

    handler: str | None = Field(default=None, max_length=160)


@router.get("/queues")
async def list_queues(ctx: Ctx, _staff: Keeper) -> list[Queue]:
    """List what waits in the outbox, by handler."""
    rows = await ctx.db.read(repository.by_handler, ctx.clock.now())
    return [Queue(*row) for row in rows]


@router.get("/dead-letters")
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
                payload=details_of(row.payload),
                attempts=row.attempts,
                last_error=row.last_error,
                created_at=row.created_at,
            )
            for row in rows
        ]
    )


@router.post("/dead-letters/{item_id}/replay", status_code=status.HTTP_204_NO_CONTENT)
async def replay(ctx: Ctx, _staff: Keeper, item_id: str) -> None:
    """Try it again, from the first attempt."""
    if not await ctx.db.run(repository.replay, item_id):
        raise NotFoundError(item=item_id)
    ctx.db.outbox.wake()


@router.post("/dead-letters/replay")
async def replay_all(ctx: Ctx, _staff: Keeper, data: ReplayInput) -> Replayed:
    """Try all of them again, or all of one handler."""
    count = await ctx.db.run(repository.replay_all, data.handler)
    ctx.db.outbox.wake()
    return Replayed(count)


@router.delete("/dead-letters/{item_id}", status_code=status.HTTP_204_NO_CONTENT)
async def discard(ctx: Ctx, _staff: Keeper, item_id: str) -> None:
    """Give one up for good: what it was to do is not done."""
    if not await ctx.db.run(repository.discard, item_id):
        raise NotFoundError(item=item_id)
