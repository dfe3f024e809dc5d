"""Reactions: a webhook is only a hint to ask the gateway; what it holds for us is captured."""

from __future__ import annotations

from kaibo.flows.pay_order.service import settle
from kaibo.flows.place_order.facade import GRACE
from kaibo.kernel.points import reach
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import PaymentState
from kaibo.modules.payments.events import PaymentAuthorized, WebhookReceived
from kaibo.platform.http.context import Context


async def ask_gateway(context: Context, event: WebhookReceived) -> None:
    """Ask the gateway what became of the checkout, and take that over."""
    payment = await context.db.read(payments.of_reference, event.gateway, event.reference)
    if payment is None:
        # A checkout that was opened but never attached: the buyer's next visit attaches it.
        return
    state = await payments.ask_gateway(context, payment)
    reach("capture.asked")
    await context.db.run(settle, payment, state)


async def capture(context: Context, event: PaymentAuthorized) -> None:
    """Have the gateway take what it holds for an order, and settle with its answer.

    For an order that is cancelled, or about to be since its time ran out, the money is let go
    of. Where the gateway will not do that it is taken all the same, and then treated as any
    that comes late.
    """
    payment = await context.db.read(payments.of_order, event.order_id)
    if payment.state in {PaymentState.CAPTURED, PaymentState.REFUNDED}:
        return
    order = await context.db.read(orders.get_order, event.order_id)
    is_in_time = context.clock.now() < order.expires_at + GRACE
    state = PaymentState.AUTHORIZED
    if order.state is not OrderState.CREATED or not is_in_time:
        state = await payments.close_checkout(context, payment)
    if state is PaymentState.AUTHORIZED:
        state = await payments.capture(context, payment)
        reach("capture.called")
    await context.db.run(settle, payment, state)
