"""HTTP: refunds, for staff."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, status
from pydantic import BaseModel, Field, StringConstraints

from kaibo.flows.order_desk import facade as order_desk
from kaibo.flows.order_desk.contracts import Order
from kaibo.flows.refund_order import service
from kaibo.flows.refund_order.service import WantedRefund
from kaibo.platform.auth import Principal
from kaibo.platform.http.callers import StaffWith
from kaibo.platform.http.context import Ctx

router = APIRouter(prefix="/orders", tags=["orders"])

Refunder = Annotated[Principal, Depends(StaffWith("orders:refund"))]


class RefundLine(BaseModel):
    """Pieces of one line, by its position in the order."""

    position: int = Field(ge=0, le=49, strict=True)
    quantity: int = Field(ge=1, le=999, strict=True)


class RefundInput(BaseModel):
    """What to give back: pieces, or an amount in minor units; neither means all that is left."""

    lines: list[RefundLine] = Field(default=[], max_length=50)
    amount: int | None = Field(default=None, ge=1, le=10**12, strict=True)
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    restock: bool = False


@router.post("/{order_id}/refunds", status_code=status.HTTP_201_CREATED)
async def refund(
    ctx: Ctx,
    staff: Refunder,
    order_id: str,
    data: RefundInput,
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=128)] = None,
) -> Order:
    """Give money back; the gateway is asked at once, and the order tells what came of it.

    The key is kept with the refund itself, so that a repeat after a crash is no second one.
    """
    pieces: dict[int, int] = {}
    for line in data.lines:
        pieces[line.position] = pieces.get(line.position, 0) + line.quantity
    wanted = WantedRefund(pieces, data.amount, data.reason, data.restock, idempotency_key)
    await ctx.db.run(service.ask, order_id, wanted, staff.name)
    return await ctx.db.read(order_desk.view, order_id)


@router.post("/{order_id}/refunds/{refund_id}/retry")
async def retry(ctx: Ctx, _staff: Refunder, order_id: str, refund_id: str) -> Order:
    """Ask the gateway again for a refund that it refused."""
    await ctx.db.run(service.retry, order_id, refund_id)
    return await ctx.db.read(order_desk.view, order_id)
