"""The one completion path: whatever brings news of a payment ends here."""

from __future__ import annotations

from kaibo.kernel.points import reach
from kaibo.modules.catalog import facade as catalog
from kaibo.modules.catalog.errors import SoldOutError
from kaibo.modules.orders import facade as orders
from kaibo.modules.orders.contracts import OrderState, PlacedOrder
from kaibo.modules.payments import facade as payments
from kaibo.modules.payments.contracts import NewRefund, Payment, PaymentState
from kaibo.modules.promotions import facade as promotions
from kaibo.modules.promotions.errors import DealSoldOutError
from kaibo.platform.db import UnitOfWork

LATE_PAYMENT = "late_payment"


def settle(uow: UnitOfWork, payment: Payment, state: PaymentState) -> None:
    """Take over what the gateway says, and complete the order when the money is there.

    Safe to call any number of times, by webhook, by expiry and by the returning buyer at
    once: only the call that moves the payment to ``captured`` goes on. What is ``authorized``
    is captured after the commit, by ``handlers.capture``, which ends here again.
    """
    if not payments.apply_state(uow, payment.id, state) or state is not PaymentState.CAPTURED:
        return
    # Held: whoever needs the stock of an overdue order must not cancel it between here and paid.
    order = orders.hold_order(uow, payment.order_id)
    reach("capture.held")
    if order.state is OrderState.CANCELLED:
        # The money came after the stock was given back: take it again, or give back the money.
        try:
            with uow.session.begin_nested():
                _take_again(uow, order)
        except (SoldOutError, DealSoldOutError):
            _give_back(uow, order, payment)
            return
    if orders.mark_paid(uow, order.id):
        catalog.take(uow, order.quantities, reference=order.id)
        catalog.note_paid(uow, [(line.variant_id, line.unit_price.amount) for line in order.lines])
        uow.pass_points("capture.settled", "capture.committed")


def _take_again(uow: UnitOfWork, order: PlacedOrder) -> None:
    catalog.reserve(uow, order.quantities, show_id=order.show_id, reference=order.id)
    promotions.count(uow, order.by_deal, dict.fromkeys(order.by_deal, order.show_id))


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
