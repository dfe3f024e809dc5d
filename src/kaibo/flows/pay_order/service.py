"""The one completion path: whatever brings news of a payment ends here."""

from __future__ import annotations

from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.errors import SoldOutError
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import OrderState
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import Payment, PaymentState
from kaibo.platform.db import UnitOfWork


def settle(uow: UnitOfWork, payment: Payment, state: PaymentState) -> None:
    """Take over what the gateway says, and complete the order when the money is there.

    Safe to call any number of times, by webhook, by expiry and by the returning buyer at
    once: only the call that moves the payment to ``captured`` goes on.
    """
    if not payments.apply_state(uow, payment.id, state) or state is not PaymentState.CAPTURED:
        return
    order = orders.get_order(uow.session, payment.order_id)
    if order.state is OrderState.CANCELLED:
        # The money came after the stock was given back: take it again, or give back the money.
        try:
            with uow.session.begin_nested():
                catalog.reserve(uow, order.quantities, reference=order.id)
        except SoldOutError:
            payments.ask_refund(uow, payment.id)
            return
    if orders.mark_paid(uow, order.id):
        catalog.take(uow, order.quantities, reference=order.id)
