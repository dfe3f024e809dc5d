"""HTTP: refunds, for staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, status
from pydantic import BaseModel, Field, StringConstraints

from kaibo.flows.order_desk import facade as order_desk
from kaibo.flows.order_desk.contracts import Order
from kaibo.flows.refund_order.service import WantedRefund, ask
from kaibo.kernel.errors import NotFoundError
from kaibo.modules.payments import facade as payments
from kaibo.platform.auth import Principal
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/orders", tags=["orders"])

Refunder = Annotated[Principal, Depends(StaffWith("orders:refund"))]


class RefundLine(BaseModel):
    """Pieces of one line, by its position in the order."""

    position: int = Field(ge=0, le=49)
    quantity: int = Field(ge=1, le=999)


class RefundInput(BaseModel):
    """What to give back: pieces, or an amount in minor units; neither means all that is left."""

    lines: list[RefundLine] = Field(default=[], max_length=50)
    amount: int | None = Field(default=None, ge=1, le=10**12)
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    restock: bool = False


@router.post("/{order_id}/refunds", status_code=status.HTTP_201_CREATED)
async def refund(ctx: Ctx, staff: Refunder, order_id: str, data: RefundInput) -> Order:
    """Give money back; the gateway is asked at once, and the order tells what came of it."""
    pieces: dict[int, int] = {}
    for line in data.lines:
        pieces[line.position] = pieces.get(line.position, 0) + line.quantity
    wanted = WantedRefund(pieces, data.amount, data.reason, data.restock)
    await ctx.db.run(ask, order_id, wanted, staff.name)
    return await ctx.db.read(order_desk.view, order_id)


@router.post("/{order_id}/refunds/{refund_id}/retry")
async def retry(ctx: Ctx, _staff: Refunder, order_id: str, refund_id: str) -> Order:
    """Ask the gateway again for a refund that it refused."""

    def use_case(uow: UnitOfWork) -> None:
        found = payments.get_refund(uow.session, refund_id)
        if found.order_id != order_id:
            raise NotFoundError(refund_id=refund_id)
        payments.retry_refund(uow, refund_id)

    await ctx.db.run(use_case)
    return await ctx.db.read(order_desk.view, order_id)
