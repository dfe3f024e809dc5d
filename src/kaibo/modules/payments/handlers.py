"""Reactions: giving money back."""

from __future__ import annotations

from kaibo.kernel.money import Money
from kaibo.kernel.points import reach
from kaibo.modules.payments import refunding, repository
from kaibo.modules.payments.contracts import RefundState
from kaibo.modules.payments.errors import GatewayDownError, RefundRefusedError
from kaibo.modules.payments.events import RefundAsked
from kaibo.modules.payments.ports import Gateways
from kaibo.platform.http.context import Context


async def refund(context: Context, event: RefundAsked) -> None:
    """Refund at the gateway, then note it; the refund's id makes a repeat harmless."""
    row = await context.db.read(repository.refund, event.refund_id)
    if row is None or row.state != RefundState.PENDING:
        return
    payment = await context.db.read(repository.payment, row.payment_id)
    if payment is None or payment.reference is None:
        return
    gateway = context.port(Gateways).get(payment.gateway)
    if gateway is None:
        raise GatewayDownError(gateway=payment.gateway)
    amount = Money(row.amount, row.currency)
    try:
        await gateway.refund(payment.reference, row.id, amount)
    except RefundRefusedError as error:
        await context.db.run(refunding.fail, row.id, str(error.params.get("reason", error.code)))
        return
    reach("refund.called")
    await context.db.run(refunding.succeed, row.id)
