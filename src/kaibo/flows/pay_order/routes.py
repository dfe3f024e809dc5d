"""HTTP: paying."""

from __future__ import annotations

from fastapi import APIRouter, Request, status

from kaibo.flows.order_desk import facade as order_desk
from kaibo.flows.order_desk.contracts import Order
from kaibo.flows.pay_order.service import settle
from kaibo.flows.pay_order.throttle import CheckThrottle
from kaibo.modules.identity import facade as identity
from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.orders.errors import NotPayableError
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentSession
from kaibo.platform.http.callers import SignedInViewer
from kaibo.platform.http.context import Ctx
from kaibo.platform.http.origin import origin_of

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("/{order_id}/payment-sessions", status_code=status.HTTP_201_CREATED)
async def open_payment(
    request: Request, ctx: Ctx, viewer: SignedInViewer, order_id: str
) -> PaymentSession:
    """Open the gateway's page for an unpaid order; asking again gives the same page."""
    order = await ctx.db.read(order_desk.view_for_buyer, order_id, viewer.id)
    if order.state is not OrderState.CREATED or order.expires_at <= ctx.clock.now():
        raise NotPayableError(state=order.state)
    store = await ctx.db.read(identity.get_store)
    payment = await ctx.db.read(payments.of_order, order_id)
    origin = ctx.settings.public_url or origin_of(request)
    address = await payments.open_checkout(
        ctx,
        payment,
        description=f"{store.name} · {order.number}",
        return_url=f"{origin}/orders/{order_id}",
    )
    # A page opened again after a decline is pending again, and must look so.
    fresh = await ctx.db.read(payments.of_order, order_id)
    await ctx.db.run(settle, fresh, await payments.ask_gateway(ctx, fresh))
    return PaymentSession(redirect_url=address)


@router.post("/{order_id}/payment-checks")
async def check_payment(ctx: Ctx, viewer: SignedInViewer, order_id: str) -> Order:
    """Ask the gateway what became of an unpaid order, for a buyer who came back from its page.

    Its webhook brings the same news, but may be late. Who asks more than 20 times a minute is
    told what is known.
    """
    order = await ctx.db.read(order_desk.view_for_buyer, order_id, viewer.id)
    if order.state is not OrderState.CREATED or not ctx.port(CheckThrottle).permits(order_id):
        return order
    payment = await ctx.db.read(payments.of_order, order_id)
    state = await payments.ask_gateway(ctx, payment)
    if state is payment.state:
        return order
    await ctx.db.run(settle, payment, state)
    return await ctx.db.read(order_desk.view_for_buyer, order_id, viewer.id)
