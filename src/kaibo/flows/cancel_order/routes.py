"""HTTP: cancelling."""

from __future__ import annotations

from fastapi import APIRouter

from kaibo.flows.cancel_order.service import cancel_order
from kaibo.flows.order_desk import facade as order_desk
from kaibo.flows.order_desk.contracts import Order
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import CancelReason
from kaibo.platform.http.callers import MaybeStaff, MaybeViewer
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("/{order_id}/cancel")
async def cancel(ctx: Ctx, order_id: str, staff: MaybeStaff, viewer: MaybeViewer) -> Order:
    """Cancel an unpaid order, by its buyer or by staff; its stock is given back."""
    is_staff = staff is not None and staff.may("orders:write")
    await ctx.db.read(
        order_desk.view_for, order_id, staff=staff if is_staff else None, viewer=viewer
    )
    reason = CancelReason.STAFF if is_staff else CancelReason.BUYER
    actor = staff.name if is_staff and staff else orders.BUYER
    await cancel_order(ctx, order_id, reason, actor)
    return await ctx.db.read(
        order_desk.view_for, order_id, staff=staff if is_staff else None, viewer=viewer
    )
