"""HTTP: looking at orders."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from kaibo.flows.order_desk import export, facade, lookup
from kaibo.flows.order_desk.contracts import FoundOrder, Order, OrderHistory
from kaibo.flows.order_desk.lookup import LookupThrottle
from kaibo.kernel.errors import NotFoundError
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.shows import facade as shows
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import MaybeStaff, MaybeViewer, SignedInViewer, StaffWith
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.moments import Moment
from kaibo.platform.http.paging import Limit, Page, by_id, page_of
from kaibo.platform.http.problems import language_of
from kaibo.platform.i18n import Language
from kaibo.platform.sheets import csv_bytes

router = APIRouter(prefix="/orders", tags=["orders"])

Reader = Annotated[Principal, Depends(StaffWith("orders:read"))]
Exporter = Annotated[Principal, Depends(StaffWith("orders:read", takes_out=True))]


class Chosen:
    """Which orders to list, as the query says; times are when the order was placed."""

    def __init__(
        self,
        state: Annotated[list[OrderState] | None, Query()] = None,
        show: Annotated[str | None, Query(max_length=60)] = None,
        product: Annotated[str | None, Query(max_length=40)] = None,
        q: Annotated[str | None, Query(max_length=80)] = None,
        since: Moment | None = None,
        until: Moment | None = None,
        refunded: bool = False,  # noqa: FBT001, FBT002 - a query parameter
    ) -> None:
        self._show = show
        self._filter = orders.OrderFilter(
            states=state,
            product_id=product,
            text=q,
            since=since,
            until=until,
            is_refunded=refunded,
        )

    def filter(self, session: Session) -> orders.OrderFilter:
        """Give the filter; raises ``NotFoundError`` for a show that does not exist."""
        if self._show is None:
            return self._filter
        return replace(self._filter, show_id=shows.get_show(session, self._show).id)


@router.get("")
async def list_orders(
    ctx: Ctx,
    _staff: Reader,
    chosen: Annotated[Chosen, Depends()],
    cursor: Annotated[str | None, by_id("ord")] = None,
    limit: Limit = 50,
) -> Page[Order]:
    """List orders, newest first; ``q`` finds numbers, names and phones.

    A name is found in simplified and traditional characters alike.
    """

    def query(session: Session) -> Page[Order]:
        found = orders.page(session, chosen.filter(session), before=cursor, limit=limit + 1)
        kept, following = page_of(found, limit, key=lambda order: order.id)
        return Page(items=facade.views(session, kept), next_cursor=following)

    return await ctx.db.read(query)


@router.get("/export.csv", response_class=StreamingResponse)
async def export_orders(
    request: Request,
    ctx: Ctx,
    _staff: Exporter,
    chosen: Annotated[Chosen, Depends()],
    language: Language | None = None,
) -> StreamingResponse:
    """Give the orders of the list as CSV for spreadsheets: a row for each line, newest order first.

    Money in major units; what an order comes to stands in the row of its first line only.
    ``language`` is that of heads and states; left out, the request's own.
    """
    wanted = await ctx.db.read(chosen.filter)
    told = language or language_of(request)
    name = f"orders-{ctx.clock.now():%Y%m%d-%H%M}.csv"
    return StreamingResponse(
        csv_bytes(export.rows(ctx.db, wanted, told)),
        media_type="text/csv; charset=utf-8",
        headers={
            "content-disposition": f'attachment; filename="{name}"',
            "cache-control": "no-store",
        },
    )


@router.get("/mine")
async def list_my_orders(
    ctx: Ctx,
    viewer: SignedInViewer,
    cursor: Annotated[str | None, by_id("ord")] = None,
    limit: Limit = 20,
) -> Page[Order]:
    """List the calling viewer's orders, newest first."""

    def query(session: Session) -> Page[Order]:
        found = orders.page(
            session, orders.OrderFilter(viewer_id=viewer.id), before=cursor, limit=limit + 1
        )
        kept, following = page_of(found, limit, key=lambda order: order.id)
        return Page(
            items=[facade.for_buyer(order) for order in facade.views(session, kept)],
            next_cursor=following,
        )

    return await ctx.db.read(query)


class LookupInput(BaseModel):
    """An order's number, and the telephone it was placed with, or its last six digits."""

    number: str = Field(min_length=1, max_length=40)
    phone: str = Field(min_length=1, max_length=40)


@router.post("/lookup")
async def look_up_order(request: Request, ctx: Ctx, data: LookupInput) -> FoundOrder:
    """Find an order from any browser; whom it goes to and where is told masked.

    A wrong number and a wrong telephone are answered alike.
    """
    host = request.client.host if request.client else None
    ctx.port(LookupThrottle).begin(host, data.number)
    return await ctx.db.read(lookup.find, data.number, data.phone)


@router.get("/{order_id}")
async def get_order(ctx: Ctx, order_id: str, staff: MaybeStaff, viewer: MaybeViewer) -> Order:
    """Give one order, to its buyer or to staff."""
    return await ctx.db.read(facade.view_for, order_id, staff=staff, viewer=viewer)


@router.get("/{order_id}/history")
async def get_history(ctx: Ctx, order_id: str, _staff: Reader) -> OrderHistory:
    """Give what happened to an order, and who did it."""

    def query(session: Session) -> OrderHistory:
        orders.get_order(session, order_id)
        return OrderHistory(orders.audit(session, order_id))

    return await ctx.db.read(query)


@router.get("/{order_id}/pages/{page_id}")
async def get_page(
    ctx: Ctx, order_id: str, page_id: str, staff: MaybeStaff, viewer: MaybeViewer
) -> dict[str, Any]:
    """Give a product page as it was when the order was placed, to its buyer or to staff."""

    def query(session: Session) -> dict[str, Any]:
        order = facade.view_for(session, order_id, staff=staff, viewer=viewer)
        if all(line.page_id != page_id for line in order.lines):
            raise NotFoundError(page_id=page_id)
        return dict(catalog.page_kept(session, page_id))

    return await ctx.db.read(query)
