"""HTTP: shipping."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, status
from pydantic import BaseModel, Field, StringConstraints

from kaibo.flows.order_desk import facade as order_desk
from kaibo.flows.order_desk.contracts import Order
from kaibo.kernel.points import reach
from kaibo.modules.fulfilment import facade as fulfilment
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.orders.errors import BeingRefundedError, NotOnItsWayError
from kaibo.modules.payments import facade as payments
from kaibo.platform.auth import Principal
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/orders", tags=["orders"])

Packer = Annotated[Principal, Depends(StaffWith("orders:ship"))]
Trimmed = StringConstraints(strip_whitespace=True, min_length=1, max_length=60)


class ParcelInput(BaseModel):
    """A parcel: who carries it, and its number there."""

    carrier: Annotated[str, Trimmed]
    tracking_number: Annotated[str, Trimmed, Field(pattern=r"^[A-Za-z0-9 \-]+$")]


def ship_order(
    uow: UnitOfWork, order_id: str, carrier: str, tracking_number: str, actor: str
) -> None:
    """Note the parcel and move the order to ``shipped``.

    Raises ``BeingRefundedError`` when all of its money is on its way back: the order hears of it
    only once the gateway gave it.
    """
    orders.advance(uow, order_id, OrderState.SHIPPED, actor)
    payment = payments.of_order(uow.session, order_id)
    if 0 < payment.amount.amount <= payment.refunded.amount:
        raise BeingRefundedError(order_id=order_id)
    fulfilment.send(uow, order_id, carrier, tracking_number)


def correct_parcel(
    uow: UnitOfWork, order_id: str, parcel_id: str, carrier: str, tracking_number: str, actor: str
) -> None:
    """Put a parcel's carrier and number right, and write into the order's audit what they were.

    Raises ``NotOnItsWayError`` once the order has arrived, or its money went back as a whole.
    """
    order = orders.hold_order(uow, order_id)
    reach("correct_parcel.held")
    if order.state is not OrderState.SHIPPED:
        raise NotOnItsWayError(order_id=order_id)
    before, now = fulfilment.correct(uow, order_id, parcel_id, carrier, tracking_number)
    if now != before:
        told = " → ".join(f"{each.carrier} {each.tracking_number}" for each in (before, now))
        orders.note(uow, order_id, "parcel_corrected", actor, told)


@router.post("/{order_id}/parcels", status_code=status.HTTP_201_CREATED)
async def ship(ctx: Ctx, staff: Packer, order_id: str, data: ParcelInput) -> Order:
    """Ship a paid order; its buyer sees carrier and number."""
    await ctx.db.run(ship_order, order_id, data.carrier, data.tracking_number, staff.name)
    return await ctx.db.read(order_desk.view, order_id)


@router.put("/{order_id}/parcels/{parcel_id}")
async def correct(
    ctx: Ctx, staff: Packer, order_id: str, parcel_id: str, data: ParcelInput
) -> Order:
    """Correct carrier and number of a parcel that is on its way; its buyer is told by mail."""
    told = (data.carrier, data.tracking_number, staff.name)
    await ctx.db.run(correct_parcel, order_id, parcel_id, *told)
    return await ctx.db.read(order_desk.view, order_id)
