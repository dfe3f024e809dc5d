"""HTTP: looking at orders."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy.orm import Session

from kaibo.flows.order_desk import facade
from kaibo.flows.order_desk.contracts import Order
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.shows import facade as shows
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import MaybeStaff, MaybeViewer, SignedInViewer, StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.paging import Cursor, Limit, Page, page_of

router = APIRouter(prefix="/orders", tags=["orders"])

Reader = Annotated[Principal, Depends(StaffWith("orders:read"))]


@router.get("")
async def list_orders(
    ctx: Ctx,
    _staff: Reader,
    state: OrderState | None = None,
    show: Annotated[str | None, Query(max_length=60)] = None,
    q: Annotated[str | None, Query(max_length=80)] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[Order]:
    """List orders, newest first; ``q`` finds numbers, names and phones."""

    def query(session: Session) -> Page[Order]:
        show_id = shows.get_show(session, show).id if show else None
        found = orders.page(
            session, state=state, show_id=show_id, text=q, before=cursor, limit=limit + 1
        )
        kept, following = page_of(found, limit, key=lambda order: order.id)
        return Page(items=facade.views(session, kept), next_cursor=following)

    return await ctx.db.read(query)


@router.get("/mine")
async def list_my_orders(
    ctx: Ctx, viewer: SignedInViewer, cursor: Cursor = None, limit: Limit = 20
) -> Page[Order]:
    """List the calling viewer's orders, newest first."""

    def query(session: Session) -> Page[Order]:
        found = orders.page(session, viewer_id=viewer.id, before=cursor, limit=limit + 1)
        kept, following = page_of(found, limit, key=lambda order: order.id)
        return Page(items=facade.views(session, kept), next_cursor=following)

    return await ctx.db.read(query)


@router.get("/{order_id}")
async def get_order(ctx: Ctx, order_id: str, staff: MaybeStaff, viewer: MaybeViewer) -> Order:
    """Give one order, to its buyer or to staff."""
    return await ctx.db.read(facade.view_for, order_id, staff=staff, viewer=viewer)
