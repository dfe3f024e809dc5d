"""Pure rules of a payment."""

from __future__ import annotations

from kaibo.kernel.states import StateMachine
from kaibo.modules.payments.contracts import PaymentState, RefundState

STATES = StateMachine(
    "payment",
    {
        PaymentState.PENDING: {
            PaymentState.DECLINED,
            PaymentState.AUTHORIZED,
            PaymentState.CAPTURED,
            PaymentState.CLOSED,
        },
        # The buyer may try again on the gateway's page.
        PaymentState.DECLINED: {
            PaymentState.PENDING,
            PaymentState.AUTHORIZED,
            PaymentState.CAPTURED,
            PaymentState.CLOSED,
        },
        # Captured when we ask for it; the gateway may decline even then, and closing voids it.
        PaymentState.AUTHORIZED: {
            PaymentState.CAPTURED,
            PaymentState.CLOSED,
            PaymentState.DECLINED,
        },
        # Closing asks the gateway first, but a capture may have been on its way already.
        PaymentState.CLOSED: {PaymentState.CAPTURED},
        PaymentState.CAPTURED: {PaymentState.REFUNDED},
        PaymentState.REFUNDED: set(),
    },
)

REFUND_STATES = StateMachine(
    "refund",
    {
        RefundState.PENDING: {RefundState.SUCCEEDED, RefundState.FAILED},
        RefundState.FAILED: {RefundState.PENDING},
        RefundState.SUCCEEDED: set(),
    },
)
