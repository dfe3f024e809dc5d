"""HTTP: whether the books add up, for ``kaibo books``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from kaibo.apps.books.report import Books, check
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/books", tags=["operations"])


@router.get("")
async def check_books(
    ctx: Ctx, _staff: Annotated[Principal, Depends(StaffWith("store:write"))]
) -> Books:
    """Check that ledger, orders, payments and refunds add up; changes nothing."""
    return await ctx.db.read(check)
