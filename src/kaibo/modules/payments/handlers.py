"""Reactions: giving money back."""

from __future__ import annotations

from kaibo.modules.payments import repository, service
from kaibo.modules.payments.contracts import PaymentState
from kaibo.modules.payments.errors import GatewayDownError
from kaibo.modules.payments.events import RefundNeeded
from kaibo.modules.payments.ports import Gateways
from kaibo.platform.http.context import Context


async def refund(context: Context, event: RefundNeeded) -> None:
    """Refund at the gateway, then note it; the payment's id makes a repeat harmless."""
    row = await context.db.read(repository.payment, event.payment_id)
    if row is None or row.state != PaymentState.CAPTURED or row.reference is None:
        return
    gateway = context.port(Gateways).get(row.gateway)
    if gateway is None:
        raise GatewayDownError(gateway=row.gateway)
    await gateway.refund(row.reference, refund_id=f"{row.id}-full")
    await context.db.run(service.apply_state, row.id, PaymentState.REFUNDED)
