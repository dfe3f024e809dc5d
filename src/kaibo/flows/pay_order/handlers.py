"""Reactions: a webhook is only a hint to ask the gateway."""

from __future__ import annotations

from kaibo.flows.pay_order.service import settle
from kaibo.kernel.points import reach
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.events import WebhookReceived
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
