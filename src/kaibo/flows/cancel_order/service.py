"""The flow in two steps: close at the gateway, then cancel in one transaction."""

from __future__ import annotations

from kaibo.flows.pay_order import facade as pay_order
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import CancelReason, OrderState
from kaibo.modules.orders.errors import NotPayableError
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import Payment, PaymentState
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context


async def cancel_order(context: Context, order_id: str, reason: CancelReason) -> None:
    """Cancel an unpaid order; one that is cancelled already stays so.

    Raises ``NotPayableError`` when it has been paid, or is at this moment.
    """
    order = await context.db.read(orders.get_order, order_id)
    if order.state is OrderState.CANCELLED:
        return
    if order.state is not OrderState.CREATED:
        raise NotPayableError(state=order.state)
    payment = await context.db.read(payments.of_order, order_id)
    state = await payments.close_checkout(context, payment)
    if not await context.db.run(_finish, payment, state, reason):
        raise NotPayableError(state=OrderState.PAID)


def _finish(uow: UnitOfWork, payment: Payment, state: PaymentState, reason: CancelReason) -> bool:
    pay_order.settle(uow, payment, state)
    if state is PaymentState.CAPTURED:
        return False
    if orders.mark_cancelled(uow, payment.order_id, reason):
        order = orders.get_order(uow.session, payment.order_id)
        catalog.release(uow, order.quantities, reference=order.id)
    return True
