"""The one completion path: whatever brings news of a payment ends here."""

from __future__ import annotations

from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.errors import SoldOutError
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import OrderState, PlacedOrder
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import NewRefund, Payment, PaymentState
from kaibo.platform.db import UnitOfWork

LATE_PAYMENT = "late_payment"


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
                catalog.reserve(uow, order.quantities, show_id=order.show_id, reference=order.id)
        except SoldOutError:
            _give_back(uow, order, payment)
            return
    if orders.mark_paid(uow, order.id):
        catalog.take(uow, order.quantities, reference=order.id)
        catalog.note_paid(uow, [(line.variant_id, line.unit_price.amount) for line in order.lines])


def _give_back(uow: UnitOfWork, order: PlacedOrder, payment: Payment) -> None:
    refund = NewRefund(
        amount=payment.amount,
        reason=LATE_PAYMENT,
        actor=orders.SYSTEM,
        pieces={},
        restocks=False,
    )
    payments.open_refund(uow, payment.id, refund)
    orders.note(uow, order.id, "refund_asked", orders.SYSTEM, LATE_PAYMENT)
