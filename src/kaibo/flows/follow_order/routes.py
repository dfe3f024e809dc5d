"""HTTP: an order arrives, and is complete."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends

from kaibo.flows.follow_order.jobs import COMPLETE_JOB, RETURN_WINDOW
from kaibo.flows.order_desk import facade as order_desk
from kaibo.flows.order_desk.contracts import Order
from kaibo.kernel.points import reach
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import OrderState
from kaibo.platform.auth import Principal
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.callers import SignedInViewer, StaffWith
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/orders", tags=["orders"])

Packer = Annotated[Principal, Depends(StaffWith("orders:ship"))]


def arrive(uow: UnitOfWork, order_id: str, actor: str) -> None:
    """Note that the goods arrived; unless somebody objects, the order completes itself."""
    orders.advance(uow, order_id, OrderState.DELIVERED, actor)
    reach("arrive.moved")
    uow.enqueue(COMPLETE_JOB, {}, run_at=uow.now + RETURN_WINDOW, key=COMPLETE_JOB)


def confirm(uow: UnitOfWork, order_id: str) -> None:
    """Have the buyer say that the goods arrived and all is well."""
    if orders.get_order(uow.session, order_id).state is OrderState.SHIPPED:
        orders.advance(uow, order_id, OrderState.DELIVERED, orders.BUYER)
    orders.advance(uow, order_id, OrderState.COMPLETED, orders.BUYER)


@router.post("/{order_id}/delivered")
async def mark_delivered(ctx: Ctx, staff: Packer, order_id: str) -> Order:
    """Note that the parcel arrived."""
    await ctx.db.run(arrive, order_id, staff.name)
    return await ctx.db.read(order_desk.view, order_id)


@router.post("/{order_id}/confirm")
async def confirm_receipt(ctx: Ctx, viewer: SignedInViewer, order_id: str) -> Order:
    """Confirm, as its buyer, that the order arrived and is complete."""
    await ctx.db.read(order_desk.view_for_buyer, order_id, viewer.id)
    await ctx.db.run(confirm, order_id)
    return await ctx.db.read(order_desk.view_for_buyer, order_id, viewer.id)
