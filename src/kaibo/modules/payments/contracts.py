"""What others may know of a payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kaibo.kernel.money import Money


class PaymentState(StrEnum):
    """``pending`` until the gateway says otherwise; ``domain.STATES`` declares the moves.

    ``authorized``: the gateway holds the money for us and takes it once it is asked to capture.
    """

    PENDING = "pending"
    DECLINED = "declined"
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    CLOSED = "closed"
    REFUNDED = "refunded"


class RefundState(StrEnum):
    """``pending`` until the gateway says otherwise; a failed one may be tried again."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment of one order; ``reference`` is the gateway's own id of the checkout.

    ``refunded`` is what was given back or is on its way; ``state`` becomes ``refunded`` when
    nothing is left.
    """

    id: str
    order_id: str
    gateway: str
    state: PaymentState
    amount: Money
    refunded: Money
    reference: str | None
    redirect_url: str | None


@dataclass(frozen=True, slots=True)
class NewRefund:
    """A refund to be. ``pieces`` counts by the position of the order's line.

    ``restocks`` has the pieces put back on the shelf once the money is given back. ``key`` is the
    idempotency key of whoever asked, ``fingerprint`` is of the request that it came with.
    """

    amount: Money
    reason: str
    actor: str
    pieces: dict[int, int]
    restocks: bool
    key: str | None = None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Refund:
    """Money on its way back, or there; ``error`` says why the gateway refused it."""

    id: str
    payment_id: str
    order_id: str
    state: RefundState
    amount: Money
    reason: str
    actor: str
    pieces: dict[int, int]
    restocks: bool
    created_at: datetime
    settled_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True)
class PaymentSession:
    """Where the buyer pays; an address on this site may be relative."""

    redirect_url: str
