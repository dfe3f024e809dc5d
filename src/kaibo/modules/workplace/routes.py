"""HTTP: a person's own views of the console's lists."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, status
from pydantic import BaseModel, Field, StringConstraints

from kaibo.modules.workplace import service
from kaibo.modules.workplace.contracts import ListName, SavedView
from kaibo.platform.http.callers import SignedInStaff
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.fields import NO_NUL

router = APIRouter(prefix="/saved-views", tags=["workplace"])


class ViewInput(BaseModel):
    """The view to save; ``filters`` is the part of the list's address after the question mark."""

    list: ListName
    name: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=NO_NUL),
    ]
    filters: str = Field(max_length=2000, pattern=NO_NUL)


@router.get("")
async def list_views(ctx: Ctx, staff: SignedInStaff) -> list[SavedView]:
    """Give the views that the caller has saved, of all lists."""
    return await ctx.db.read(service.views_of, staff.id)


@router.put("")
async def save_view(ctx: Ctx, staff: SignedInStaff, data: ViewInput) -> SavedView:
    """Save a view; one of the same list and name is replaced."""
    return await ctx.db.run(service.save, staff.id, data.list, data.name, data.filters)


@router.delete("/{view_id}", status_code=status.HTTP_204_NO_CONTENT)
async def forget_view(ctx: Ctx, staff: SignedInStaff, view_id: str) -> None:
    """Forget a view of the caller's own."""
    await ctx.db.run(service.forget, staff.id, view_id)
