"""What others may know of a payment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kaibo.kernel.money import Money


class PaymentState(StrEnum):
    """``pending`` until the gateway says otherwise; ``domain.STATES`` declares the moves."""

    PENDING = "pending"
    DECLINED = "declined"
    CAPTURED = "captured"
    CLOSED = "closed"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment of one order; ``reference`` is the gateway's own id of the checkout."""

    id: str
    order_id: str
    gateway: str
    state: PaymentState
    amount: Money
    reference: str | None
    redirect_url: str | None


@dataclass(frozen=True, slots=True)
class PaymentSession:
    """Where the buyer pays; an address on this site may be relative."""

    redirect_url: str
