"""The flow in two steps: close at the gateway, then cancel in one transaction."""

from __future__ import annotations

from kaibo.flows.pay_order import facade as pay_order
from kaibo.kernel.points import reach
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import CancelReason, OrderState
from kaibo.modules.orders.errors import NotPayableError
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import Payment, PaymentState
from kaibo.modules.promotions import facade as promotions
from kaibo.platform.db import UnitOfWork
from kaibo.platform.http.context import Context


async def cancel_order(
    context: Context, order_id: str, reason: CancelReason, actor: str = orders.SYSTEM
) -> None:
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
    if not await context.db.run(_finish, payment, state, reason, actor):
        # What the gateway only holds is not paid yet: taking it may fail.
        is_paid = state is PaymentState.CAPTURED
        raise NotPayableError(state=OrderState.PAID if is_paid else order.state)


def _finish(
    uow: UnitOfWork, payment: Payment, state: PaymentState, reason: CancelReason, actor: str
) -> bool:
    pay_order.settle(uow, payment, state)
    if state in {PaymentState.AUTHORIZED, PaymentState.CAPTURED}:
        # Taken, or held by a gateway that lets go of nothing: then it is being taken.
        return False
    reach("cancel_order.closed")
    for order in orders.mark_cancelled(uow, [payment.order_id], reason, actor):
        catalog.release(uow, order.quantities, show_id=order.show_id, reference=order.id)
        back = {deal_id: -pieces for deal_id, pieces in order.by_deal.items()}
        promotions.count(uow, back, dict.fromkeys(back, order.show_id))
    return True
